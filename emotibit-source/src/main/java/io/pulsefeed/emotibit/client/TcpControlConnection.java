package io.pulsefeed.emotibit.client;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** A control connection over a non-blocking channel. */
final class TcpControlConnection implements ControlConnection {

    private final SocketChannel channel;
    private final InetAddress peer;

    TcpControlConnection(SocketChannel channel, InetAddress peer) {
        this.channel = channel;
        this.peer = peer;
    }

    @Override
    public InetAddress peer() {
        return peer;
    }

    /** Commands have some tens of bytes and are minutes apart, so a full send buffer means that the device is unreachable. */
    @Override
    public void send(byte[] packet) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(packet);
        channel.write(bytes);
        if (bytes.hasRemaining()) {
            throw new IOException("Send buffer of the control connection to " + peer.getHostAddress() + " is full");
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // The channel counts as closed in any case, which also removes it from the selector.
        }
    }

    boolean isOpen() {
        return channel.isOpen();
    }
}
