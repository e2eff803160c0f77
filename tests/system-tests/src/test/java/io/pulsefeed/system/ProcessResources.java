package io.pulsefeed.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a Java process uses, as Linux and its JVM report it. */
record ProcessResources(long pid) {

    private static final Pattern TOTAL = Pattern.compile("(?m)^Total +\\d+ +(\\d+)");

    /** The kernel counts CPU time in ticks of this length, whatever its own clock. */
    private static final double TICK_SECONDS = 0.01;

    private static final int USER_TICKS = 11;
    private static final double MIB = 1 << 20;

    static boolean isSupported() {
        return Files.isDirectory(Path.of("/proc/self/fd"));
    }

    /** MiB of the objects after a full collection. */
    double liveHeap() throws IOException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Process process = new ProcessBuilder(jcmd.toString(), Long.toString(pid), "GC.class_histogram").start();
        String histogram = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher total = TOTAL.matcher(histogram);
        assertThat(total.find()).as(histogram).isTrue();
        return Double.parseDouble(total.group(1)) / MIB;
    }

    /** MiB. */
    double resident() throws IOException {
        return status("VmRSS") / 1024;
    }

    double threads() throws IOException {
        return status("Threads");
    }

    double openFiles() throws IOException {
        try (Stream<Path> files = Files.list(file("fd"))) {
            return files.count();
        }
    }

    /** Seconds of CPU time since the start of the process. */
    double cpu() throws IOException {
        String stat = Files.readString(file("stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[USER_TICKS + 1])) * TICK_SECONDS;
    }

    private double status(String name) throws IOException {
        String status = Files.readString(file("status"));
        Matcher line = Pattern.compile("(?m)^" + name + ":\\s+(\\d+)").matcher(status);
        assertThat(line.find()).as(name).isTrue();
        return Double.parseDouble(line.group(1));
    }

    private Path file(String name) {
        return Path.of("/proc", Long.toString(pid), name);
    }
}
