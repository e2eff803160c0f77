package io.pulsefeed.cli.mapping;

import java.text.ParsePosition;
import java.text.SimpleDateFormat;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Notations of times that the sink does not read. Connect's {@code TimestampConverter} does, with a pattern of {@link SimpleDateFormat}.
 *
 * @param shape quick test of a text
 * @param pattern of {@link SimpleDateFormat}
 */
record OtherTime(Pattern shape, String pattern) {

    private static final String CLOCK = "\\d\\d:\\d\\d:\\d\\d";
    /** Also without leading zeros. */
    private static final String LOCAL_CLOCK = "\\d{1,2}:\\d\\d:\\d\\d";

    private static final String DAY_MONTH = "\\d{1,2}/\\d{1,2}/\\d{4} ";
    private static final int SHORTEST = 12;
    private static final List<OtherTime> ALL = List.of(
            of("\\w{3}, \\d{1,2} \\w{3} \\d{4} " + CLOCK + " [+-]\\d{4}", "EEE, dd MMM yyyy HH:mm:ss Z"),
            of("\\w{3}, \\d{1,2} \\w{3} \\d{4} " + CLOCK + " \\w{1,5}", "EEE, dd MMM yyyy HH:mm:ss zzz"),
            of("\\d\\d/\\w{3}/\\d{4}:" + CLOCK + " [+-]\\d{4}", "dd/MMM/yyyy:HH:mm:ss Z"),
            of("\\d{4}-\\d\\d-\\d\\d " + CLOCK + ",\\d{3}", "yyyy-MM-dd HH:mm:ss,SSS"),
            of("\\d{4}-\\d\\d-\\d\\dT" + CLOCK + ",\\d{3}", "yyyy-MM-dd'T'HH:mm:ss,SSS"),
            of("\\d{4}-\\d\\d-\\d\\dT" + CLOCK + ",\\d{3}(Z|[+-]\\d{4})", "yyyy-MM-dd'T'HH:mm:ss,SSSXX"),
            of("\\d{4}-\\d\\d-\\d\\dT" + CLOCK + ",\\d{3}[+-]\\d\\d:\\d\\d", "yyyy-MM-dd'T'HH:mm:ss,SSSXXX"),
            of("\\d{4}-\\d\\d-\\d\\d " + CLOCK + " [+-]\\d{4}", "yyyy-MM-dd HH:mm:ss Z"),
            of("\\d{4}-\\d\\d-\\d\\d " + CLOCK + " [A-Z]{3,4}", "yyyy-MM-dd HH:mm:ss zzz"),
            of("\\d{4}-\\d\\d-\\d\\d " + CLOCK + "\\.\\d{3} [+-]\\d{4}", "yyyy-MM-dd HH:mm:ss.SSS Z"),
            of("\\d{4}-\\d\\d-\\d\\d " + CLOCK + "\\.\\d{3} [A-Z]{3,4}", "yyyy-MM-dd HH:mm:ss.SSS zzz"),
            of("\\d{4}/\\d\\d/\\d\\d " + CLOCK + "\\.\\d{3}", "yyyy/MM/dd HH:mm:ss.SSS"),
            of("\\d{4}/\\d\\d/\\d\\d " + CLOCK, "yyyy/MM/dd HH:mm:ss"),
            of("\\d{4}/\\d\\d/\\d\\d \\d\\d:\\d\\d", "yyyy/MM/dd HH:mm"),
            of("\\d{4}\\.\\d\\d\\.\\d\\d " + CLOCK, "yyyy.MM.dd HH:mm:ss"),
            of(DAY_MONTH + LOCAL_CLOCK, "dd/MM/yyyy HH:mm:ss"),
            of(DAY_MONTH + LOCAL_CLOCK, "MM/dd/yyyy HH:mm:ss"),
            of(DAY_MONTH + LOCAL_CLOCK + "\\.\\d{3}", "dd/MM/yyyy HH:mm:ss.SSS"),
            of(DAY_MONTH + LOCAL_CLOCK + "\\.\\d{3}", "MM/dd/yyyy HH:mm:ss.SSS"),
            of(DAY_MONTH + "\\d{1,2}:\\d\\d", "dd/MM/yyyy HH:mm"),
            of(DAY_MONTH + "\\d{1,2}:\\d\\d", "MM/dd/yyyy HH:mm"),
            of(DAY_MONTH + LOCAL_CLOCK + " [AaPp][Mm]", "dd/MM/yyyy hh:mm:ss a"),
            of(DAY_MONTH + LOCAL_CLOCK + " [AaPp][Mm]", "MM/dd/yyyy hh:mm:ss a"),
            of("\\d{1,2}\\.\\d{1,2}\\.\\d{4} " + LOCAL_CLOCK, "dd.MM.yyyy HH:mm:ss"),
            of("\\d{1,2}\\.\\d{1,2}\\.\\d{4} " + LOCAL_CLOCK + "\\.\\d{3}", "dd.MM.yyyy HH:mm:ss.SSS"),
            of("\\d{1,2}\\.\\d{1,2}\\.\\d{4} \\d{1,2}:\\d\\d", "dd.MM.yyyy HH:mm"),
            of("\\d{1,2}-\\d{1,2}-\\d{4} " + LOCAL_CLOCK, "dd-MM-yyyy HH:mm:ss"),
            of("\\d{1,2}[ ]\\w{3} \\d{4} " + LOCAL_CLOCK, "dd MMM yyyy HH:mm:ss"),
            of("\\d{1,2}-\\w{3}-\\d{4} " + LOCAL_CLOCK, "dd-MMM-yyyy HH:mm:ss"),
            of("\\d{4}-\\d\\d-\\d\\d " + LOCAL_CLOCK + " [AaPp][Mm]", "yyyy-MM-dd hh:mm:ss a"),
            of("\\w{3} \\d{1,2}, \\d{4} " + LOCAL_CLOCK + " [AaPp][Mm]", "MMM dd, yyyy hh:mm:ss a"),
            of("\\w{3} \\d{1,2}, \\d{4} " + LOCAL_CLOCK, "MMM dd, yyyy HH:mm:ss"),
            of("\\d{1,2}\\.\\d{1,2}\\.\\d\\d " + LOCAL_CLOCK, "dd.MM.yy HH:mm:ss"),
            of("\\d{1,2}/\\d{1,2}/\\d\\d " + LOCAL_CLOCK, "dd/MM/yy HH:mm:ss"),
            of("\\d{1,2}/\\d{1,2}/\\d\\d " + LOCAL_CLOCK, "MM/dd/yy HH:mm:ss"),
            of("\\d{4}年\\d{1,2}月\\d{1,2}日 " + LOCAL_CLOCK, "yyyy年MM月dd日 HH:mm:ss"),
            of("\\d{14}", "yyyyMMddHHmmss"),
            of("\\d{8} " + CLOCK, "yyyyMMdd HH:mm:ss"),
            of("\\d{8}-" + CLOCK, "yyyyMMdd-HH:mm:ss"),
            of("\\d{8}-" + CLOCK + "\\.\\d{3}", "yyyyMMdd-HH:mm:ss.SSS"),
            of("\\d{8}T\\d{6}(Z|[+-]\\d{4})", "yyyyMMdd'T'HHmmssXX"),
            of("\\d{8}T\\d{6}\\.\\d{3}(Z|[+-]\\d{4})", "yyyyMMdd'T'HHmmss.SSSXX"),
            of("\\d{8}T\\d{6}", "yyyyMMdd'T'HHmmss"),
            of("\\w{3} \\w{3} [ \\d]\\d " + CLOCK + " [+-]\\d{4} \\d{4}", "EEE MMM dd HH:mm:ss Z yyyy"),
            of("\\w{3} \\w{3} [ \\d]\\d " + CLOCK + " \\d{4}", "EEE MMM dd HH:mm:ss yyyy"),
            of("\\w{3} \\w{3} [ \\d]\\d " + CLOCK + " \\w{3,4} \\d{4}", "EEE MMM dd HH:mm:ss zzz yyyy"));

