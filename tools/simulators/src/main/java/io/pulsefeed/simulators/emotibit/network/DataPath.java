package io.pulsefeed.simulators.emotibit.network;

import io.pulsefeed.simulators.emotibit.Fault;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The network between one device and its host: sends, loses, duplicates, delays and reorders datagrams. */
public final class DataPath {

    private static final double LOSS = 0.02;
    private static final double REORDERED = 0.1;
    private static final long REORDER_MS = 60;
    private static final long BURST_EVERY_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final long BURST_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final double SHORTEST_MS = 10;
    private static final double LONGEST_MS = 65;
    private static final double MEAN_EXTRA_MS = 12;

    private final Loop loop;
    private final Set<Fault> faults;
    private final Random random;
    private final long start = System.nanoTime();
    private long datagrams;
    private long lost;
    private volatile double loss;
    private final AtomicInteger toLose = new AtomicInteger();

    public DataPath(Loop loop, Set<Fault> faults, long seed) {
        this.loop = loop;
        this.faults = faults;
        this.random = new Random(seed);
    }

    /** Loses this share of the datagrams, in addition to the faults; 0 ends it. */
    public void lose(double share) {
        loss = share;
    }

    /** Loses the next datagram. */
    public void loseNext() {
        toLose.incrementAndGet();
    }

    public long datagrams() {
        return datagrams;
    }

    public long lost() {
        return lost;
    }

    /**
     * Sends a datagram of the data stream.
     *
     * @return false when it was lost
     */
    public boolean send(DatagramChannel channel, InetSocketAddress to, byte[] data) {
        datagrams++;
        if (isLost()) {
            lost++;
            return false;
        }
        long delayMs = delayMs();
        if (faults.contains(Fault.REORDER) && random.nextDouble() < REORDERED) {
            delayMs += REORDER_MS;
        }
        deliver(channel, to, data, delayMs);
        if (faults.contains(Fault.DUPLICATE)) {
            deliver(channel, to, data, delayMs + 1);
        }
        return true;
    }

    /** Runs {@code arrival} when a datagram from the host has arrived. */
    public void receive(Runnable arrival) {
        long delayMs = delayMs();
        if (delayMs == 0) {
            arrival.run();
        } else {
            loop.after(delayMs, arrival);
        }
    }

    private void deliver(DatagramChannel channel, InetSocketAddress to, byte[] data, long delayMs) {
        if (delayMs == 0) {
            write(channel, to, data);
        } else {
            loop.after(delayMs, () -> write(channel, to, data));
        }
    }

    private static void write(DatagramChannel channel, InetSocketAddress to, byte[] data) {
        try {
            if (channel.isOpen()) {
                channel.send(ByteBuffer.wrap(data), to);
            }
        } catch (IOException e) {
            // To a device, an unreachable host looks like packet loss.
        }
    }

    private boolean isLost() {
        boolean burst = faults.contains(Fault.LOSS_BURST)
                && (System.nanoTime() - start) % BURST_EVERY_NANOS > BURST_EVERY_NANOS - BURST_NANOS;
        return toLose.getAndUpdate(count -> Math.max(0, count - 1)) > 0
                || burst
                || loss > 0 && random.nextDouble() < loss
                || faults.contains(Fault.LOSS) && random.nextDouble() < LOSS;
    }

    private long delayMs() {
        if (!faults.contains(Fault.DELAY)) {
            return 0;
        }
        double extra = -Math.log(1 - random.nextDouble()) * MEAN_EXTRA_MS;
        return Math.round(Math.min(LONGEST_MS, SHORTEST_MS + extra));
    }
}
