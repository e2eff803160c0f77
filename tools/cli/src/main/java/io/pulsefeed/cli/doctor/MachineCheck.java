package io.pulsefeed.cli.doctor;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the machine must have: Docker, Compose, memory, disk. */
final class MachineCheck implements Check {

    private static final VersionNumber ENGINE_LEAST = new VersionNumber(20, 10, 0);
    /** The cluster and secure overlays replace parts of the first file, which older ones cannot. */
    private static final VersionNumber COMPOSE_LEAST = new VersionNumber(2, 24, 4);

    private static final long GIB = 1L << 30;
    private static final long MEMORY_LEAST = 8 * GIB;
    /** The kernel keeps some of 8 GB for itself. */
    private static final long MEMORY_MARGIN = GIB;

    private static final long DISK_LEAST = 50 * GIB;
    private static final int DISK_FULL_PERCENT = 90;

    private final Path checkout;

    MachineCheck(Path checkout) {
        this.checkout = checkout;
    }

    @Override
    public List<Finding> look() {
        List<Finding> findings = new ArrayList<>();
        Optional<String> engine = Program.output("docker", "version", "--format", "{{.Server.Version}}");
        findings.add(engine(engine));
        findings.add(compose(Program.output("docker", "compose", "version", "--short")));
        findings.add(memory(totalMemory()));
        findings.add(disk(engine.isPresent()));
        engine.flatMap(version -> Program.output("docker", "system", "df", "--format", "{{.Type}} {{.Size}}"))
                .ifPresent(use -> findings.add(Finding.ok("docker disk", use.replace("\n", ", "))));
        return findings;
    }

    static Finding engine(Optional<String> version) {
        String advice = "Needed for docker compose only; pulsefeed demo runs without. Install Docker Engine "
                + ENGINE_LEAST + " or newer, start it, and let this user use it";
        if (version.isEmpty()) {
            return Finding.warn("docker", "no Docker Engine answers", advice);
        }
        return atLeast("docker", "Engine " + version.get(), version.get(), ENGINE_LEAST, advice);
    }

    static Finding compose(Optional<String> version) {
        String advice = "Install the Compose plugin " + COMPOSE_LEAST + " or newer (docker compose, without a hyphen)";
        if (version.isEmpty()) {
            return Finding.warn("compose", "docker compose is not there", advice);
        }
        return atLeast("compose", version.get(), version.get(), COMPOSE_LEAST, advice);
    }

    private static Finding atLeast(String check, String text, String version, VersionNumber least, String advice) {
        try {
            return VersionNumber.of(version).compareTo(least) < 0
                    ? Finding.fail(check, text + " is older than " + least, advice)
                    : Finding.ok(check, text);
        } catch (IllegalArgumentException e) {
            return Finding.warn(check, text + " is of an unknown version", advice);
        }
    }

    static Finding memory(long bytes) {
        String text = Sizes.of(bytes);
        return bytes < MEMORY_LEAST - MEMORY_MARGIN
                ? Finding.warn(
                        "memory",
                        text + " is less than 8 GB",
                        "Lower the *_MEM_LIMIT settings in .env, or leave monitoring out")
                : Finding.ok("memory", text);
    }

    private static long totalMemory() {
        return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                .getTotalMemorySize();
    }

    private Finding disk(boolean engine) {
        Path place = checkout;
        if (engine) {
            place = Program.output("docker", "info", "--format", "{{.DockerRootDir}}")
                    .map(Path::of)
                    .filter(Files::exists)
                    .orElse(checkout);
        }
        try {
            var store = Files.getFileStore(place);
            return disk(place, store.getUsableSpace(), store.getTotalSpace());
        } catch (IOException e) {
            return Finding.warn(
                    "disk", "the disk of " + place + " cannot be asked: " + e.getMessage(), "Look with df -h");
        }
    }

    static Finding disk(Path place, long free, long total) {
        String text = Sizes.of(free) + " free at " + place;
        if (total > 0 && 100 - 100.0 * free / total > DISK_FULL_PERCENT) {
            return Finding.fail(
                    "disk",
                    text + ", more than " + DISK_FULL_PERCENT + " % is used",
                    "See docs/operations.md, Disk fills up");
        }
        return free < DISK_LEAST
                ? Finding.warn(
                        "disk", text + ", less than 50 GB", "Make room, or lower retention.ms of the largest topics")
                : Finding.ok("disk", text);
    }
}
