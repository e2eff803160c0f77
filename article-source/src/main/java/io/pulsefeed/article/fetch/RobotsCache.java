package io.pulsefeed.article.fetch;

import java.net.URI;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The robots.txt of each scheme, host and port. A host that cannot say what it allows (429, 5xx, timeouts, unknown name) is
 * left alone until it can; meanwhile its last good answer counts for up to a day.
 */
final class RobotsCache {

    /** Asks for one robots.txt. */
    interface Source {
        Fetched fetch(URI robotsUrl) throws InterruptedException;
    }

    private static final int ORIGINS_MAX = 2_000;
    private static final long BYTES_MAX = 16 << 20;
    private static final long FRESH_NANOS = Duration.ofHours(6).toNanos();
    private static final long USABLE_NANOS = Duration.ofHours(24).toNanos();
    private static final long RETRY_NANOS = Duration.ofSeconds(60).toNanos();
    private static final long RETRY_CAP_NANOS = Duration.ofHours(1).toNanos();

    private final Ticker ticker;
    private final String productToken;
    /** In order of use, so that the one that was not asked for longest goes first. */
    private final Map<String, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

    RobotsCache(Ticker ticker, String productToken) {
        this.ticker = ticker;
        this.productToken = productToken;
    }

    /** What is known of an origin: its rules, or how long to stay away and why. */
    record Answer(Optional<Robots> rules, long waitNanos, String problem) {}

    Answer of(URI url, Source source) throws InterruptedException {
        Entry entry;
        synchronized (this) {
            entry = entries.computeIfAbsent(Urls.origin(url), any -> new Entry());
        }
        synchronized (entry) {
            long now = ticker.nanoTime();
            if (entry.isDue(now)) {
                URI robotsUrl = URI.create(Urls.origin(url) + "/robots.txt");
                Fetched fetched = source.fetch(robotsUrl);
                entry.take(read(robotsUrl, fetched), fetched.detail(), ticker.nanoTime());
                trim();
            }
            return entry.answer(ticker.nanoTime());
        }
    }

    /** A site with many hosts and half a megabyte of rules on each must not fill the memory. */
    private synchronized void trim() {
        long weight = 0;
        for (Entry entry : entries.values()) {
            weight += entry.weight;
        }
        Iterator<Entry> eldest = entries.values().iterator();
        while (entries.size() > ORIGINS_MAX || weight > BYTES_MAX && entries.size() > 1) {
            weight -= eldest.next().weight;
            eldest.remove();
        }
    }

    /** How many origins are remembered. */
    synchronized int size() {
        return entries.size();
    }

    /** Empty when the host could not say. */
    private Optional<Robots> read(URI robotsUrl, Fetched fetched) {
        return switch (fetched.outcome()) {
                // Half a mebibyte is enough by the RFC; what comes after is cut.
            case OK, TOO_LARGE -> Optional.of(Robots.parse(robotsUrl.toString(), fetched.body(), productToken));
            case FORBIDDEN, MISSING, GONE -> Optional.of(Robots.ALLOW_ALL);
                // More than five redirects count as "not available", hence as no rules (2.3.1.2).
            case REFUSED -> fetched.refusal() == Refusal.REDIRECTS || fetched.refusal() == Refusal.REDIRECT_LOOP
                    ? Optional.of(Robots.ALLOW_ALL)
                    : Optional.empty();
            case FAILED -> fetched.status() >= 400 && fetched.status() < 500
                    ? Optional.of(Robots.ALLOW_ALL)
                    : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static final class Entry {
        private Robots good;
        private long goodAt;
        private boolean asked;
        private long dueAt;
        private int failures;
        private String problem;
        /** Read while others fill theirs. */
        private volatile long weight;

        boolean isDue(long now) {
            return !asked || dueAt - now <= 0;
        }

        void take(Optional<Robots> answer, String detail, long now) {
            problem = detail;
            asked = true;
            if (answer.isPresent()) {
                good = answer.get();
                weight = good.weight();
                goodAt = now;
                failures = 0;
                dueAt = now + FRESH_NANOS;
            } else {
                dueAt = now + Math.min(RETRY_CAP_NANOS, RETRY_NANOS << Math.min(failures, 10));
                failures++;
            }
        }

        Answer answer(long now) {
            boolean usable = good != null && now - goodAt < USABLE_NANOS;
            return usable
                    ? new Answer(Optional.of(good), 0, null)
                    : new Answer(Optional.empty(), Math.max(1, dueAt - now), problem);
        }
    }
}
