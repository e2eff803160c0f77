package io.pulsefeed.emotibit.client;

import java.io.IOException;
import java.net.InetSocketAddress;

/** The UDP sockets of a host, for sending. */
public interface HostTransport {

    /** Sends from the advertising socket to a device's advertising port or to a broadcast address. */
    void advertise(InetSocketAddress to, byte[] packet) throws IOException;

    /** Sends from the data socket. */
    void reply(InetSocketAddress to, byte[] packet) throws IOException;
}
