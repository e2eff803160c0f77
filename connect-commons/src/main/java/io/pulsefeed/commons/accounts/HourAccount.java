package io.pulsefeed.commons.accounts;

import java.util.Map;
import java.util.TreeMap;

/**
 * The numbered items of one stream in one hour, such as the trades of a pair: those that were written, and those that are missing with
 * the reason. Not thread-safe.
 */
final class HourAccount {

    /** Missing ranges that are listed; more are only counted. */
    private static final int MAX_RANGES = 200;

    private final long hourEpochS;
    private final Map<String, Long> paths = new TreeMap<>();
    private final TreeMap<Long, Missing> ranges = new TreeMap<>();
    private long first;
    private long last;
    private long emitted;
    private long repeated;
    private long missing;

    /** Numbers from the key of the map to {@code last}. */
    private record Missing(long last, String reason) {}

    HourAccount(long hourEpochS, long first) {
        this.hourEpochS = hourEpochS;
        this.first = first;
        this.last = first - 1;
    }

    long last() {
        return last;
    }

    long hourEpochS() {
        return hourEpochS;
    }

    void emit(long number, String path) {
        last = Math.max(last, number);
        emitted++;
        paths.merge(path, 1L, Long::sum);
    }

    /** Counts items that an earlier run of the source has written. */
    void emitEarlier(long from, long to) {
        last = Math.max(last, to);
        emitted += to - from + 1;
        paths.merge("earlier_run", to - from + 1, Long::sum);
    }

    void miss(long from, long to, String reason) {
        last = Math.max(last, to);
        missing += to - from + 1;
        if (ranges.size() < MAX_RANGES) {
            ranges.put(from, new Missing(to, reason));
        }
    }

    /** Counts missing items whose numbers are unknown. */
    void missUnknown(long count) {
        missing += count;
    }

    void repeat() {
        repeated++;
    }

    /** Counts a missing item that arrived after all. @return whether it was missing */
    boolean fill(long number) {
        Map.Entry<Long, Missing> range = ranges.floorEntry(number);
        if (range == null || range.getValue().last() < number) {
            return false;
        }
        ranges.remove(range.getKey());
        if (range.getKey() < number) {
            ranges.put(range.getKey(), new Missing(number - 1, range.getValue().reason()));
        }
        if (number < range.getValue().last()) {
            ranges.put(number + 1, range.getValue());
        }
        missing--;
        emitted++;
        paths.merge("filled_later", 1L, Long::sum);
        return true;
    }

    boolean hasMissing() {
        return missing > 0;
    }

    /** The value of the account's record. @param origin fields of the source and the stream, as JSON without braces */
    String toJson(String origin) {
        StringBuilder json = new StringBuilder(256);
        json.append("{\"timestamp\":").append(hourEpochS).append(',').append(origin);
        json.append(",\"first\":").append(first).append(",\"last\":").append(last);
        json.append(",\"expected\":")
                .append(emitted + missing)
                .append(",\"emitted\":")
                .append(emitted);
        json.append(",\"missing\":").append(missing).append(",\"detail\":{\"paths\":{");
        String separator = "";
        for (Map.Entry<String, Long> path : paths.entrySet()) {
            json.append(separator)
                    .append(AccountJson.quoted(path.getKey()))
                    .append(':')
                    .append(path.getValue());
            separator = ",";
        }
        json.append("},\"repeated\":").append(repeated).append(",\"missing\":[");
        separator = "";
        for (Map.Entry<Long, Missing> range : ranges.entrySet()) {
            json.append(separator).append("{\"first\":").append(range.getKey()).append(",\"last\":");
            json.append(range.getValue().last()).append(",\"reason\":");
            json.append(AccountJson.quoted(range.getValue().reason())).append('}');
            separator = ",";
        }
        return json.append("]}}").toString();
    }

    /** The state as text of a source offset, which {@link #ofState} reads. */
    String toState() {
        StringBuilder state = new StringBuilder();
        state.append(hourEpochS)
                .append(' ')
                .append(first)
                .append(' ')
                .append(last)
                .append(' ')
                .append(emitted);
        state.append(' ').append(repeated).append(' ').append(missing);
        paths.forEach((path, count) ->
                state.append('\n').append("p ").append(count).append(' ').append(path));
        ranges.forEach((from, range) -> state.append('\n')
                .append("m ")
                .append(from)
                .append(' ')
                .append(range.last())
                .append(' ')
                .append(range.reason()));
        return state.toString();
    }

    /** @throws IllegalArgumentException if the text is not a state */
    static HourAccount ofState(String state) {
        String[] lines = state.split("\n", -1);
        String[] numbers = lines[0].split(" ");
        if (numbers.length != 6) {
            throw new IllegalArgumentException("not the state of an account");
        }
        HourAccount account = new HourAccount(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]));
        account.last = Long.parseLong(numbers[2]);
        account.emitted = Long.parseLong(numbers[3]);
        account.repeated = Long.parseLong(numbers[4]);
        account.missing = Long.parseLong(numbers[5]);
        for (int i = 1; i < lines.length; i++) {
            boolean isPath = lines[i].startsWith("p ");
            int fields = isPath ? 3 : 4;
            String[] parts = lines[i].split(" ", fields);
            if (parts.length != fields) {
                throw new IllegalArgumentException("not the state of an account");
            }
            if (isPath) {
                account.paths.put(parts[2], Long.parseLong(parts[1]));
            } else {
                account.ranges.put(Long.parseLong(parts[1]), new Missing(Long.parseLong(parts[2]), parts[3]));
            }
        }
        return account;
    }
}
