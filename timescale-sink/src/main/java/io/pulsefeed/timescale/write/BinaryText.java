package io.pulsefeed.timescale.write;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.SignStyle;
import java.time.temporal.ChronoField;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;
import org.postgresql.core.Oid;

/** Converts binary values of scalar types to the text that the server reads as the same value. */
final class BinaryText {

    private static final long EPOCH_MICROS = 946_684_800_000_000L;
    private static final long EPOCH_DAYS = 10_957;
    private static final long MICROS = 1_000_000;
    private static final int NEGATIVE = 0x4000;
    private static final BigInteger GROUP_BASE = BigInteger.valueOf(10_000);
    private static final int GROUP_DIGITS = 4;

    private static final DateTimeFormatter DATE = new DateTimeFormatterBuilder()
            .appendValue(ChronoField.YEAR_OF_ERA, 4, 10, SignStyle.NEVER)
            .appendPattern("-MM-dd")
            .toFormatter(Locale.ROOT);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSS", Locale.ROOT);

    private BinaryText() {}

    /** @param value the bytes without their length */
    static String of(int typeOid, ByteBuffer value) {
        return switch (typeOid) {
            case Oid.BOOL -> value.get() == 0 ? "f" : "t";
            case Oid.BYTEA -> "\\x" + HexFormat.of().formatHex(bytes(value));
            case Oid.INT8 -> Long.toString(value.getLong());
            case Oid.INT2 -> Short.toString(value.getShort());
            case Oid.INT4 -> Integer.toString(value.getInt());
            case Oid.OID -> Integer.toUnsignedString(value.getInt());
            case Oid.FLOAT4 -> Float.toString(value.getFloat());
            case Oid.FLOAT8 -> Double.toString(value.getDouble());
            case Oid.DATE -> date(LocalDate.ofEpochDay(value.getInt() + EPOCH_DAYS), "");
            case Oid.TIME -> time(value.getLong());
            case Oid.TIMESTAMP, Oid.TIMESTAMPTZ -> timestamp(value.getLong(), typeOid == Oid.TIMESTAMPTZ ? "+00" : "");
            case Oid.NUMERIC -> numeric(value);
            case Oid.UUID -> new UUID(value.getLong(), value.getLong()).toString();
            case Oid.JSONB -> {
                value.get();
                yield text(value);
            }
            default -> text(value);
        };
    }

    private static String text(ByteBuffer value) {
        return new String(bytes(value), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(ByteBuffer value) {
        byte[] bytes = new byte[value.remaining()];
        value.get(bytes);
        return bytes;
    }

    private static String date(LocalDate date, String rest) {
        return DATE.format(date) + rest + (date.getYear() > 0 ? "" : " BC");
    }

    /** Midnight at the end of the day has no LocalTime. */
    private static String time(long microOfDay) {
        return microOfDay == 86_400 * MICROS ? "24:00:00" : TIME.format(LocalTime.ofNanoOfDay(microOfDay * 1000));
    }

    private static String timestamp(long micros2000, String zone) {
        long epochMicros = Math.addExact(micros2000, EPOCH_MICROS);
        Instant instant =
                Instant.ofEpochSecond(Math.floorDiv(epochMicros, MICROS), Math.floorMod(epochMicros, MICROS) * 1000);
        LocalDateTime utc = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
        return date(utc.toLocalDate(), " " + TIME.format(utc) + zone);
    }

    private static String numeric(ByteBuffer value) {
        int groups = value.getShort();
        int weight = value.getShort();
        int sign = value.getShort() & 0xFFFF;
        int scale = value.getShort();
        switch (sign) {
            case 0xC000:
                return "NaN";
            case 0xD000:
                return "Infinity";
            case 0xF000:
                return "-Infinity";
            default:
                break;
        }
        BigInteger digits = BigInteger.ZERO;
        for (int i = 0; i < groups; i++) {
            digits = digits.multiply(GROUP_BASE).add(BigInteger.valueOf(value.getShort()));
        }
        BigDecimal number = new BigDecimal(digits, (groups - 1 - weight) * GROUP_DIGITS).setScale(scale);
        return (sign == NEGATIVE ? number.negate() : number).toPlainString();
    }
}
