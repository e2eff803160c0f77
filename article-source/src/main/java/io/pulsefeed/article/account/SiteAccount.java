package io.pulsefeed.article.account;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.pulsefeed.article.metrics.SkipReason;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/** The accounts of one site by hour. Thread-safe: the thread of the site counts, the task thread writes. */
public final class SiteAccount {

    /** Hours with open entries that are continued. */
    private static final int MAX_HOURS = 72;
    /** Open entries that are remembered; others are counted as new when they are read. */
    private static final int MAX_OPEN = 2_000;

    private static final int HOUR_S = 3600;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The reasons of entries that could not be read; others are skipped by a rule. */
    private static final Set<Enum<?>> LOSSES = Set.of(SkipReason.MISSING, SkipReason.UNREADABLE, Outcome.ERROR);

    private final String site;
    private final Clock clock;
    private final TreeMap<Long, SiteHour> hours = new TreeMap<>();

    /** Why an entry became no record, apart from {@link SkipReason}. */
    public enum Outcome {
        /** Written or abandoned after an earlier poll. */
        SEEN_BEFORE,
        /** The list has the entry twice. */
        REPEATED,
        /** Reading the page failed with an unexpected error, which the log has. */
        ERROR
    }

    public SiteAccount(String site, Clock clock) {
        this.site = site;
        this.clock = clock;
    }

    String site() {
        return site;
    }

    /**
     * Continues the accounts of an earlier run.
     *
     * @param state of {@link #state}; null if there is none
     * @throws IllegalArgumentException if the text is not a state
     */
    synchronized void restore(@Nullable String state) {
        if (state == null) {
            return;
        }
        try {
            JsonNode stored = JSON.readTree(state);
            if (!stored.isArray()) {
                throw new IllegalArgumentException("not the state of an account");
            }
            stored.forEach(hour -> hours.put(hour.path("hour").asLong(), SiteHour.ofState(hour)));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not the state of an account", e);
        }
    }

    /** Counts the open entries that the earlier run has written after its last account. */
    public synchronized void settleWritten(LongPredicate isWritten) {
        for (SiteHour hour : hours.values()) {
            List<Long> keys = List.copyOf(hour.open());
            keys.stream().filter(isWritten::test).forEach(hour::write);
        }
    }

    /** Counts the entries of a list that was read. */
    public synchronized void listed(int count) {
        current().list(count);
    }

    /** Counts an entry that is to be read, now or after a later poll. */
    public synchronized void open(long key) {
        if (hourOf(key) != null || openCount() >= MAX_OPEN) {
            current().countWaiting();
        } else {
            current().add(key);
        }
    }

    /** Counts an entry that is known. It waits if it is not written yet. */
    public synchronized void known(long key) {
        if (hourOf(key) == null) {
            current().skip(label(Outcome.SEEN_BEFORE), 1);
        } else {
            current().countWaiting();
        }
    }

    /** Counts entries of a list that are skipped without being read. */
    public synchronized void skip(Enum<?> reason, int count) {
        current().skip(label(reason), count);
    }

    /** Counts an entry that is skipped when it is listed. An earlier poll may have found it new. */
    public synchronized void skipListed(long key, Enum<?> reason) {
        SiteHour hour = hourOf(key);
        if (hour == null) {
            current().skip(label(reason), 1);
        } else {
            hour.skipNew(key, label(reason));
            current().countWaiting();
        }
    }

    /** Counts a new entry that was read and becomes no record. */
    public synchronized void skipNew(long key, Enum<?> reason, URI link) {
        SiteHour open = hourOf(key);
        SiteHour hour = open == null ? current() : open;
        if (LOSSES.contains(reason)) {
            hour.lose(key, label(reason), link.toString());
        } else {
            hour.skipNew(key, label(reason));
        }
    }

    synchronized void written(long key, Instant published) {
        SiteHour hour = hourOf(key);
        (hour == null ? current() : hour).write(key, published.getEpochSecond());
    }

    /** The accounts that changed since the last call. Hours that cannot change any more are forgotten. */
    synchronized List<SiteHour> takeChanged() {
        List<SiteHour> changed = new ArrayList<>();
        hours.values().stream().filter(SiteHour::takeChanged).forEach(changed::add);
        long now = currentHour();
        hours.values().removeIf(hour -> hour.hourEpochS() < now && hour.open().isEmpty());
        while (hours.size() > MAX_HOURS) {
            hours.pollFirstEntry();
        }
        return changed;
    }

    /** The text of the source offset that {@link #restore} reads. */
    synchronized String state() {
        ArrayNode state = JSON.createArrayNode();
        hours.values().forEach(hour -> state.add(hour.toState()));
        return state.toString();
    }

    private @Nullable SiteHour hourOf(long key) {
        for (SiteHour hour : hours.values()) {
            if (hour.open().contains(key)) {
                return hour;
            }
        }
        return null;
    }

    private int openCount() {
        return hours.values().stream().mapToInt(hour -> hour.open().size()).sum();
    }

    private SiteHour current() {
        return hours.computeIfAbsent(currentHour(), SiteHour::new);
    }

    private long currentHour() {
        return Math.floorDiv(clock.instant().getEpochSecond(), HOUR_S) * HOUR_S;
    }

    private static String label(Enum<?> reason) {
        return reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
