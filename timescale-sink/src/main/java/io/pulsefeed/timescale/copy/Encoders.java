package io.pulsefeed.timescale.copy;

import io.pulsefeed.timescale.schema.Column;
import java.util.Map;
import java.util.Optional;

/** Chooses the encoder of a column by the number of its type: binary COPY takes exactly that type and converts nothing. */
public final class Encoders {

    private final ValueRules rules;

    public Encoders(ValueRules rules) {
        this.rules = rules;
    }

    /**
     * @param renamed stored text by the text in the record
     * @return empty for a type that has no binary encoder here
     */
    public Optional<ColumnEncoder> forColumn(Column column, Map<String, String> renamed) {
        return Optional.ofNullable(
                switch (column.typeOid()) {
                    case 16 -> NumberEncoders.bool(rules);
                    case 20 -> NumberEncoders.integer(8, rules);
                    case 21 -> NumberEncoders.integer(2, rules);
                    case 23 -> NumberEncoders.integer(4, rules);
                    case 25, 1042, 1043 -> new TextEncoder(column.maxLength(), rules, renamed);
                    case 700 -> NumberEncoders.float4(rules);
                    case 701 -> NumberEncoders.float8(rules);
                    case 1009, 1015 -> ArrayEncoder.ofText(rules);
                    case 1022 -> ArrayEncoder.ofFloat8(rules);
                    case 114 -> new JsonEncoder(false, rules);
                    case 3802 -> new JsonEncoder(true, rules);
                    default -> null;
                });
    }

    /** timestamptz and timestamp. */
    public static boolean isTime(Column column) {
        return column.typeOid() == 1184 || column.typeOid() == 1114;
    }

    public static boolean isJson(Column column) {
        return column.typeOid() == 114 || column.typeOid() == 3802;
    }

    public static boolean isArray(Column column) {
        return column.typeOid() == 1009 || column.typeOid() == 1015 || column.typeOid() == 1022;
    }

    public TimeEncoder time(TimeFormat format, boolean isTableTime) {
        return new TimeEncoder(format, isTableTime ? rules.timeRange() : null);
    }
}
