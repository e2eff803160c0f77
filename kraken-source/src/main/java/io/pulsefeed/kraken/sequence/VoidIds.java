package io.pulsefeed.kraken.sequence;

import io.pulsefeed.kraken.wire.Trade;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The latest ids of a pair that were skipped because REST did not return them. REST may return a trade late; it is then emitted late,
 * once, so the ids are stored with the offset: {@code 103-105@1790358506844359000,110@1790358507000000000}, each range with the event
 * time of the trade before it. Bounded: above {@link #MAX_RANGES} the oldest range is forgotten.
 */
final class VoidIds {

    static final int MAX_RANGES = 20;

    private static final Pattern RANGE = Pattern.compile("([0-9]{1,18})(?:-([0-9]{1,18}))?@([0-9]{1,19})");

    private record Range(long from, long to, long timeEpochNs) {

        String text() {
            return (from == to ? "" + from : from + "-" + to) + "@" + timeEpochNs;
        }
    }

    private final List<Range> ranges = new ArrayList<>();
    private String text = "";
    private int additions;

    /** @param timeEpochNs event time of the trade before {@code from} */
    void add(long from, long to, long timeEpochNs) {
        if (ranges.size() == MAX_RANGES) {
            ranges.remove(0);
        }
        ranges.add(new Range(from, to, timeEpochNs));
        additions++;
        update();
    }

    /** Adds the ranges of a stored offset. An offset that was altered by hand may contain anything. */
    void restore(String stored) {
        Matcher matcher = RANGE.matcher(stored);
        while (matcher.find()) {
            long from = Long.parseLong(matcher.group(1));
            long to = matcher.group(2) == null ? from : Long.parseLong(matcher.group(2));
            try {
                add(from, to, Long.parseLong(matcher.group(3)));
            } catch (NumberFormatException e) {
                // Beyond 63 bits: not a time.
                continue;
            }
        }
    }

    /** Removes an id. Returns whether it was one of these. */
    boolean remove(Trade trade) {
        long id = trade.id();
        for (int i = 0; i < ranges.size(); i++) {
            Range range = ranges.get(i);
            if (id >= range.from && id <= range.to) {
                ranges.remove(i);
                if (id < range.to) {
                    ranges.add(i, new Range(id + 1, range.to, range.timeEpochNs));
                }
                if (id > range.from) {
                    ranges.add(i, new Range(range.from, id - 1, range.timeEpochNs));
                }
                update();
                return true;
            }
        }
        return false;
    }

    void clear() {
        ranges.clear();
        update();
    }

    private void update() {
        text = ranges.stream().map(Range::text).collect(Collectors.joining(","));
    }

    /** How many ranges have been added so far. */
    int additions() {
        return additions;
    }

    /** The event times to query from, one for each range, oldest first. */
    List<Long> timesEpochNs() {
        return ranges.stream().map(Range::timeEpochNs).distinct().toList();
    }

    /** The text for the stored offset; empty without ids. */
    @Override
    public String toString() {
        return text;
    }
}
