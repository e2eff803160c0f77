package io.pulsefeed.article.site;

import io.pulsefeed.article.config.StateConfig;
import io.pulsefeed.article.fetch.CacheValidators;
import io.pulsefeed.article.record.ListMemory;
import io.pulsefeed.article.record.SeenSet;
import io.pulsefeed.article.record.SiteOffsets;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
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
    private final ListMemory lists;
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
    /** Lists with new articles that were left for a later poll. */
    private final Set<URI> behind = new HashSet<>();

    private @Nullable Instant newest;
    private @Nullable Instant watermark;

    private SiteState(SeenSet written, ListMemory lists, @Nullable Instant watermark, StateConfig config) {
        this.written = written;
        this.lists = lists;
        this.watermark = watermark;
        this.newest = watermark;
        this.abandoned = new SeenSet(config.maxSeen());
        this.backfillMaxAge = config.backfillMaxAge();
    }

    /** A response whose articles are not all written or abandoned. */
    private record UnsettledList(CacheValidators validators, Set<Long> unsettled) {}

    static SiteState empty(StateConfig config) {
        return new SiteState(new SeenSet(config.maxSeen()), new ListMemory(config.maxListBytes()), null, config);
    }

    /** @throws IllegalArgumentException if the stored offset is invalid; the message contains the reason */
    static SiteState restore(Map<String, ?> offset, StateConfig config) {
        SiteOffsets.Stored stored = SiteOffsets.decode(offset, config.maxSeen(), config.maxListBytes());
        SiteState state = new SiteState(stored.seen(), stored.lists(), stored.watermark(), config);
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
            known |= isKnown(id) || abandoned.contains(id);
        }
        return !known;
    }

    /** True if the article is written or in progress. */
    boolean isKnown(long id) {
        return written.contains(id) || inProgress.contains(id) || lists.contains(id);
    }

    /** True if the article is written. */
    boolean isWritten(long id) {
        return written.contains(id) || lists.contains(id);
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

    /**
     * The number of ids of {@code list} that are remembered.
     *
     * @param listCount number of lists of the site
     */
    int capacity(URI list, int listCount) {
        return lists.capacity(list.toString(), listCount);
    }

    /** Remembers that {@code list} contains written articles. */
    void remember(URI list, Collection<Long> ids) {
        lists.add(list.toString(), ids);
    }

    /**
     * Ends the evaluation of a list.
     *
     * @param current the lists of the site
     * @param isBehind true if new articles were left for a later poll
     */
    void onListEvaluated(URI list, Set<String> current, boolean isBehind) {
        lists.onRead(list.toString());
        lists.snapshot(current);
        if (isBehind) {
            behind.add(list);
        } else {
            behind.remove(list);
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
        newest = newest == null || published.isAfter(newest) ? published : newest;
        // Older articles that wait for a later poll must not become too old.
        watermark = behind.isEmpty() ? newest : watermark;
        return SiteOffsets.encode(written, lists, watermark, validators);
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
