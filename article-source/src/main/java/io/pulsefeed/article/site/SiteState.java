package io.pulsefeed.article.site;

import io.pulsefeed.article.fetch.CacheValidators;
import io.pulsefeed.article.record.SeenSet;
import io.pulsefeed.article.record.SiteOffsets;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reading state of one site: ids of written, in-progress and abandoned articles, and the cache validators of its lists. Confined
 * to the thread of the site.
 *
 * <pre>
 *                 markInProgress               advance
 *     (unknown) ------------------> IN PROGRESS -------> WRITTEN  (stored in the offset)
 *                                        |  markWritten ---^
 *                                        |  markAbandoned
 *                                        v
 *                                    ABANDONED  (until the task restarts)
 * </pre>
 *
 * <p>{@link #advance} returns the offset that travels with the article through the queue. The queue is first in, first out, so
 * the worker receives all articles that an offset covers before the offset itself. After a restart, only articles whose offsets
 * were not committed are written again, and none is lost.
 */
final class SiteState {

    private static final int MAX_LISTS = 64;

    private final SeenSet written;
    private final SeenSet abandoned;
    private final Set<Long> inProgress = new HashSet<>();
    private final Duration backfillMaxAge;
    private final Map<URI, CacheValidators> validators = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<URI, CacheValidators> eldest) {
            return size() > MAX_LISTS;
        }
    };
    private final Map<URI, UnsettledList> unsettledLists = new HashMap<>();
    private @Nullable Instant watermark;

    private SiteState(SeenSet written, @Nullable Instant watermark, int maxSeen, Duration backfillMaxAge) {
        this.written = written;
        this.watermark = watermark;
        this.abandoned = new SeenSet(maxSeen);
        this.backfillMaxAge = backfillMaxAge;
    }

    /** A response whose articles are not all written or abandoned. */
    private record UnsettledList(CacheValidators validators, Set<Long> unsettled) {}

    static SiteState empty(int maxSeen, Duration backfillMaxAge) {
        return new SiteState(new SeenSet(maxSeen), null, maxSeen, backfillMaxAge);
    }

    /** @throws IllegalArgumentException if the stored offset is invalid; the message contains the reason */
    static SiteState restore(Map<String, ?> offset, int maxSeen, Duration backfillMaxAge) {
        SiteOffsets.Stored stored = SiteOffsets.decode(offset, maxSeen);
        SiteState state = new SiteState(stored.seen(), stored.watermark(), maxSeen, backfillMaxAge);
        state.validators.putAll(stored.validators());
        return state;
    }

    /** The publication time before which articles are skipped. */
    Instant oldestAccepted(Instant now) {
        Instant from = watermark == null || watermark.isAfter(now) ? now : watermark;
        return from.minus(backfillMaxAge);
    }

    /** True if none of {@code ids} is known. Known ids become the most recent ones. */
    boolean isNew(Set<Long> ids) {
        boolean known = false;
        for (long id : ids) {
            written.touch(id);
            known |= written.contains(id) || abandoned.contains(id) || inProgress.contains(id);
        }
        return !known;
    }

    /** True if the article is written or in progress. */
    boolean isKnown(long id) {
        return written.contains(id) || inProgress.contains(id);
    }

    boolean isInProgress(long id) {
        return inProgress.contains(id);
    }

    void markInProgress(Set<Long> ids) {
        inProgress.addAll(ids);
    }

    /** The article is not retried until the task restarts. */
    void markAbandoned(Set<Long> ids) {
        inProgress.removeAll(ids);
        ids.forEach(abandoned::add);
        ids.forEach(this::settle);
    }

    /** The ids belong to an article that is already written under another id. */
    void markWritten(Set<Long> ids) {
        inProgress.removeAll(ids);
        ids.forEach(written::add);
        ids.forEach(this::settle);
    }

    /**
     * Records the cache validators of a list that was read. They take effect when every article of {@code unsettled} is written
     * or abandoned: until then, a 304 response would hide articles that are still to be fetched.
     *
     * @param complete false if some articles were left for the next poll; the validators then never take effect
     */
    void onListRead(URI list, CacheValidators newValidators, Set<Long> unsettled, boolean complete) {
        validators.remove(list);
        unsettledLists.remove(list);
        if (complete && unsettled.isEmpty()) {
            apply(list, newValidators);
        } else if (complete) {
            unsettledLists.put(list, new UnsettledList(newValidators, new HashSet<>(unsettled)));
        }
    }

    CacheValidators validators(URI list) {
        return validators.getOrDefault(list, CacheValidators.NONE);
    }

    /**
     * Marks an article as written. The caller must put it into the queue next.
     *
     * @return the offset that restores the state after this article
     */
    Map<String, Object> advance(Set<Long> ids, Instant published) {
        markWritten(ids);
        if (watermark == null || published.isAfter(watermark)) {
            watermark = published;
        }
        return SiteOffsets.encode(written, watermark, validators);
    }

    private void settle(long id) {
        unsettledLists.entrySet().removeIf(entry -> {
            UnsettledList list = entry.getValue();
            boolean last = list.unsettled().remove(id) && list.unsettled().isEmpty();
            if (last) {
                apply(entry.getKey(), list.validators());
            }
            return last;
        });
    }

    private void apply(URI list, CacheValidators newValidators) {
        if (!newValidators.equals(CacheValidators.NONE)) {
            validators.put(list, newValidators);
        }
    }
}
