package io.pulsefeed.cli.mapping;

import io.pulsefeed.timescale.copy.CopyBuffer;
import io.pulsefeed.timescale.schema.Column;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.Oid;

/** Decodes a row of binary COPY to text, for display. */
final class RowDecoder {

    private static final Instant EPOCH_2000 = Instant.parse("2000-01-01T00:00:00Z");
    private static final LocalDate DATE_2000 = LocalDate.of(2000, 1, 1);
    private static final int NUMERIC_NEGATIVE = 0x4000;
    private static final BigInteger NUMERIC_BASE = BigInteger.valueOf(10_000);
    private static final int NUMERIC_BASE_DIGITS = 4;

    private RowDecoder() {}

    /** @param buffer from the number of fields on */
    static List<@Nullable String> decode(CopyBuffer buffer, List<Column> columns) {
        ByteBuffer row = ByteBuffer.wrap(buffer.array(), 0, buffer.size());
        row.getShort();
        List<@Nullable String> cells = new ArrayList<>();
        for (Column column : columns) {
            cells.add(field(row, column.typeOid()));
        }
        return cells;
    }

    private static @Nullable String field(ByteBuffer row, int oid) {
        int length = row.getInt();
        if (length < 0) {
            return null;
        }
        ByteBuffer value = row.slice().limit(length);
        row.position(row.position() + length);
        return text(value, oid);
    }

    private static String text(ByteBuffer value, int oid) {
        return switch (oid) {
            case Oid.BOOL -> value.get() == 0 ? "false" : "true";
            case Oid.INT4 -> Integer.toString(value.getInt());
            case Oid.INT8 -> Long.toString(value.getLong());
            case Oid.FLOAT8 -> Double.toString(value.getDouble());
            case Oid.NUMERIC -> numeric(value).toString();
            case Oid.DATE -> DATE_2000.plusDays(value.getInt()).toString();
            case Oid.TIME -> LocalTime.ofNanoOfDay(value.getLong() * 1000).toString();
            case Oid.TIMESTAMPTZ -> EPOCH_2000
                    .plus(value.getLong(), ChronoUnit.MICROS)
                    .toString();
            case Oid.UUID -> new UUID(value.getLong(), value.getLong()).toString();
            case Oid.JSONB -> {
                value.get();
                yield characters(value);
            }
            case Oid.TEXT -> characters(value);
            default -> array(value);
        };
    }

    private static String characters(ByteBuffer value) {
        return StandardCharsets.UTF_8.decode(value).toString();
    }

    private static String array(ByteBuffer value) {
        int dimensions = value.getInt();
        value.getInt();
        int oid = value.getInt();
        StringBuilder text = new StringBuilder("{");
        if (dimensions > 0) {
            int elements = value.getInt();
            value.getInt();
            for (int i = 0; i < elements; i++) {
                String element = field(value, oid);
                text.append(i == 0 ? "" : ",").append(element == null ? "NULL" : element);
            }
        }
        return text.append('}').toString();
    }

    private static BigDecimal numeric(ByteBuffer value) {
        int digits = value.getShort();
        int weight = value.getShort();
        boolean isNegative = (value.getShort() & 0xFFFF) == NUMERIC_NEGATIVE;
        int scale = value.getShort();
        BigInteger unscaled = BigInteger.ZERO;
        for (int i = 0; i < digits; i++) {
            unscaled = unscaled.multiply(NUMERIC_BASE).add(BigInteger.valueOf(value.getShort()));
        }
        BigDecimal number = new BigDecimal(unscaled, (digits - 1 - weight) * NUMERIC_BASE_DIGITS);
        BigDecimal scaled = number.setScale(scale, RoundingMode.DOWN);
        return isNegative ? scaled.negate() : scaled;
    }
}
