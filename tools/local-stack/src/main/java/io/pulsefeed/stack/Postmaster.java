package io.pulsefeed.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * The PostgreSQL server that works on a data folder, found by its {@code postmaster.pid}. It is a process of its own: after
 * a {@code kill -9} of the stack it lives on, holding port and data.
 */
record Postmaster(Path dataFolder) {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
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

    /** After a reboot the number in the file may belong to anybody. */
    private static boolean isPostgres(ProcessHandle process) {
        return process.info().command().map(c -> c.endsWith("postgres")).orElse(false);
    }

    /** Ends a server that was left behind: the fast way first (clients are thrown out, data is written), by force if it does not listen. */
    void stopOrphan() {
        Optional<ProcessHandle> orphan = process();
        if (orphan.isEmpty()) {
            return;
        }
        ProcessHandle postmaster = orphan.get();
        try {
            // PostgreSQL reads INT as "fast shutdown"; the TERM of ProcessHandle would wait for every client to leave.
            new ProcessBuilder("kill", "-INT", Long.toString(postmaster.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            postmaster.destroy();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!endsWithin(postmaster)) {
            postmaster.destroyForcibly();
            endsWithin(postmaster);
        }
    }

    /** It removes its pid file as its last act; the process itself may stay in the table where nobody reaps orphans. */
    private boolean endsWithin(ProcessHandle process) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
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
