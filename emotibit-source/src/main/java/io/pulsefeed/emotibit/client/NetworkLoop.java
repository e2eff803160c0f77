package io.pulsefeed.emotibit.client;

import io.pulsefeed.commons.time.MonotonicClock;
import io.pulsefeed.emotibit.clock.WallClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * The network thread: reads all sockets of a host and runs its timers, so that the handler needs no locks. The thread blocks on
 * the selector only; a device's time request is answered as soon as its datagram is read.
 */
public final class NetworkLoop implements HostTransport, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NetworkLoop.class);
    private static final int DATAGRAM_BYTES = 65_536;
    /** Maximum number of consecutive reads of one socket before timers run. */
    private static final int MAX_READS = 256;

    /** Connect deletes a connector only after its tasks stopped. */
    private static final long STOP_TIMEOUT_MS = 1_000;

    private static final long LOG_INTERVAL_NS = TimeUnit.MINUTES.toNanos(1);
    private static final long ACCEPT_RETRY_MS = 100;
    private static final int MAX_SUBMITTED = 1_000;

    /** Callbacks of the network thread. */
    public interface Handler {
        void onAdvertisement(InetAddress from, byte[] data, int length);

        /** @param epochUs wall-clock time at which the datagram was read, microseconds since 1970 */
        void onData(InetSocketAddress from, byte[] data, int length, long epochUs);

        /** @return false to refuse the connection */
        boolean onControlOpened(ControlConnection connection);

        void onControlClosed(ControlConnection connection);

        /** Runs due timers and returns the nanoseconds until the next one. */
        long onTick(long nowMonoNs);

        /** The last callback: ends all sessions. */
        void onStop();
    }

    private final HostSockets sockets;
    private final Selector selector;
    private final Clock clock;
    private final MonotonicClock monotonicClock;
    private final Thread thread;
    private final ByteBuffer buffer = ByteBuffer.allocate(DATAGRAM_BYTES);
    private final @Nullable Map<String, String> logContext;
    private final Queue<Runnable> submitted = new ArrayBlockingQueue<>(MAX_SUBMITTED);
    private @Nullable Handler handler;
    private long loggedAtMonoNs;
    private boolean hasLogged;
    private volatile boolean running = true;
    private volatile @Nullable Throwable failure;

    /** Takes ownership of {@code sockets}. */
    public NetworkLoop(HostSockets sockets, Clock clock, MonotonicClock monotonicClock, String threadName)
            throws IOException {
        this.sockets = sockets;
        this.clock = clock;
        this.monotonicClock = monotonicClock;
        this.logContext = MDC.getCopyOfContextMap();
        this.selector = Selector.open();
        sockets.advertising().register(selector, SelectionKey.OP_READ);
        sockets.data().register(selector, SelectionKey.OP_READ);
        sockets.control().register(selector, SelectionKey.OP_ACCEPT);
        this.thread = new Thread(this::run, threadName);
        thread.setDaemon(true);
    }

    public void start(Handler newHandler) {
        this.handler = newHandler;
        thread.start();
    }

    /**
     * Runs an action on the network thread soon. Call it on any thread.
     *
     * @return false if too many actions wait
     */
    public boolean submit(Runnable action) {
        boolean accepted = submitted.offer(action);
        selector.wakeup();
        return accepted;
    }

    /** The exception that ended the thread, if one did. */
    public Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    /** Call on the network thread only. */
    @Override
    public void advertise(InetSocketAddress to, byte[] packet) throws IOException {
        sockets.advertising().send(ByteBuffer.wrap(packet), to);
    }

    /** Call on the network thread only. */
    @Override
    public void reply(InetSocketAddress to, byte[] packet) throws IOException {
        sockets.data().send(ByteBuffer.wrap(packet), to);
    }

    @Override
    public void close() {
        running = false;
        selector.wakeup();
        try {
            if (thread.isAlive()) {
                thread.join(STOP_TIMEOUT_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        closeSelector();
        sockets.close();
    }

    private void run() {
        if (logContext != null) {
            MDC.setContextMap(logContext);
        }
        Handler callbacks = Objects.requireNonNull(handler);
        long waitNs = 0;
        try {
            while (running) {
                if (waitNs > 0) {
                    selector.select(Math.max(1, TimeUnit.NANOSECONDS.toMillis(waitNs)));
                } else {
                    selector.selectNow();
                }
                waitNs = step(callbacks);
            }
            callbacks.onStop();
        } catch (IOException | RuntimeException e) {
            failure = e;
            LOG.error("EmotiBit network thread failed: {}", e.toString(), e);
        }
    }

    private long step(Handler callbacks) throws IOException {
        // A device connects before it sends its pong, so accept first. It closes after its last data, so check for
        // closed
        // connections last.
        accept(callbacks);
        boolean more = read(sockets.advertising(), false, callbacks);
        more |= read(sockets.data(), true, callbacks);
        if (!more) {
            readControl(callbacks);
        }
        runSubmitted();
        long waitNs = callbacks.onTick(monotonicClock.nowNs());
        return more ? 0 : waitNs;
    }

    private void runSubmitted() {
        for (Runnable action = submitted.poll(); action != null; action = submitted.poll()) {
            try {
                action.run();
            } catch (RuntimeException e) {
                LOG.error("A command to devices failed; dropped it. Please report this error", e);
            }
        }
    }

    /** @return whether the socket may have more datagrams */
    private boolean read(DatagramChannel channel, boolean data, Handler callbacks) {
        for (int i = 0; i < MAX_READS && running; i++) {
            buffer.clear();
            InetSocketAddress from;
            try {
                from = (InetSocketAddress) channel.receive(buffer);
            } catch (IOException e) {
                // Some systems report an ICMP error of a peer on the next read; the socket remains usable.
                LOG.debug("Reading a datagram failed: {}", e.toString());
                return false;
            }
            if (from == null) {
                return false;
            }
            deliver(from, data, callbacks);
        }
        return true;
    }

    /** An unexpected exception for one datagram must not end the sessions of all devices. */
    private void deliver(InetSocketAddress from, boolean data, Handler callbacks) {
        try {
            if (data) {
                callbacks.onData(from, buffer.array(), buffer.position(), WallClock.nowEpochUs(clock));
            } else {
                callbacks.onAdvertisement(from.getAddress(), buffer.array(), buffer.position());
            }
        } catch (RuntimeException e) {
            long nowMonoNs = monotonicClock.nowNs();
            if (!hasLogged || nowMonoNs - loggedAtMonoNs > LOG_INTERVAL_NS) {
                hasLogged = true;
                loggedAtMonoNs = nowMonoNs;
                LOG.error("{}: processing a datagram failed; dropped it. Please report this error", from, e);
            }
        }
    }

    private void accept(Handler callbacks) {
        try {
            for (SocketChannel peer = sockets.control().accept();
                    peer != null;
                    peer = sockets.control().accept()) {
                register(peer, callbacks);
            }
        } catch (IOException e) {
            LOG.warn("Accepting a control connection failed ({}); retrying in {} ms", e.toString(), ACCEPT_RETRY_MS);
            pause();
        }
    }

    /** A connection that fails at once, because its peer has reset it, concerns no other one. */
    private void register(SocketChannel peer, Handler callbacks) {
        try {
            peer.configureBlocking(false);
            InetAddress from = ((InetSocketAddress) peer.getRemoteAddress()).getAddress();
            TcpControlConnection connection = new TcpControlConnection(peer, from);
            if (callbacks.onControlOpened(connection)) {
                peer.register(selector, SelectionKey.OP_READ, connection);
            } else {
                connection.close();
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("A control connection failed: {}", e.toString());
            try {
                peer.close();
            } catch (IOException closing) {
                LOG.debug("Closing a control connection failed: {}", closing.toString());
            }
        }
    }

    private void readControl(Handler callbacks) {
        for (SelectionKey key : selector.selectedKeys()) {
            if (key.attachment() instanceof TcpControlConnection connection
                    && connection.isOpen()
                    && !drain((SocketChannel) key.channel())) {
                connection.close();
                callbacks.onControlClosed(connection);
            }
        }
        selector.selectedKeys().clear();
    }

    /**
     * Reads and discards, because devices send no meaningful data over TCP.
     *
     * @return false if the connection is closed
     */
    private boolean drain(SocketChannel channel) {
        try {
            buffer.clear();
            return channel.read(buffer) >= 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Conditions such as a lack of file descriptors persist for a while, so an immediate retry would only use CPU time. */
    private static void pause() {
        try {
            Thread.sleep(ACCEPT_RETRY_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void closeSelector() {
        try {
            for (SelectionKey key : selector.keys()) {
                if (key.attachment() instanceof TcpControlConnection connection) {
                    connection.close();
                }
            }
            selector.close();
        } catch (IOException | RuntimeException e) {
            LOG.debug("Closing the selector failed: {}", e.toString());
        }
    }
}
