package io.pulsefeed.emotibit.client;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** The TCP connection that one device opened. Commands go out; nothing meaningful comes in. */
public final class ControlLink {

    private final SocketChannel channel;
    private final InetAddress peer;

    ControlLink(SocketChannel channel, InetAddress peer) {
        this.channel = channel;
        this.peer = peer;
    }

    public InetAddress peer() {
        return peer;
    }

    /** Sends one command. Commands are tens of bytes, minutes apart: a send buffer that is full means that the device is gone. */
    public void send(byte[] packet) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(packet);
        channel.write(bytes);
        if (bytes.hasRemaining()) {
            throw new IOException("The control connection of " + peer.getHostAddress() + " takes no more data");
        }
    }

    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // The connection is given up in any case; closing its channel also takes it off the selector.
        }
    }

    boolean isOpen() {
        return channel.isOpen();
    }
}
