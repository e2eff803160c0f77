package io.pulsefeed.emotibit.client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * One thread that reads all sockets of a host and runs its timers, so that whoever handles what arrives needs no locks. Nothing
 * in it waits for anything but the network: a device's request for the time is answered while its datagram is read.
 */
public final class NetworkLoop implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NetworkLoop.class);
    private static final int DATAGRAM_BYTES = 65_536;
    /** Datagrams read in a row before timers get their turn. */
    private static final int READ_AT_ONCE = 256;

    private static final long STOP_WITHIN_MS = 2_000;
    private static final long COMPLAIN_EVERY_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final long FAULT_PAUSE_MS = 100;

    /** What happens on the network, always on the loop's thread. */
    public interface Handler {
        void onAdvertisement(InetAddress from, byte[] data, int length);

        /** @param epochMicros host time at which the datagram was read */
        void onData(InetSocketAddress from, byte[] data, int length, long epochMicros);

        /** @return false to refuse the connection */
        boolean onControlOpened(ControlLink link);

        void onControlClosed(ControlLink link);

        /** Runs what is due and returns the nanoseconds until it wants to be called again. */
        long onTick(long nanoTime);

        /** The last call, on the loop's thread: say goodbye. */
        void onStop();
    }

    private final HostSockets sockets;
    private final Selector selector;
    private final HostTime time;
    private final Thread thread;
    private final ByteBuffer buffer = ByteBuffer.allocate(DATAGRAM_BYTES);
    private final Map<String, String> logContext;
    private Handler handler;
    private long failedAt;
    private boolean hasFailed;
    private volatile boolean running = true;
    private volatile Throwable failure;

    /** Owns the sockets from here on. */
    public NetworkLoop(HostSockets sockets, HostTime time, String threadName) throws IOException {
        this.sockets = sockets;
        this.time = time;
        this.logContext = MDC.getCopyOfContextMap();
        this.selector = Selector.open();
        sockets.advertising().register(selector, SelectionKey.OP_READ);
        sockets.data().register(selector, SelectionKey.OP_READ);
        sockets.control().register(selector, SelectionKey.OP_ACCEPT);
        this.thread = new Thread(this::run, threadName);
        thread.setDaemon(true);
    }

    public void start(Handler receiver) {
        this.handler = receiver;
        thread.start();
    }

    /** Why the loop ended on its own, or null. */
    public Throwable failure() {
        return failure;
    }

    /** Sends to a device's advertising port, or a broadcast address. Only on the loop's thread. */
    public void advertise(InetSocketAddress to, byte[] packet) throws IOException {
        sockets.advertising().send(ByteBuffer.wrap(packet), to);
    }

    /** Sends from the data port. Only on the loop's thread. */
    public void reply(InetSocketAddress to, byte[] packet) throws IOException {
        sockets.data().send(ByteBuffer.wrap(packet), to);
    }

    @Override
    public void close() {
        running = false;
        selector.wakeup();
        try {
            if (thread.isAlive()) {
                thread.join(STOP_WITHIN_MS);
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
        long wait = 0;
        try {
            while (running) {
                if (wait > 0) {
                    selector.select(Math.max(1, TimeUnit.NANOSECONDS.toMillis(wait)));
                } else {
                    selector.selectNow();
                }
                wait = step();
            }
            handler.onStop();
        } catch (IOException | RuntimeException e) {
            failure = e;
            LOG.error("The EmotiBit network thread ended: {}", e.toString(), e);
        }
    }

    private long step() throws IOException {
        // A device connects before it says so: take connections first. And it closes after its last data: look at that
        // last.
        accept();
        boolean more = read(sockets.advertising(), false);
        more |= read(sockets.data(), true);
        if (!more) {
            readControl();
        }
        long wait = handler.onTick(time.nanoTime());
        return more ? 0 : wait;
    }

    private boolean read(DatagramChannel channel, boolean data) {
        for (int i = 0; i < READ_AT_ONCE; i++) {
            buffer.clear();
            InetSocketAddress from;
            try {
                from = (InetSocketAddress) channel.receive(buffer);
            } catch (IOException e) {
                // Some systems report a peer's ICMP message as an error of the next read; the socket stays good.
                LOG.debug("Reading a datagram failed: {}", e.toString());
                return false;
            }
            if (from == null) {
                return false;
            }
            deliver(from, data);
        }
        return true;
    }

    /** One datagram that nobody thought of must not end the sessions of all devices. */
    private void deliver(InetSocketAddress from, boolean data) {
        try {
            if (data) {
                handler.onData(from, buffer.array(), buffer.position(), time.epochMicros());
            } else {
                handler.onAdvertisement(from.getAddress(), buffer.array(), buffer.position());
            }
        } catch (RuntimeException e) {
            long now = time.nanoTime();
            if (!hasFailed || now - failedAt > COMPLAIN_EVERY_NANOS) {
                hasFailed = true;
                failedAt = now;
                LOG.error("A datagram from {} could not be handled and is left out; please report this", from, e);
            }
        }
    }

    private void accept() {
        try {
            for (SocketChannel peer = sockets.control().accept();
                    peer != null;
                    peer = sockets.control().accept()) {
                peer.configureBlocking(false);
                ControlLink link = new ControlLink(peer, ((InetSocketAddress) peer.getRemoteAddress()).getAddress());
                if (handler.onControlOpened(link)) {
                    peer.register(selector, SelectionKey.OP_READ, link);
                } else {
                    link.close();
                }
            }
        } catch (IOException e) {
            LOG.warn("Accepting a control connection failed: {}", e.toString());
            pause();
        }
    }

    private void readControl() {
        for (SelectionKey key : selector.selectedKeys()) {
            if (key.attachment() instanceof ControlLink link
                    && link.isOpen()
                    && !drained((SocketChannel) key.channel())) {
                link.close();
                handler.onControlClosed(link);
            }
        }
        selector.selectedKeys().clear();
    }

    /** Devices send nothing meaningful over TCP; what comes is thrown away. False when the connection has ended. */
    private boolean drained(SocketChannel channel) {
        try {
            buffer.clear();
            return channel.read(buffer) >= 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Out of file handles, say: the condition does not pass faster by asking again at once. */
    private static void pause() {
        try {
            Thread.sleep(FAULT_PAUSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void closeSelector() {
        try {
            for (SelectionKey key : selector.keys()) {
                if (key.attachment() instanceof ControlLink link) {
                    link.close();
                }
            }
            selector.close();
        } catch (IOException | RuntimeException e) {
            LOG.debug("Closing the selector failed: {}", e.toString());
        }
    }
}
