package io.pulsefeed.stack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The main process of the PostgreSQL server of a data directory, found by its {@code postmaster.pid}. It keeps running, with port and
 * data, after a {@code kill -9} of the stack.
 */
record Postmaster(Path dataFolder) {

    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"");

    private Path pidFile() {
        return dataFolder.resolve("postmaster.pid");
    }

    Optional<ProcessHandle> process() {
        try {
            if (Files.notExists(pidFile())) {
                return Optional.empty();
            }
            List<String> lines = Files.readAllLines(pidFile());
            return lines.isEmpty()
                    ? Optional.empty()
                    : ProcessHandle.of(Long.parseLong(lines.get(0).strip())).filter(Postmaster::isPostgres);
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** After a reboot, the pid in the file may be that of any other process. */
    private static boolean isPostgres(ProcessHandle process) {
        return process.info().command().map(c -> c.endsWith("postgres")).orElse(false);
    }

    /** Stops a server that is still running: a fast shutdown first (disconnects clients, writes data), then by force. */
    void stopOrphan() {
        Optional<ProcessHandle> orphan = process();
        if (orphan.isEmpty()) {
            return;
        }
        ProcessHandle postmaster = orphan.get();
        try {
            // SIGINT is a fast shutdown; SIGTERM, which ProcessHandle.destroy sends, waits for all clients to
            // disconnect.
            new ProcessBuilder("kill", "-INT", Long.toString(postmaster.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            postmaster.destroy();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!exitsWithin(postmaster)) {
            postmaster.destroyForcibly();
            exitsWithin(postmaster);
        }
    }

    /**
     * Starts the server with the command of its last start, which it has stored in its data directory.
     *
     * @throws StackException if it does not accept connections on {@code port} within {@code limit}
     */
    void start(Path log, int port, Duration limit) {
        try {
            List<String> command = new ArrayList<>();
            // In its own session, so that Ctrl-C in the terminal does not reach it before the last records are written.
            if (System.getProperty("os.name").equals("Linux")) {
                command.add("setsid");
            }
            // The server refuses to run as root; in a user namespace it runs as nobody.
            if (System.getProperty("user.name").equals("root")) {
                command.addAll(List.of("unshare", "-U"));
            }
            command.addAll(command(Files.readString(dataFolder.resolve("postmaster.opts"))));
            new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException e) {
            throw new StackException("The database could not be started: " + Home.reason(e) + ".", e);
        }
        long deadline = System.nanoTime() + limit.toNanos();
        while (!accepts(port)) {
            if (System.nanoTime() > deadline || Thread.currentThread().isInterrupted()) {
                throw new StackException(
                        "The database did not accept connections after " + limit.toSeconds() + " s. See " + log + ".");
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /** Splits {@code /path/postgres "-D" "/data"} into its words. */
    static List<String> command(String options) {
        List<String> words = new ArrayList<>();
        int arguments = options.indexOf(" \"");
        words.add((arguments < 0 ? options : options.substring(0, arguments)).strip());
        Matcher quoted = QUOTED.matcher(arguments < 0 ? "" : options.substring(arguments));
        while (quoted.find()) {
            words.add(quoted.group(1));
        }
        return words;
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** The server deletes its pid file last. The process entry may remain where no init process reaps orphans. */
    private boolean exitsWithin(ProcessHandle process) {
        long deadline = System.nanoTime() + STOP_LIMIT.toNanos();
        while (process.isAlive() && Files.exists(pidFile())) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            LockSupport.parkNanos(PAUSE.toNanos());
            if (Thread.currentThread().isInterrupted()) {
                return false;
            }
        }
        return true;
    }
}
