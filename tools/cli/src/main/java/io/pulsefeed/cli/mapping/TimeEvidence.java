package io.pulsefeed.cli.mapping;

import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether the values of a field are points in time: by their range, and by their distance from the timestamps of their records. */
final class TimeEvidence {

    private static final long MINUTE_MS = 60_000;
    private static final long DAY_MS = 86_400_000;

    private final Map<TimeForm, Integer> forms = new EnumMap<>(TimeForm.class);
    private final int[] notations = new int[OtherTime.count()];
    private final int[] notationsNear = new int[OtherTime.count()];
    private int dates;
    private int localTimes;
    private int values;
    private int nearMinute;
    private int nearDay;
    private int future;
    private int rises;
    private int falls;
    private long lastMs = Long.MIN_VALUE;
    private long minMs = Long.MAX_VALUE;
    private long maxMs = Long.MIN_VALUE;

    void addNumber(BigDecimal value, long recordMs) {
        TimeForm form = TimeForm.ofNumber(value);
        if (form != null) {
            add(form, form.epochMs(value), recordMs);
        }
    }

    void addText(String text, TextForm textForm, long recordMs) {
        if (textForm == TextForm.OTHER_TIME) {
            boolean[] fits = OtherTime.fitting(text);
            for (int i = 0; i < fits.length; i++) {
                Long epochMs = fits[i] ? OtherTime.at(i).epochMs(text) : null;
                notations[i] += epochMs == null ? 0 : 1;
                notationsNear[i] += epochMs != null && Math.abs(recordMs - epochMs) <= DAY_MS ? 1 : 0;
            }
            return;
        }
        Long epochMs = IsoText.epochMs(text, textForm);
        if (epochMs != null) {
            dates += textForm == TextForm.DATE ? 1 : 0;
            localTimes += textForm == TextForm.LOCAL_TIME ? 1 : 0;
            add(TimeForm.ISO, epochMs, recordMs);
        }
    }

    /** @param recordMs -1 if the record has no timestamp */
    private void add(TimeForm form, long epochMs, long recordMs) {
        forms.merge(form, 1, Integer::sum);
        values++;
        if (lastMs != Long.MIN_VALUE) {
            rises += epochMs > lastMs ? 1 : 0;
            falls += epochMs < lastMs ? 1 : 0;
        }
        lastMs = epochMs;
        minMs = Math.min(minMs, epochMs);
        maxMs = Math.max(maxMs, epochMs);
        if (recordMs > 0) {
            long distanceMs = Math.abs(recordMs - epochMs);
            nearMinute += distanceMs <= MINUTE_MS ? 1 : 0;
            nearDay += distanceMs <= DAY_MS ? 1 : 0;
            future += epochMs > recordMs + DAY_MS ? 1 : 0;
        }
    }

    /** Number of values that are times in a notation of the sink. */
    int values() {
        return values;
    }

    /** The notation of the times; {@link TimeForm#AUTO} if there are several, each with a notable share. */
    TimeForm form() {
        int notable = Math.max(1, values / 100);
        TimeForm most = TimeForm.AUTO;
        int several = 0;
        for (Map.Entry<TimeForm, Integer> entry : forms.entrySet()) {
            several += entry.getValue() > notable ? 1 : 0;
            most = entry.getValue() > forms.getOrDefault(most, 0) ? entry.getKey() : most;
        }
        return several > 1 ? TimeForm.AUTO : most;
    }

    /** The notation, other than those of the sink, of at least {@code least} values; the one nearest to the record times. */
    @Nullable
    OtherTime notation(int least) {
        int best = -1;
        for (int i = 0; i < notations.length; i++) {
            boolean isBetter = best < 0 || notationsNear[i] > notationsNear[best];
            if (notations[i] >= least && isBetter) {
                best = i;
            }
        }
        return best < 0 ? null : OtherTime.at(best);
    }

    /** Whether most values are within a day of the timestamps of their records. */
    boolean isNearDay() {
        return values > 0 && nearDay >= values * 0.95;
    }

    boolean isNearMinute() {
        return values > 0 && nearMinute >= values * 0.95;
    }

    /** Whether the times follow the order of the records, as those of events do. */
    boolean isRising() {
        return rises >= 5 && falls * 20 <= rises;
    }

    /**
     * Whether the numbers have the digits of milliseconds or a smaller unit and follow the order of the records. Counters rarely have so
     * many digits; in the range of seconds, many do.
     */
    boolean isRisingPrecise() {
        TimeForm form = form();
        return isRising() && (form == TimeForm.MS || form == TimeForm.US || form == TimeForm.NS);
    }

    /** Whether many values are more than a day later than their records. */
    boolean isFuture() {
        return future > values * 0.01;
    }

    /** Whether the values are dates without a time of day. */
    boolean isDate() {
        return values > 0 && dates >= values * 0.95;
    }

    /** Whether many values have no time zone. */
    boolean isLocal() {
        return localTimes > values * 0.01;
    }

    long minMs() {
        return minMs;
    }

    long maxMs() {
        return maxMs;
    }
}
