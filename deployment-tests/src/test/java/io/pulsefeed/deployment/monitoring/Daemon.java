package io.pulsefeed.deployment.monitoring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program that runs until it is ended, can be killed and started again, and whose output is kept for a failing test. */
final class Daemon implements AutoCloseable {

    private static final int LAST_LINES = 25;
    private static final long END_LIMIT_SECONDS = 20;

    private final String name;
    private final List<String> command;
    private final Map<String, String> environment;
    private final Path output;
    private Process process;

    Daemon(String name, List<String> command, Map<String, String> environment, Path folder) {
        this.name = name;
        this.command = List.copyOf(command);
        this.environment = Map.copyOf(environment);
        this.output = folder.resolve(name + ".out");
    }

    synchronized Daemon start() {
        try {
            Files.createDirectories(output.getParent());
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
            builder.environment().putAll(environment);
            // glibc gives every thread an arena of its own; two are plenty.
            builder.environment().put("MALLOC_ARENA_MAX", "2");
            process = builder.start();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code kill -9}. */
    synchronized void kill() {
        end(process == null ? null : process.destroyForcibly());
    }

    synchronized boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** What a failing test shows. */
    String lastWords() {
        try {
            List<String> lines = Files.readAllLines(output);
            return name + (isAlive() ? " (alive)" : " (ended)") + ":\n"
                    + String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
        } catch (IOException e) {
            return name + " said nothing";
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

    /** Different ones: all are held before the first is given back. */
    static int[] freePorts(int count) {
        List<ServerSocket> held = new ArrayList<>();
        try {
            int[] ports = new int[count];
            for (int i = 0; i < count; i++) {
                ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                held.add(socket);
                ports[i] = socket.getLocalPort();
            }
            for (ServerSocket socket : held) {
                socket.close();
            }
            return ports;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
