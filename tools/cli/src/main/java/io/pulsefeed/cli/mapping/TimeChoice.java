package io.pulsefeed.cli.mapping;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The time of the rows.
 *
 * @param source of the time; the timestamp of the record if no field fits
 * @param form notation in the mapping
 * @param notation to convert with a transform before the sink reads the record; null for none
 * @param coerces whether numbers are written as text
 * @param otherPaths fields to use if the first is missing
 * @param reason why it was chosen
 */
record TimeChoice(
        FieldSource source,
        TimeForm form,
        @Nullable OtherTime notation,
        boolean coerces,
        List<List<String>> otherPaths,
        String reason) {

    static final FieldSource RECORD = FieldSource.coordinate("kafka:timestamp");

    static TimeChoice ofRecord(String reason) {
        return new TimeChoice(RECORD, TimeForm.ISO, null, false, List.of(), reason);
    }

    boolean isRecordTimestamp() {
        return source.equals(RECORD);
    }
}
