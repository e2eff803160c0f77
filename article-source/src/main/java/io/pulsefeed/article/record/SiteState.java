package io.pulsefeed.article.record;

import io.pulsefeed.article.fetch.Validators;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What is known of one site: which articles are written, under way or given up, and which state of its lists is done with.
 * Shared by the thread that reads the site and the task that hands records out.
 */
public final class SiteState {

    private static final int LISTS_MAX = 64;

    private final SeenSet seen;
    private final SeenSet givenUp;
    private final Set<Long> underWay = new HashSet<>();
    private final Duration backfill;
    private final Map<URI, Validators> done = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<URI, Validators> eldest) {
            return size() > LISTS_MAX;
        }
    };
    private final Map<URI, Listing> open = new HashMap<>();
    private Instant watermark;

    private SiteState(SeenSet seen, Instant watermark, int seenMax, Duration backfill) {
        this.seen = seen;
        this.watermark = watermark;
        this.givenUp = new SeenSet(seenMax);
        this.backfill = backfill;
    }

    /** One state of a list whose articles are not all settled. */
    private record Listing(Validators validators, Set<Long> unsettled) {}

    public static SiteState fresh(int seenMax, Duration backfill) {
        return new SiteState(new SeenSet(seenMax), null, seenMax, backfill);
    }

    /**
     * @throws IllegalArgumentException when the stored offset cannot be used; the message says why
     */
    public static SiteState restore(Map<String, ?> offset, int seenMax, Duration backfill) {
        SiteOffsets.Stored stored = SiteOffsets.decode(offset, seenMax);
        SiteState state = new SiteState(stored.seen(), stored.watermark(), seenMax, backfill);
        state.done.putAll(stored.validators());
        return state;
    }

    /** Articles from before this time are not read. */
    public synchronized Instant floor(Instant now) {
        Instant from = watermark == null || watermark.isAfter(now) ? now : watermark;
        return from.minus(backfill);
    }

    /** True when no name of the article is known in any way. */
    public synchronized boolean isNew(Set<Long> names) {
        boolean known = false;
        for (long name : names) {
            seen.touch(name);
            known |= seen.contains(name) || givenUp.contains(name) || underWay.contains(name);
        }
        return !known;
    }

    public synchronized boolean isWritten(long name) {
        return seen.contains(name) || underWay.contains(name);
    }

    public synchronized boolean isUnderWay(long name) {
        return underWay.contains(name);
    }

    public synchronized void takeUp(Set<Long> names) {
        underWay.addAll(names);
    }

    /** Not to be tried again in this run. */
    public synchronized void giveUp(Set<Long> names) {
        underWay.removeAll(names);
        names.forEach(givenUp::add);
        names.forEach(this::settle);
    }

    /** The article is one that was written before, under another name. */
    public synchronized void merge(Set<Long> names) {
        underWay.removeAll(names);
        names.forEach(seen::add);
        names.forEach(this::settle);
    }

    /**
     * A list was read. Its validators count once every article of {@code unsettled} is written or given up: before that, a
     * "not modified" would hide what is still to be fetched.
     *
     * @param whole false when some of its articles are left for a later look; its validators then never count
     */
    public synchronized void listed(URI list, Validators validators, Set<Long> unsettled, boolean whole) {
        done.remove(list);
        open.remove(list);
        if (whole && unsettled.isEmpty()) {
            finish(list, validators);
        } else if (whole) {
            open.put(list, new Listing(validators, new HashSet<>(unsettled)));
        }
    }

    public synchronized Validators validators(URI list) {
        return done.getOrDefault(list, Validators.NONE);
    }

    /**
     * The article goes to the worker: from here on it counts as written.
     *
     * @return the offset that restores the state after it
     */
    public synchronized Map<String, Object> handOut(Set<Long> names, Instant published) {
        underWay.removeAll(names);
        names.forEach(seen::add);
        names.forEach(this::settle);
        if (watermark == null || published.isAfter(watermark)) {
            watermark = published;
        }
        return SiteOffsets.encode(seen, watermark, done);
    }

    private void settle(long name) {
        open.entrySet().removeIf(entry -> {
            Listing listing = entry.getValue();
            boolean last =
                    listing.unsettled().remove(name) && listing.unsettled().isEmpty();
            if (last) {
                finish(entry.getKey(), listing.validators());
            }
            return last;
        });
    }

    private void finish(URI list, Validators validators) {
        if (!validators.equals(Validators.NONE)) {
            done.put(list, validators);
        }
    }
}
