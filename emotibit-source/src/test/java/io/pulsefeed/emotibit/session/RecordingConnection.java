package io.pulsefeed.emotibit.session;

import io.pulsefeed.emotibit.client.ControlConnection;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A control connection that keeps the commands it should send. */
final class RecordingConnection implements ControlConnection {

    private final InetAddress peer;
    private final List<String> tags = new ArrayList<>();
    private boolean closed;

    RecordingConnection(InetAddress peer) {
        this.peer = peer;
    }

    @Override
    public InetAddress peer() {
        return peer;
    }

    @Override
    public void send(byte[] packet) {
        tags.add(new String(packet, StandardCharsets.US_ASCII).split(",")[3]);
    }

    @Override
    public void close() {
        closed = true;
    }

    /** The type tags of the commands. */
    List<String> tags() {
        return tags;
    }

    boolean isClosed() {
        return closed;
    }
}
