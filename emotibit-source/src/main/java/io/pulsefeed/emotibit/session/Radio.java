package io.pulsefeed.emotibit.session;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/** What sessions send. Datagrams that cannot be sent are counted, not reported: every one of them is repeated anyway. */
interface Radio {

    /** To the advertising port of {@code to}. */
    void advertise(InetAddress to, byte[] packet);

    /** From the data port. */
    void reply(InetSocketAddress to, byte[] packet);
}
