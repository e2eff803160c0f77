package io.pulsefeed.article.mention;

import io.pulsefeed.commons.time.MonotonicClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A dictionary in a file, which is read again after it changes. While the file is invalid, the last valid content is used. */
final class DictionaryFile implements Supplier<CoinDictionary> {

    private static final Logger LOG = LoggerFactory.getLogger(DictionaryFile.class);
    private static final long CHECK_INTERVAL_NS = Duration.ofSeconds(30).toNanos();

    private final Path file;
    private final MonotonicClock clock;
    private CoinDictionary current;
    private @Nullable Version version;
    private long nextCheckMonoNs;

    private record Version(FileTime modified, long size) {}

    /** @throws IllegalArgumentException if the file cannot be read or is invalid */
    DictionaryFile(Path file, MonotonicClock clock) {
        this.file = file;
        this.clock = clock;
        this.version = version();
        this.current = DictionaryReader.of(file);
        this.nextCheckMonoNs = clock.nowNs() + CHECK_INTERVAL_NS;
    }

    @Override
    public synchronized CoinDictionary get() {
        if (clock.nowNs() - nextCheckMonoNs >= 0) {
            nextCheckMonoNs = clock.nowNs() + CHECK_INTERVAL_NS;
            @Nullable Version found = version();
            if (found != null && !found.equals(version)) {
                version = found;
                reload();
            }
        }
        return current;
    }

    private void reload() {
        try {
            current = DictionaryReader.of(file);
            LOG.info("Read the changed coin dictionary {}", file);
        } catch (IllegalArgumentException e) {
            LOG.warn(
                    "The changed coin dictionary is not valid; continuing with its last valid content: {}",
                    e.getMessage());
        }
    }

    /** Null if the file does not exist, for example while it is replaced. */
    private @Nullable Version version() {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Version(attributes.lastModifiedTime(), attributes.size());
        } catch (IOException e) {
            return null;
        }
    }
}
