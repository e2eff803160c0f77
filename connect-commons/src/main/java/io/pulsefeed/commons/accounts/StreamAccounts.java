package io.pulsefeed.commons.accounts;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The accounts of a stream whose items are numbered without gaps at their origin. A number that follows no predecessor declares those
 * in between missing. Not thread-safe.
 *
 * <pre>
 * number of the next item                  action
 * last + 1, or the first one               written
 * above last + 1                           the numbers in between are missing, then written
 * up to last, was missing                  filled later
 * up to last, not after the last time      repeated: the source resumed from an earlier position
 * up to last, after the last time          the origin numbers its items again: continue from this number
 * </pre>
 */
final class StreamAccounts {

    /** Hours that can still change because of late items. */
    private static final int OPEN_HOURS = 3;

    private static final long UNKNOWN = Long.MIN_VALUE;
    /** Neighbors are out of order by less than this. */
    private static final long DISORDER_MS = 1_000;

    private final String name;
    private final TreeMap<Long, HourAccount> hours = new TreeMap<>();
    private final List<HourAccount> changed = new ArrayList<>();
    /** The account of the last item, which is usually that of the next one. */
    private @Nullable HourAccount current;

    private long last = UNKNOWN;
    private long lastTimeEpochMs = Long.MIN_VALUE;

    StreamAccounts(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    /**
     * Continues after an earlier run.
     *
     * @param state of its last account; null if it had none
     * @param lastNumber of the item that the source resumes after; its items after the last account are counted as written
     */
    void restore(@Nullable String state, long lastNumber, long timeEpochMs) {
        if (state != null) {
            try {
                HourAccount account = HourAccount.ofState(state);
                hours.put(account.hourEpochS(), account);
                current = account;
                last = account.last();
            } catch (IllegalArgumentException e) {
                // Altered by hand: the hour starts again.
                last = UNKNOWN;
            }
        }
        if (last != UNKNOWN && lastNumber > last) {
            HourAccount account = hour(timeEpochMs);
            account.emitEarlier(last + 1, lastNumber);
            change(account);
        }
        last = lastNumber;
        lastTimeEpochMs = timeEpochMs;
    }

    /** @param reason why the numbers before it are missing, if they are */
    void add(long number, long timeEpochMs, String path, String reason) {
        if (last != UNKNOWN && number <= last) {
            addEarlier(number, timeEpochMs, path);
            return;
        }
        if (last != UNKNOWN && number > last + 1) {
            miss(last + 1, number - 1, timeEpochMs, reason);
        }
        emit(number, timeEpochMs, path);
    }

    /** Counts an item whose number says nothing about those before it. */
    void addUnchecked(long number, long timeEpochMs, String path) {
        if (last != UNKNOWN && number <= last) {
            addEarlier(number, timeEpochMs, path);
            return;
        }
        emit(number, timeEpochMs, path);
    }

    private void emit(long number, long timeEpochMs, String path) {
        HourAccount account = hour(number, timeEpochMs);
        account.emit(number, path);
        change(account);
        last = number;
        lastTimeEpochMs = Math.max(lastTimeEpochMs, timeEpochMs);
    }

    /** Counts numbers that are known to be missing. */
    void miss(long from, long to, long timeEpochMs, String reason) {
        HourAccount account = hour(from, timeEpochMs);
        account.miss(from, to, reason);
        change(account);
        last = Math.max(last, to);
    }

    /** Counts missing items whose numbers are unknown. */
    void missUnknown(long count, long timeEpochMs) {
        HourAccount account = hour(last == UNKNOWN ? 0 : last + 1, timeEpochMs);
        account.missUnknown(count);
        change(account);
    }

    private void addEarlier(long number, long timeEpochMs, String path) {
        for (HourAccount account : hours.values()) {
            if (account.fill(number)) {
                change(account);
                return;
            }
        }
        if (timeEpochMs > lastTimeEpochMs + DISORDER_MS) {
            emit(number, timeEpochMs, path);
        } else {
            HourAccount account = hour(timeEpochMs);
            account.repeat();
            change(account);
        }
    }

    private HourAccount hour(long timeEpochMs) {
        return hour(last + 1, timeEpochMs);
    }

    private HourAccount hour(long first, long timeEpochMs) {
        long hourEpochS = Math.floorDiv(timeEpochMs, 3_600_000L) * 3600;
        HourAccount known = current;
        if (known != null && known.hourEpochS() == hourEpochS) {
            return known;
        }
        HourAccount account = hours.computeIfAbsent(hourEpochS, hour -> new HourAccount(hour, first));
        current = account;
        while (hours.size() > OPEN_HOURS && hours.firstKey() < hourEpochS) {
            hours.pollFirstEntry();
        }
        return account;
    }

    private void change(HourAccount account) {
        boolean isNewest = !changed.isEmpty() && changed.get(changed.size() - 1) == account;
        if (!isNewest && !changed.contains(account)) {
            changed.add(account);
        }
    }

    /** The state of the newest hour, for {@link #restore}. */
    String state() {
        return hours.lastEntry().getValue().toState();
    }

    /** Whether an account changed that is not the one of the current hour, or has missing items. */
    boolean isUrgent() {
        return changed.stream()
                .anyMatch(account ->
                        account.hasMissing() || account != hours.lastEntry().getValue());
    }

    /** Returns and removes the accounts that changed, the oldest first. */
    List<HourAccount> takeChanged() {
        List<HourAccount> taken = changed.stream()
                .sorted((a, b) -> Long.compare(a.hourEpochS(), b.hourEpochS()))
                .toList();
        changed.clear();
        return taken;
    }
}
