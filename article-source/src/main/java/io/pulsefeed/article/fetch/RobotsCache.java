package io.pulsefeed.article.fetch;

import io.pulsefeed.commons.time.MonotonicClock;
import java.net.URI;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Caches the robots.txt of each origin (scheme, host and port). If it is unavailable (status 429 or 5xx, timeout, DNS error), the
 * last valid copy is used for up to 24 hours; without one, the origin must not be read.
 */
final class RobotsCache {

    /** Fetches a robots.txt. */
    interface Source {
        FetchResult fetch(URI robotsUrl) throws InterruptedException;
    }

    private static final int MAX_ORIGINS = 2_000;
    private static final long MAX_BYTES = 16 << 20;
    private static final long FRESH_NS = Duration.ofHours(6).toNanos();
    private static final long USABLE_NS = Duration.ofHours(24).toNanos();
    private static final long BASE_RETRY_NS = Duration.ofSeconds(60).toNanos();
    private static final long MAX_RETRY_NS = Duration.ofHours(1).toNanos();

    private final MonotonicClock clock;
    private final String productToken;
    /** In access order, for least-recently-used eviction. */
    private final Map<String, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

    RobotsCache(MonotonicClock clock, String productToken) {
        this.clock = clock;
        this.productToken = productToken;
    }

    /**
     * The rules of an origin.
     *
     * @param rules empty if robots.txt is unavailable
     * @param waitNs time until the next attempt to fetch robots.txt
     * @param problem why robots.txt is unavailable
     */
    record Answer(Optional<RobotsTxt> rules, long waitNs, @Nullable String problem) {}

    Answer of(URI url, Source source) throws InterruptedException {
        Entry entry;
        synchronized (this) {
            entry = entries.computeIfAbsent(Urls.origin(url), any -> new Entry());
        }
        synchronized (entry) {
            long nowMonoNs = clock.nowNs();
            if (entry.isDue(nowMonoNs)) {
                URI robotsUrl = URI.create(Urls.origin(url) + "/robots.txt");
                FetchResult response = source.fetch(robotsUrl);
                entry.update(read(robotsUrl, response), response.detail(), clock.nowNs());
                trim();
            }
            return entry.answer(clock.nowNs());
        }
    }

    /** Bounds the memory: a site can have many hosts with 500 KiB of rules each. */
    private synchronized void trim() {
        long memoryBytes = 0;
        for (Entry entry : entries.values()) {
            memoryBytes += entry.memoryBytes;
        }
        Iterator<Entry> eldest = entries.values().iterator();
        while (entries.size() > MAX_ORIGINS || memoryBytes > MAX_BYTES && entries.size() > 1) {
            memoryBytes -= eldest.next().memoryBytes;
            eldest.remove();
        }
    }

    /** The number of cached origins. */
    synchronized int size() {
        return entries.size();
    }

    /** Empty if the response does not determine the rules. */
    private Optional<RobotsTxt> read(URI robotsUrl, FetchResult response) {
        return switch (response.outcome()) {
                // RFC 9309, section 2.5: parsing the first 500 KiB is sufficient.
            case OK, TOO_LARGE -> Optional.of(RobotsTxt.parse(robotsUrl.toString(), response.body(), productToken));
            case FORBIDDEN, MISSING, GONE -> Optional.of(RobotsTxt.ALLOW_ALL);
                // RFC 9309, section 2.3.1.2: after more than five redirects, robots.txt counts as missing.
            case REFUSED -> response.refusal() == Refusal.REDIRECTS || response.refusal() == Refusal.REDIRECT_LOOP
                    ? Optional.of(RobotsTxt.ALLOW_ALL)
                    : Optional.empty();
            case FAILED -> response.status() >= 400 && response.status() < 500
                    ? Optional.of(RobotsTxt.ALLOW_ALL)
                    : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static final class Entry {
        private @Nullable RobotsTxt valid;
        private long validAtMonoNs;
        private boolean fetched;
        private long dueMonoNs;
        private int failures;
        private @Nullable String problem;
        /** Volatile: read by threads that update other entries. */
        private volatile long memoryBytes;

        boolean isDue(long nowMonoNs) {
            return !fetched || dueMonoNs - nowMonoNs <= 0;
        }

        void update(Optional<RobotsTxt> answer, String detail, long nowMonoNs) {
            problem = detail;
            fetched = true;
            if (answer.isPresent()) {
                valid = answer.get();
                memoryBytes = valid.memoryBytes();
                validAtMonoNs = nowMonoNs;
                failures = 0;
                dueMonoNs = nowMonoNs + FRESH_NS;
            } else {
                dueMonoNs = nowMonoNs + Math.min(MAX_RETRY_NS, BASE_RETRY_NS << Math.min(failures, 10));
                failures++;
            }
        }

        Answer answer(long nowMonoNs) {
            boolean usable = valid != null && nowMonoNs - validAtMonoNs < USABLE_NS;
            return usable
                    ? new Answer(Optional.of(valid), 0, null)
                    : new Answer(Optional.empty(), Math.max(1, dueMonoNs - nowMonoNs), problem);
        }
    }
}