    private static OtherTime of(String shape, String pattern) {
        return new OtherTime(Pattern.compile(shape), pattern);
    }

    /** The first notation that fits a text; null if none does. */
    static @Nullable OtherTime of(String text) {
        return ALL.stream()
                .filter(notation -> notation.epochMs(text) != null)
                .findFirst()
                .orElse(null);
    }

    static int count() {
        return ALL.size();
    }

    static OtherTime at(int index) {
        return ALL.get(index);
    }

    /** Whether each notation fits a text, in the order of {@link #at}. */
    static boolean[] fitting(String text) {
        boolean[] fits = new boolean[ALL.size()];
        for (int i = 0; i < fits.length; i++) {
            fits[i] = ALL.get(i).epochMs(text) != null;
        }
        return fits;
    }

    /** Milliseconds since 1970, in UTC without a zone; null if the text is not in this notation. */
    @Nullable
    Long epochMs(String text) {
        if (text.length() < SHORTEST || !shape.matcher(text).matches()) {
            return null;
        }
        SimpleDateFormat format = new SimpleDateFormat(pattern, Locale.ROOT);
        format.setTimeZone(TimeZone.getTimeZone("UTC"));
        format.setLenient(false);
        ParsePosition position = new ParsePosition(0);
        Date parsed = format.parse(text, position);
        return parsed == null || position.getIndex() < text.length() ? null : parsed.getTime();
    }
}
