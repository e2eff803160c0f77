package io.pulsefeed.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * The main process of the PostgreSQL server of a data directory, found by its {@code postmaster.pid}. It keeps running, with port and
 * data, after a {@code kill -9} of the stack.
 */
record Postmaster(Path dataFolder) {

    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofMillis(20);

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
