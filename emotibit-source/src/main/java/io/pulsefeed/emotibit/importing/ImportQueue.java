package io.pulsefeed.emotibit.importing;

import io.pulsefeed.commons.time.MonotonicClock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files that are still to be imported. A file is ready when it is complete.
 *
 * <pre>
 *   pending  --no change for some seconds-->  ready  --taken-->  being imported  --old file-->  done
 *      ^                                                              |                            ^
 *      +--change--  watched  &lt;--recent, ends within a line, refused--+                            |
 *                      +--recent, and no change for an hour----------------------------------------+
 * </pre>
 *
 * <p>Not thread-safe.
 */
final class ImportQueue {

    private static final Logger LOG = LoggerFactory.getLogger(ImportQueue.class);
    private static final long CHECK_INTERVAL_NS = 250_000_000;
    /** A writer that pauses for longer than this between two lines has finished. */
    private static final long WATCH_NS = TimeUnit.HOURS.toNanos(1);

    private final FileWatch watch;
    private final MonotonicClock monotonicClock;
    private final List<String> pending;
    private final Map<String, Watched> watched = new HashMap<>();
    private final Set<String> announced = new HashSet<>();
    private @Nullable String ready;
    private @Nullable Long checkedMonoNs;

    /** @param untilMonoNs end of the watch; null if it has none, because the file is known to be incomplete */
    private record Watched(FileWatch.Stamp stamp, @Nullable Long untilMonoNs) {}

    ImportQueue(List<String> paths, FileWatch watch, MonotonicClock monotonicClock) {
        this.pending = new ArrayList<>(paths);
        this.watch = watch;
        this.monotonicClock = monotonicClock;
    }

    /** Whether {@link #take} returns a file. */
    boolean isReady() {
        if (ready == null && (!pending.isEmpty() || !watched.isEmpty()) && isCheckDue()) {
            long nowMonoNs = monotonicClock.nowNs();
            watched.values().removeIf(file -> file.untilMonoNs != null && nowMonoNs - file.untilMonoNs > 0);
            watched.forEach((path, file) -> {
                FileWatch.Stamp now = watch.stamp(path);
                if (now != null && !now.equals(file.stamp)) {
                    pending.add(path);
                }
            });
            pending.forEach(watched::remove);
            ready = pending.stream().filter(watch::isQuiet).findFirst().orElse(null);
            pending.remove(ready);
            pending.stream()
                    .filter(path -> ready == null && announced.add(path))
                    .forEach(path -> LOG.info("{}: still being written; importing it when it is complete", path));
        }
        return ready != null;
    }

    /** Files are checked at once when the previous one was taken, otherwise a few times per second. */
    private boolean isCheckDue() {
        long nowMonoNs = monotonicClock.nowNs();
        if (checkedMonoNs != null && nowMonoNs - checkedMonoNs < CHECK_INTERVAL_NS) {
            return false;
        }
        checkedMonoNs = nowMonoNs;
        return true;
    }

    /** @throws NoSuchElementException if no file is ready */
    String take() {
        if (!isReady()) {
            throw new NoSuchElementException("No file is ready");
        }
        String path = Objects.requireNonNull(ready);
        ready = null;
        checkedMonoNs = null;
        return path;
    }

    /** The file grew during its import. */
    void retry(String path) {
        pending.add(path);
    }

    /**
     * The file was read; it becomes pending when it changes.
     *
     * @param stamp state of the file before it was read
     * @param isIncomplete whether it is known to be incomplete
     */
    void awaitChange(String path, FileWatch.@Nullable Stamp stamp, boolean isIncomplete) {
        if (stamp != null && (isIncomplete || watch.isRecent(stamp, TimeUnit.NANOSECONDS.toMillis(WATCH_NS)))) {
            watched.put(path, new Watched(stamp, isIncomplete ? null : monotonicClock.nowNs() + WATCH_NS));
        }
    }
}
