package io.pulsefeed.emotibit.client;

import java.io.IOException;
import java.net.InetAddress;

/** The TCP connection of one device. The host sends commands; the device sends nothing. */
public interface ControlConnection {

    InetAddress peer();

    /** Sends one command without blocking. */
    void send(byte[] packet) throws IOException;

    void close();
}
