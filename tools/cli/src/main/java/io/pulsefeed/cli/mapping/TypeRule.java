package io.pulsefeed.cli.mapping;

import io.pulsefeed.cli.mapping.FieldProfile.Kind;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Derives the smallest SQL type that holds the values of a field safely: all values of the sample, and those that must be expected. A few
 * values of another kind among many do not change the type; the dry run reports their records.
 */
final class TypeRule {

    /** Share of values that may have another kind than the type. */
    private static final double OUTLIERS = 0.01;

    /** Integers above a quarter of the range are given the next larger type, because the sample is small. */
    private static final long INT_LIMIT = 1L << 29;

    private static final long LONG_LIMIT = Long.MAX_VALUE;

    private TypeRule() {}

    static ColumnType of(FieldProfile field) {
        return of(field, Words.of(field.path()));
    }

    /** The type of a header or of a whole key, which is always text, so that the column determines how it is read. */
    static ColumnType ofUntypedText(FieldProfile field, String name) {
        ColumnType type = of(field, Words.of(name));
        return new ColumnType(type.sql(), type.time(), false, type.nonFinite(), type.note());
    }

    private static ColumnType of(FieldProfile field, Words words) {
        if (field.nonNull() == 0) {
            return ColumnType.of(ColumnType.TEXT, "only null in the sample, so its type is unknown");
        }
        if (!field.isScalar()) {
            return ofNested(field);
        }
        int least = least(field);
        int numbers = field.count(Kind.NUMBER);
        int numericTexts = field.count(TextForm.INTEGER, TextForm.DECIMAL);
        int texts = field.count(Kind.TEXT);
        if (isMostly(field, Kind.BOOLEAN)) {
            return outliers(ColumnType.of("boolean"), field, field.count(Kind.BOOLEAN));
        }
        ColumnType time = ofTime(field, words, least);
        if (time != null) {
            return time;
        }
        int nonFinite = field.count(TextForm.NONFINITE);
        if (numbers > 0 && isMostly(field, Kind.NUMBER)) {
            return outliers(ofNumbers(field, words, false), field, numbers);
        }
        if (numbers > 0 && numbers + numericTexts + nonFinite >= least && isStable(field, Kind.NUMBER, Kind.TEXT)) {
            return outliers(ofNumbers(field, words, numericTexts > 0), field, numbers + numericTexts + nonFinite);
        }
        if (isMostly(field, Kind.TEXT)) {
            return ofTexts(field, words, least, texts);
        }
        return ColumnType.of(ColumnType.TEXT, "values of several kinds: " + kinds(field));
    }

    /** The number of values that must have the kind of the type. */
    private static int least(FieldProfile field) {
        return field.nonNull() - (int) (field.nonNull() * OUTLIERS);
    }

