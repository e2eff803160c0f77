package io.pulsefeed.simulators.emotibit.network;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** One thread for all sockets and timers of a fleet of devices. */
public final class Loop implements AutoCloseable {

    private static final long LONGEST_WAIT_MS = 100;
    private static final long STOP_WITHIN_MS = 2_000;

    private final Selector selector;
    private final Thread thread;
    private final PriorityQueue<Timer> timers = new PriorityQueue<>(Comparator.comparingLong(Timer::at));
    private final ConcurrentLinkedQueue<Runnable> calls = new ConcurrentLinkedQueue<>();
    private volatile boolean running = true;

    private record Timer(long at, Runnable task) {}

    public Loop(String name) throws IOException {
        selector = Selector.open();
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    /** Runs {@code task} on the loop's thread, from any thread. */
    public void call(Runnable task) {
        calls.add(task);
        selector.wakeup();
    }

    /** Runs {@code task} at a {@link System#nanoTime} instant. Call on the loop's thread only. */
    public void at(long nanos, Runnable task) {
        timers.add(new Timer(nanos, task));
    }

    public void after(long millis, Runnable task) {
        at(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis), task);
    }

    /** Calls {@code ready} whenever {@code channel} is ready for {@code operations}. */
    public void register(SelectableChannel channel, int operations, Runnable ready) throws IOException {
        channel.configureBlocking(false);
        channel.register(selector, operations, ready);
    }

    @Override
    public void close() {
        running = false;
        selector.wakeup();
        try {
            if (thread.isAlive()) {
                thread.join(STOP_WITHIN_MS);
            }
            selector.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // Ignored: the channel is no longer used.
        }
    }

    private void run() {
        try {
            while (running) {
                long now = System.nanoTime();
                Timer next = timers.peek();
                long wait = next == null ? LONGEST_WAIT_MS : TimeUnit.NANOSECONDS.toMillis(next.at - now);
                if (wait <= 0) {
                    selector.selectNow();
                } else {
                    selector.select(Math.min(wait, LONGEST_WAIT_MS));
                }
                runReady();
            }
        } catch (IOException e) {
            throw new IllegalStateException("The simulator's network thread failed", e);
        }
    }

    private void runReady() {
        for (Runnable task = calls.poll(); task != null; task = calls.poll()) {
            task.run();
        }
        for (SelectionKey key : selector.selectedKeys()) {
            if (key.isValid()) {
                ((Runnable) key.attachment()).run();
            }
        }
        selector.selectedKeys().clear();
        long now = System.nanoTime();
        for (Timer due = timers.peek(); due != null && due.at <= now; due = timers.peek()) {
            timers.poll().task.run();
        }
    }
}
