package io.pulsefeed.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Proportional set size (PSS) of processes on Linux. PSS counts the shared buffers of PostgreSQL's processes once. */
final class ResidentMemory {

    private static final String KEY = "Pss:";

    private ResidentMemory() {}

    static Optional<Long> of(long process, Optional<ProcessHandle> postmaster) {
        if (Files.notExists(Path.of("/proc/self/smaps_rollup"))) {
            return Optional.empty();
        }
        Stream<Long> database = postmaster.stream()
                .flatMap(p -> Stream.concat(Stream.of(p), p.descendants()))
                .map(ProcessHandle::pid);
        return Optional.of(Stream.concat(Stream.of(process), database)
                .mapToLong(ResidentMemory::proportionalBytes)
                .sum());
    }

    private static long proportionalBytes(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/smaps_rollup"))) {
            return lines.filter(line -> line.startsWith(KEY))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .sum();
        } catch (IOException | UncheckedIOException e) {
            // The process has exited in the meantime.
            return 0;
        }
    }
}
