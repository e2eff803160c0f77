package io.pulsefeed.kraken.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers beyond a restart until when Kraken blocks the IP address of this host, because an attempt during a block prolongs it. The
 * time is in a file in the directory for temporary files: the block belongs to the host and ends after minutes.
 */
interface BlockedAddress {

    /** Digits of a time in milliseconds, with room for a line end. */
    int MAX_BYTES = 32;

    /** The rest of a stored block; 0 or less without one. */
    long leftNs();

    /** Stores a block that starts now. */
    void store(long durationNs);

    BlockedAddress FORGETFUL = new BlockedAddress() {
        @Override
        public long leftNs() {
            return 0;
        }

        @Override
        public void store(long durationNs) {
            // Only the caller remembers it.
        }
    };

    /** @param host host and port of Kraken's endpoint */
    static BlockedAddress inFile(Path directory, String host, Clock clock) {
        Logger log = LoggerFactory.getLogger(BlockedAddress.class);
        Path file = directory.resolve("pulsefeed-kraken-blocked-" + host.replaceAll("[^a-zA-Z0-9.-]", "_"));
        return new BlockedAddress() {
            @Override
            public long leftNs() {
                try {
                    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > MAX_BYTES) {
                        return 0;
                    }
                    long leftMs = Long.parseLong(Files.readString(file).strip()) - clock.millis();
                    if (leftMs <= 0) {
                        Files.delete(file);
                    }
                    return TimeUnit.MILLISECONDS.toNanos(leftMs);
                } catch (IOException | NumberFormatException e) {
                    log.warn("Cannot read {} ({}); connecting without it", file, e.toString());
                    return 0;
                }
            }

            @Override
            public void store(long durationNs) {
                try {
                    Files.writeString(
                            file,
                            "" + (clock.millis() + TimeUnit.NANOSECONDS.toMillis(durationNs)),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING,
                            StandardOpenOption.WRITE,
                            LinkOption.NOFOLLOW_LINKS);
                } catch (IOException e) {
                    log.warn("Cannot write {} ({}); a restart of the worker forgets the block", file, e.toString());
                }
            }
        };
    }
}
