package io.pulsefeed.cli.doctor;

import io.pulsefeed.admin.IoErrors;
import io.pulsefeed.cli.output.ByteSizes;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Docker, Compose, memory and disk of the machine. */
final class MachineCheck implements Check {

    private static final VersionNumber MIN_ENGINE = new VersionNumber(20, 10, 0);
    /** The cluster and secure overlays override parts of the base file, which older versions do not support. */
    private static final VersionNumber MIN_COMPOSE = new VersionNumber(2, 24, 4);

    private static final long GIB = 1L << 30;
    private static final long MIN_MEMORY = 8 * GIB;
    /** The kernel reserves a part of 8 GB. */
    private static final long MEMORY_MARGIN = GIB;

    private static final long MIN_DISK = 50 * GIB;
    private static final long NEARLY_NONE = 16L << 20;
    private static final int MAX_DISK_USED_PERCENT = 90;

    private final Path checkout;
    private final boolean needsContainers;

    /** @param needsContainers false if the stack runs without Docker */
    MachineCheck(Path checkout, boolean needsContainers) {
        this.checkout = checkout;
        this.needsContainers = needsContainers;
    }

    @Override
    public List<Finding> run() {
        List<Finding> findings = new ArrayList<>();
        Optional<String> engine = ExternalProgram.output("docker", "version", "--format", "{{.Server.Version}}");
        if (needsContainers) {
            findings.add(engine(engine));
            findings.add(compose(ExternalProgram.output("docker", "compose", "version", "--short")));
        } else {
            findings.add(Finding.ok("docker", "not needed, because Kafka Connect responds without it"));
        }
        findings.add(memory(totalMemory()));
        findings.add(disk(engine.isPresent()));
        engine.flatMap(version -> ExternalProgram.output("docker", "system", "df", "--format", "{{.Type}} {{.Size}}"))
                .ifPresent(use -> findings.add(Finding.ok("docker disk", use.replace("\n", ", "))));
        return findings;
    }

    static Finding engine(Optional<String> version) {
        String advice = "Required for docker compose only, not for pulsefeed demo. Install Docker Engine " + MIN_ENGINE
                + " or newer, start it, and give this user access to it";
        if (version.isEmpty()) {
            return Finding.warn("docker", "Docker Engine does not respond", advice);
        }
        return atLeast("docker", "Engine " + version.get(), version.get(), MIN_ENGINE, advice);
    }

    static Finding compose(Optional<String> version) {
        String advice = "Install the Compose plugin " + MIN_COMPOSE + " or newer (docker compose, without a hyphen)";
        if (version.isEmpty()) {
            return Finding.warn("compose", "docker compose is not installed", advice);
        }
        return atLeast("compose", version.get(), version.get(), MIN_COMPOSE, advice);
    }

    private static Finding atLeast(String check, String text, String version, VersionNumber minimum, String advice) {
        try {
            return VersionNumber.of(version).compareTo(minimum) < 0
                    ? Finding.fail(check, text + " is older than " + minimum, advice)
                    : Finding.ok(check, text);
        } catch (IllegalArgumentException e) {
            return Finding.warn(check, text + " has an unknown version", advice);
        }
    }

    static Finding memory(long bytes) {
        String text = ByteSizes.of(bytes);
        return bytes < MIN_MEMORY - MEMORY_MARGIN
                ? Finding.warn(
                        "memory",
                        text + " is less than 8 GB",
                        "Lower the *_MEM_LIMIT settings in .env, or run without monitoring")
                : Finding.ok("memory", text);
    }

    private static long totalMemory() {
        return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                .getTotalMemorySize();
    }

    private Finding disk(boolean engine) {
        Path place = checkout;
        if (engine) {
            place = ExternalProgram.output("docker", "info", "--format", "{{.DockerRootDir}}")
                    .map(Path::of)
                    .filter(Files::exists)
                    .orElse(checkout);
        }
        try {
            var store = Files.getFileStore(place);
            return disk(place, store.getUsableSpace(), store.getTotalSpace());
        } catch (IOException e) {
            return Finding.warn(
                    "disk", "cannot read the free space of " + place + ": " + IoErrors.describe(e), "Check with df -h");
        }
    }

    static Finding disk(Path place, long free, long total) {
        String text = ByteSizes.of(free) + " free at " + place;
        if (free < NEARLY_NONE) {
            return Finding.fail("disk", "No space left on device: " + text, "See docs/operations.md, Disk fills up");
        }
        if (total > 0 && 100 - 100.0 * free / total > MAX_DISK_USED_PERCENT) {
            return Finding.fail(
                    "disk",
                    text + ", more than " + MAX_DISK_USED_PERCENT + " % used",
                    "See docs/operations.md, Disk fills up");
        }
        return free < MIN_DISK
                ? Finding.warn(
                        "disk",
                        text + ", less than 50 GB",
                        "Free some space, or lower retention.ms of the largest topics")
                : Finding.ok("disk", text);
    }
}