    /** Whether nearly all values have a kind, and the others are not the newest, in which case the field has changed. */
    private static boolean isMostly(FieldProfile field, Kind kind) {
        if (field.count(kind) < least(field)) {
            return false;
        }
        for (Kind other : Kind.values()) {
            if (other != kind && other != Kind.NULL && field.lastRecord(other) > field.lastRecord(kind)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isStable(FieldProfile field, Kind... kinds) {
        int last = -1;
        for (Kind kind : kinds) {
            last = Math.max(last, field.lastRecord(kind));
        }
        return field.lastRecord(Kind.BOOLEAN) <= last;
    }

    private static ColumnType outliers(ColumnType type, FieldProfile field, int fitting) {
        int others = field.nonNull() - fitting;
        return others == 0 ? type : type.withNote(others + " of " + field.nonNull() + " values are of another kind");
    }

    private static String kinds(FieldProfile field) {
        StringBuilder text = new StringBuilder();
        for (Kind kind : Kind.values()) {
            if (kind != Kind.NULL && field.count(kind) > 0) {
                text.append(text.isEmpty() ? "" : ", ")
                        .append(field.count(kind))
                        .append(' ')
                        .append(kind.name().toLowerCase(Locale.ROOT));
            }
        }
        return text.toString();
    }

    private static ColumnType ofNested(FieldProfile field) {
        if (field.isArray() || field.count(Kind.ARRAY) >= least(field) && isMostly(field, Kind.ARRAY)) {
            return ofArray(field);
        }
        return field.isObject()
                ? ColumnType.of(ColumnType.JSON)
                : ColumnType.of(ColumnType.JSON, "values of several kinds: " + kinds(field));
    }

    private static ColumnType ofArray(FieldProfile field) {
        FieldProfile element = field.element();
        if (element == null || element.nonNull() == 0) {
            return ColumnType.of(ColumnType.JSON, "only empty arrays in the sample");
        }
        if (!element.isScalar()) {
            return ColumnType.of(ColumnType.JSON);
        }
        ColumnType type = of(element, Words.of(field.name()));
        boolean isMixed =
                type.note().startsWith("values of several kinds") || type.note().contains("of another kind");
        if (isMixed) {
            return ColumnType.of(ColumnType.JSON, "elements of several kinds: " + kinds(element));
        }
        if (type.time() != null && type.time() != TimeForm.ISO) {
            // The unit of a mapping applies to a single time only.
            return ofNumbers(element, Words.of(field.name()), false).arrayOf();
        }
        return type.arrayOf();
    }

    private static @Nullable ColumnType ofTime(FieldProfile field, Words words, int least) {
        TimeEvidence times = field.timeEvidence();
        if (times == null || times.values() < least) {
            return null;
        }
        int isoTexts = field.count(TextForm.ZONED_TIME, TextForm.LOCAL_TIME, TextForm.DATE);
        boolean isNumeric = isoTexts < times.values();
        if (times.isDate() && words.isVersion()) {
            return null;
        }
        if (isNumeric && !isTimeNumber(words, times)) {
            return null;
        }
        if (times.form() == TimeForm.ISO && times.isDate() && field.count(TextForm.DATE) >= least) {
            return ColumnType.of("date");
        }
        String note = times.isLocal() ? "times without a zone, which are read as UTC" : "";
        boolean coerces = field.count(TextForm.INTEGER, TextForm.DECIMAL) > 0;
        return outliers(ColumnType.time(times.form(), coerces, note), field, times.values());
    }

    /** Whether numbers in the range of times are times, and not identifiers or measurements. */
    static boolean isTimeNumber(Words words, TimeEvidence times) {
        boolean isTimeByValue = times.isNearDay() || times.isRisingPrecise();
        return words.isTime() && !words.isLength() || isTimeByValue && !words.isIdentity() && !words.isQuantity();
    }

    private static ColumnType ofNumbers(FieldProfile field, Words words, boolean coerces) {
        NumberRange range = field.numbers();
        boolean nonFinite = field.count(TextForm.NONFINITE) > 0;
        String sql;
        if (nonFinite) {
            sql = "double precision";
        } else if (range.isIntegral()) {
            boolean isLarge = !range.isWithin(INT_LIMIT) || range.isGrowing();
            sql = !range.isWithin(LONG_LIMIT) ? "numeric" : isLarge ? "bigint" : "integer";
        } else {
            sql = range.losesDigitsAsDouble() || words.isMoney() ? "numeric" : "double precision";
        }
        return new ColumnType(sql, null, coerces, nonFinite, "");
    }

    private static ColumnType ofTexts(FieldProfile field, Words words, int least, int texts) {
        Map<String, Integer> exact = Map.of(
                "uuid", field.count(TextForm.UUID),
                "time", field.count(TextForm.TIME_OF_DAY));
        for (Map.Entry<String, Integer> type : exact.entrySet()) {
            if (type.getValue() >= least) {
                return outliers(ColumnType.of(type.getKey()), field, type.getValue());
            }
        }
        int numeric = field.count(TextForm.INTEGER, TextForm.DECIMAL);
        boolean hasFraction = field.count(TextForm.DECIMAL) > 0;
        boolean isTyped = field.name().startsWith("$number");
        boolean isQuantity = hasFraction ? !words.isVersion() : words.isQuantity();
        if (numeric >= least && (isTyped || isQuantity && !words.isIdentity())) {
            boolean isNumeric = hasFraction || words.isPrice() || field.name().equals("$numberDecimal");
            ColumnType type = isNumeric ? ColumnType.of("numeric") : ofNumbers(field, words, true);
            return outliers(type.coerced(), field, numeric);
        }
        if (field.count(TextForm.BOOLEAN) >= least && field.varies()) {
            return outliers(ColumnType.of("boolean").coerced(), field, field.count(TextForm.BOOLEAN));
        }
        ColumnType text = ColumnType.of(ColumnType.TEXT);
        if (field.count(TextForm.OTHER_TIME) >= least) {
            return ColumnType.of(ColumnType.TEXT, "times in a notation that the sink does not read");
        }
        return outliers(text, field, texts);
    }
}
