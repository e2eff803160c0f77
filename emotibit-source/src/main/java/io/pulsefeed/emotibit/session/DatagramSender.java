package io.pulsefeed.emotibit.session;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Sends datagrams to devices. Failures are counted, not thrown, because the protocol repeats every datagram. */
interface DatagramSender {

    /** Sends to the advertising port of {@code to}. */
    void advertise(InetAddress to, byte[] packet);

    /** Sends from the data port. */
    void reply(InetSocketAddress to, byte[] packet);
}
