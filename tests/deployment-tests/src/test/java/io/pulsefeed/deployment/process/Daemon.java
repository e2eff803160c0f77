package io.pulsefeed.deployment.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A background process that can be killed and restarted. Its output is kept for failure messages. */
public final class Daemon implements AutoCloseable {

    private static final int LAST_LINES = 30;
    private static final long END_LIMIT_SECONDS = 20;

    private final String name;
    private final Command command;
    private final Path output;
    private Process process;

    /** @param folder receives the output in {@code NAME.log} */
    public Daemon(String name, Command command, Path folder) {
        this.name = name;
        this.command = command;
        this.output = folder.resolve(name + ".log");
    }

    public synchronized Daemon start() {
        try {
            Files.createDirectories(output.getParent());
            ProcessBuilder builder =
                    command.builder().redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
            // Limits the memory arenas that glibc allocates per thread.
            builder.environment().put("MALLOC_ARENA_MAX", "2");
            process = builder.start();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code kill -9}. */
    public synchronized void kill() {
        end(process == null ? null : process.destroyForcibly());
    }

    /**
     * SIGTERM, on which Kafka's programs shut down.
     *
     * @return the time until the process exited
     * @throws AssertionError if it did not exit within {@code limit}
     */
    public synchronized Duration terminate(Duration limit) throws InterruptedException {
        long startedMonoNs = System.nanoTime();
        process.destroy();
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("Not stopped within " + limit.toSeconds() + " s: " + tail());
        }
        return Duration.ofNanos(System.nanoTime() - startedMonoNs);
    }

    /** Everything that the process has written. */
    public String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public synchronized boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** The end of the output, for a failing test. */
    public String tail() {
        return name + (isAlive() ? " (running)" : " (exited)") + ":\n" + tailOf(output);
    }

    /** The last lines of a log file. */
    public static String tailOf(Path log) {
        try {
            List<String> lines = Files.readAllLines(log);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
        } catch (IOException e) {
            return "no log in " + log;
        }
    }

    private static void end(Process process) {
        if (process == null) {
            return;
        }
        try {
            process.waitFor(END_LIMIT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        kill();
    }
}
