package io.pulsefeed.simulators.kraken.market;

import java.util.ArrayList;
import java.util.List;

/**
 * The trades of one pair and their times. {@link Tape} computes the content; times follow a schedule of stretches with one rate
 * each, so the log needs no memory per trade. A trade exists once {@link #advanceTo} has passed it.
 *
 * <p>Thread-safe: tests read it during trading.
 */
public final class TradeLog implements TradeHistory {

    /** Trades before the live part, which REST serves. */
    public static final int HISTORY = 200_000;

    private static final long HISTORY_INTERVAL_NS = 2_000_000_000L;

    private final Tape tape;
    private final List<Stretch> plan = new ArrayList<>();
    private int size;

    /**
     * @param firstLiveId id of the first trade at or after {@code startNs}
     * @param startNs start of the live part, nanoseconds since the epoch
     */
    public TradeLog(Market market, long seed, long firstLiveId, long startNs) {
        this.tape = new Tape(market, seed);
        long historyId = Math.max(1, firstLiveId - HISTORY);
        int history = (int) (firstLiveId - historyId);
        if (history > 0) {
            plan.add(new Stretch(0, history, historyId, startNs - history * HISTORY_INTERVAL_NS, HISTORY_INTERVAL_NS));
        }
        this.size = history;
    }

    /** Schedules {@code count} further trades, the first at or after {@code startNs}, one per {@code intervalNs} on average. */
    public synchronized void plan(long count, long startNs, long intervalNs) {
        int from = plannedEnd();
        int to = (int) Math.min(Integer.MAX_VALUE, from + count);
        if (to > from) {
            plan.add(new Stretch(from, to, idAfter(from), Math.max(startNs, floorNs(from)), Math.max(1, intervalNs)));
        }
    }

    /** Inserts {@code count} trades before the scheduled ones, which follow after them. */
    public synchronized void insert(int count, long startNs, long intervalNs) {
        List<Stretch> rest = cut();
        plan(count, startNs, intervalNs);
        resume(rest, startNs + count * intervalNs);
    }

    /** Continues with {@code nextId} as the id of the next trade. */
    public synchronized void renumber(long nextId, long nowNs) {
        List<Stretch> rest = cut();
        plan.add(new Stretch(size, size, nextId, nowNs, 1));
        resume(rest, nowNs);
    }

    /** Replaces the schedule: one trade per {@code intervalNs} on average from {@code nowNs}, without end; 0 for none. */
    public synchronized void pace(long nowNs, long intervalNs) {
        cut();
        if (intervalNs > 0) {
            plan(Integer.MAX_VALUE - size, nowNs, intervalNs);
        }
    }

    /** Moves all scheduled trades as one block, so that it starts at {@code nowNs}. */
    public synchronized void defer(long nowNs) {
        resume(cut(), nowNs);
    }

    /** Adds at most {@code limit} trades up to {@code nowNs}; returns their number. */
    public synchronized int advanceTo(long nowNs, int limit) {
        int before = size;
        int end = (int) Math.min(plannedEnd(), (long) before + limit);
        if (before == end || plannedNs(before) > nowNs) {
            return 0;
        }
        // Usually few trades are due: exponential search, then binary search.
        int low = before + 1;
        int step = 1;
        while ((long) low + step < end && plannedNs(low + step - 1) <= nowNs) {
            low += step;
            step *= 2;
        }
        int high = (int) Math.min(end, (long) low + step);
        while (low < high) {
            int middle = low + (high - low) / 2;
            if (plannedNs(middle) <= nowNs) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        size = low;
        return size - before;
    }

    /** Adds {@code count} trades immediately, independent of the schedule. */
    public synchronized void happen(int count, long nowNs) {
        insert(count, nowNs, 1_000);
        size += count;
    }

    /** The latest trade; before the first one, a preview of it. */
    public synchronized Trade latest(long nowNs) {
        return size > 0 ? at(size - 1) : tape.trade(nextId(), nowNs);
    }

    /** True when no trade is scheduled. */
    public synchronized boolean isExhausted() {
        return size == plannedEnd();
    }

    public synchronized long nextId() {
        return size == plannedEnd() ? idAfter(size) : idAt(size);
    }

    /** Id at {@code position}. */
    public synchronized long idAt(int position) {
        Stretch stretch = stretchOf(position);
        return stretch.firstId + (position - stretch.from);
    }

    @Override
    public synchronized int size() {
        return size;
    }

    @Override
    public synchronized Trade at(int position) {
        if (position < 0 || position >= size) {
            throw new IndexOutOfBoundsException(position);
        }
        return tape.trade(idAt(position), plannedNs(position));
    }

    @Override
    public synchronized long timestampNs(int position) {
        return plannedNs(position);
    }

    private long plannedNs(int position) {
        Stretch stretch = stretchOf(position);
        long id = stretch.firstId + (position - stretch.from);
        long sweep = tape.sweepOf(id);
        // A sweep that a new stretch splits continues at the time of the split.
        long ahead = Math.max(0, sweep - stretch.firstId);
        return stretch.startNs + ahead * stretch.intervalNs + (long) (tape.slack(sweep) * stretch.intervalNs);
    }

    private Stretch stretchOf(int position) {
        int low = 0;
        int high = plan.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (plan.get(middle).from <= position) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return plan.get(low);
    }

    private int plannedEnd() {
        return plan.isEmpty() ? size : plan.get(plan.size() - 1).to;
    }

    private long idAfter(int position) {
        if (plan.isEmpty()) {
            return 1;
        }
        Stretch last = plan.get(plan.size() - 1);
        return last.firstId + (position - last.from);
    }

    private long floorNs(int position) {
        return position == 0 ? Long.MIN_VALUE : plannedNs(position - 1) + 1;
    }

    /** Removes the trades that do not exist yet from the schedule. */
    private List<Stretch> cut() {
        List<Stretch> rest = new ArrayList<>();
        while (!plan.isEmpty() && plan.get(plan.size() - 1).to > size) {
            Stretch last = plan.remove(plan.size() - 1);
            rest.add(0, last);
            if (last.from < size) {
                plan.add(new Stretch(last.from, size, last.firstId, last.startNs, last.intervalNs));
                rest.set(0, new Stretch(size, last.to, last.firstId, last.startNs, last.intervalNs));
            }
        }
        return rest;
    }

    private void resume(List<Stretch> rest, long startNs) {
        long start = startNs;
        for (Stretch stretch : rest) {
            int count = stretch.to - stretch.from;
            plan(count, start, stretch.intervalNs);
            start += count * stretch.intervalNs;
        }
    }

    /** Positions {@code [from, to)}, with ids from {@code firstId} and times from {@code startNs}. */
    private record Stretch(int from, int to, long firstId, long startNs, long intervalNs) {}
}
