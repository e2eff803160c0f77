package io.pulsefeed.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Resident memory of processes as Linux counts it, by proportional share: PostgreSQL's processes all map the same buffers. */
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
        } catch (IOException | java.io.UncheckedIOException e) {
            // a process that ended between the listing and the reading
            return 0;
        }
    }
}
