package io.pulsefeed.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * CPU time of the Connect worker, from {@code /proc} of Linux. Worker and broker share a process: the threads of the broker do not
 * count; those of the JVM (garbage collection, compilation) do.
 */
final class WorkerCpu {

    /** Linux keeps 15 characters of a thread's name. */
    private static final List<String> BROKER_THREADS =
            List.of("data-plane-kafk", "kafka-", "raft-", "quorum-", "group-coordinat", "ExpirationReape");

    /** Microseconds of a clock tick in {@code /proc}: 100 Hz on all architectures. */
    private static final long TICK_MICROS = 10_000;

    private final Path process;
    private final long startTicks;

    private WorkerCpu(Path process) throws IOException {
        this.process = process;
        this.startTicks = Files.exists(process) ? ticks() : 0;
    }

    static WorkerCpu start(long pid) throws IOException {
        return new WorkerCpu(Path.of("/proc/" + pid));
    }

    /** Microseconds since the start; empty on systems other than Linux. */
    OptionalDouble micros() throws IOException {
        return Files.exists(process)
                ? OptionalDouble.of((ticks() - startTicks) * (double) TICK_MICROS)
                : OptionalDouble.empty();
    }

    private long ticks() throws IOException {
        long ticks = ticksOf(process);
        try (Stream<Path> threads = Files.list(process.resolve("task"))) {
            for (Path thread : threads.toList()) {
                ticks -= isBroker(thread) ? ticksOf(thread) : 0;
            }
        }
        return ticks;
    }

    private static boolean isBroker(Path thread) {
        try {
            String name = Files.readString(thread.resolve("comm"));
            return BROKER_THREADS.stream().anyMatch(name::startsWith);
        } catch (IOException e) {
            // The thread has ended. Those of the broker do not.
            return false;
        }
    }

    /** User and system time. The name of the command, in parentheses, can contain spaces. */
    private static long ticksOf(Path folder) throws IOException {
        String stat = Files.readString(folder.resolve("stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }
}
