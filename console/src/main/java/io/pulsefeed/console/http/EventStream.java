package io.pulsefeed.console.http;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** The pending events of one viewer, bounded in bytes. */
final class EventStream {

    private static final int MAX_PENDING_BYTES = 4 << 20;
    private static final long IDLE_MS = 5_000;
    private static final byte[] COMMENT = {':', '\n', '\n'};

    private final String id;
    private final ArrayDeque<byte[]> pending = new ArrayDeque<>();
    private long pendingBytes;
    private boolean isClosed;
    private boolean isFinished;
    private volatile @Nullable String device;

    EventStream(String id) {
        this.id = id;
    }

    String id() {
        return id;
    }

    /** The device whose samples this viewer receives. */
    @Nullable
    String device() {
        return device;
    }

    void select(String selected) {
        device = selected;
    }

    /** Adds an event. If too many are pending, the viewer does not read: the stream is closed. */
    synchronized void offer(byte[] event) {
        if (pendingBytes + event.length > MAX_PENDING_BYTES) {
            close();
        } else if (!isFinished) {
            pending.addLast(event);
            pendingBytes += event.length;
        }
        notifyAll();
    }

    /** Ends the stream after the pending events. */
    synchronized void finish() {
        isFinished = true;
        notifyAll();
    }

    synchronized void close() {
        isClosed = true;
        pending.clear();
        pendingBytes = 0;
        notifyAll();
    }

    /** Writes events until the stream is closed or the viewer disconnects. */
    void copyTo(OutputStream out) throws IOException, InterruptedException {
        for (byte[] event = take(); event != null; event = take()) {
            out.write(event);
            out.flush();
        }
    }

    /** The next event; a comment after a pause, which shows whether the viewer is connected; null at the end. */
    private synchronized byte @Nullable [] take() throws InterruptedException {
        if (pending.isEmpty() && !isClosed && !isFinished) {
            wait(IDLE_MS);
        }
        if (isClosed || isFinished && pending.isEmpty()) {
            return null;
        }
        byte[] event = pending.pollFirst();
        if (event == null) {
            return COMMENT;
        }
        pendingBytes -= event.length;
        return event;
    }
}
