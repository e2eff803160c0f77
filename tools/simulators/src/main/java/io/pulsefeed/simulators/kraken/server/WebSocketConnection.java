package io.pulsefeed.simulators.kraken.server;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The server side of one WebSocket. Sending never blocks: a writer thread sends queued frames. A client with more than
 * 64 MiB of unread frames is disconnected, as Kraken disconnects slow consumers.
 */
public final class WebSocketConnection {

    static final int MAX_QUEUED_BYTES = 64 * 1024 * 1024;

    private static final int CLOSE_WAIT_MS = 500;
    private static final byte[] EMPTY = {};

    private final Socket socket;
    private final Object lock = new Object();
    private final Queue<byte[]> queue = new ArrayDeque<>();
    private long queuedBytes;
    private boolean ending;
    private boolean stalled;
    private boolean readerDone;
    private boolean disconnected;

    WebSocketConnection(Socket socket) {
        this.socket = socket;
    }

    /** Queues one text frame. */
    public void send(String text) {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        enqueue(WebSocketFrames.encode(WebSocketFrames.TEXT, payload), false);
    }

    /** Queues raw bytes, to break the framing deliberately. */
    public void sendRaw(byte[] bytes) {
        enqueue(bytes, false);
    }

    /** Sends a close frame after the queued frames. */
    public void close(int code, String reason) {
        enqueue(WebSocketFrames.encodeClose(code, reason), true);
    }

    /** Closes the TCP connection after the queued frames, without a close frame: the client reports 1006. */
    public void cut() {
        enqueue(EMPTY, true);
    }

    /** Closes the TCP connection immediately. */
    public void abort() {
        synchronized (lock) {
            disconnected = true;
            lock.notifyAll();
        }
        try {
            socket.close();
        } catch (IOException e) {
            // The socket is closed either way.
        }
    }

    /** While stalled, neither reads nor writes but keeps the TCP connection open, like a dead route. */
    public void stall(boolean on) {
        synchronized (lock) {
            stalled = on;
            lock.notifyAll();
        }
    }

    void serve(InputStream in, Handler.Listener listener) {
        Thread writer = new Thread(this::write, Thread.currentThread().getName() + "-writer");
        writer.setDaemon(true);
        writer.start();
        try {
            read(in, listener);
        } catch (WebSocketFrames.ProtocolException e) {
            close(e.code(), e.getMessage());
            awaitWriter();
        } catch (IOException e) {
            // The client has disconnected.
        } finally {
            abort();
            listener.closed();
        }
    }

    private void read(InputStream in, Handler.Listener listener) throws IOException {
        WebSocketFrames.Reader frames = new WebSocketFrames.Reader(in);
        while (true) {
            WebSocketFrames.Message message = frames.next();
            awaitNotStalled();
            switch (message.opcode()) {
                case WebSocketFrames.TEXT -> listener.message(WebSocketFrames.text(message.payload()));
                case WebSocketFrames.PING -> enqueue(
                        WebSocketFrames.encode(WebSocketFrames.PONG, message.payload()), false);
                case WebSocketFrames.CLOSE -> {
                    byte[] code = Arrays.copyOf(message.payload(), Math.min(2, message.payload().length));
                    enqueue(WebSocketFrames.encode(WebSocketFrames.CLOSE, code), true);
                    awaitWriter();
                    return;
                }
                case WebSocketFrames.BINARY -> throw new WebSocketFrames.ProtocolException(
                        1003, "Only text frames are supported");
                default -> {
                    // The server sends no pings, so a pong needs no handling.
                }
            }
        }
    }

    private void write() {
        try {
            OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 64 * 1024);
            boolean open = true;
            while (open) {
                open = writeQueued(out);
            }
            out.flush();
            socket.shutdownOutput();
            lingerForPeer();
        } catch (IOException e) {
            // The client has disconnected.
        } finally {
            abort();
        }
    }

    private boolean writeQueued(OutputStream out) throws IOException {
        byte[] next = take(false);
        if (next == null) {
            out.flush();
            next = take(true);
        }
        if (next == null) {
            return false;
        }
        out.write(next);
        return true;
    }

    /** Returns the next queued frame; null when the queue is empty or, if {@code waiting}, when the connection ends. */
    private byte @Nullable [] take(boolean waiting) throws IOException {
        synchronized (lock) {
            while (!disconnected && (stalled || waiting && queue.isEmpty() && !ending)) {
                await(0);
            }
            if (disconnected) {
                throw new IOException("Connection dropped");
            }
            byte[] next = queue.poll();
            if (next != null) {
                queuedBytes -= next.length;
            }
            return next;
        }
    }

    private void enqueue(byte[] frame, boolean last) {
        boolean overflow;
        synchronized (lock) {
            if (ending || disconnected) {
                return;
            }
            queue.add(frame);
            queuedBytes += frame.length;
            overflow = queuedBytes > MAX_QUEUED_BYTES;
            ending = last;
            lock.notifyAll();
        }
        if (overflow) {
            abort();
        }
    }

    private void awaitNotStalled() throws IOException {
        synchronized (lock) {
            while (stalled && !disconnected) {
                await(0);
            }
        }
    }

    /** Waits for the peer to answer the close frame. */
    private void lingerForPeer() throws IOException {
        synchronized (lock) {
            if (!readerDone) {
                awaitGone();
            }
        }
    }

    /** Lets the writer send the queued frames before the reader closes the socket. */
    private void awaitWriter() {
        synchronized (lock) {
            readerDone = true;
            try {
                awaitGone();
            } catch (IOException e) {
                // Interrupted: the socket is closed without waiting.
            }
        }
    }

    private void awaitGone() throws IOException {
        long deadline = System.nanoTime() + CLOSE_WAIT_MS * 1_000_000L;
        long left = CLOSE_WAIT_MS;
        while (!disconnected && left > 0) {
            await(left);
            left = (deadline - System.nanoTime()) / 1_000_000;
        }
    }

    private void await(long millis) throws IOException {
        try {
            lock.wait(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted", e);
        }
    }
}
