package io.pulsefeed.cli.audit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The bytes of a row, as {@link RowColumn#bytesSql} produces them in the database. Not thread-safe. */
final class RowBytes {

    private static final long EPOCH_2000_MICROS = 946_684_800_000_000L;
    private static final int FLOAT8_OID = 701;
    private static final int TEXT_OID = 25;

    private final MessageDigest md5;
    private byte[] bytes = new byte[512];
    private int size;

    RowBytes() {
        try {
            md5 = MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has MD5", e);
        }
    }

    void clear() {
        size = 0;
    }

    byte[] toArray() {
        return Arrays.copyOf(bytes, size);
    }

    /** The first 8 bytes of the MD5 digest. */
    long hash() {
        md5.update(bytes, 0, size);
        return ByteBuffer.wrap(md5.digest()).getLong();
    }

    /** @param value of the Java type that {@link RecordRows} produces for the type of the column */
    void put(RowColumn.Type type, @Nullable Object value) {
        if (value == null) {
            reserve(1)[size++] = 0;
            return;
        }
        reserve(1)[size++] = 1;
        switch (type) {
            case FLOAT8 -> putLong(Double.doubleToLongBits((Double) value));
            case FLOAT4 -> putInt(Float.floatToIntBits((Float) value));
            case INTEGER -> putLong((Long) value);
            case BOOLEAN -> reserve(1)[size++] = (byte) ((Boolean) value ? 1 : 0);
            case TEXT, JSON -> putText((String) value);
            case TIME -> putLong((Long) value - EPOCH_2000_MICROS);
            case FLOAT8_ARRAY -> putArray((List<?>) value, FLOAT8_OID);
            case TEXT_ARRAY -> putArray((List<?>) value, TEXT_OID);
            case OTHER -> {
                // Not compared.
            }
            default -> throw new IllegalStateException(type.toString());
        }
    }

    private void putArray(List<?> elements, int oid) {
        putInt(elements.isEmpty() ? 0 : 1);
        putInt(elements.contains(null) ? 1 : 0);
        putInt(oid);
        if (elements.isEmpty()) {
            return;
        }
        putInt(elements.size());
        putInt(1);
        for (Object element : elements) {
            if (element == null) {
                putInt(-1);
            } else if (oid == FLOAT8_OID) {
                putInt(8);
                putLong(Double.doubleToLongBits((Double) element));
            } else {
                putText((String) element);
            }
        }
    }

    private void putText(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        putInt(encoded.length);
        System.arraycopy(encoded, 0, reserve(encoded.length), size, encoded.length);
        size += encoded.length;
    }

    private void putInt(int value) {
        ByteBuffer.wrap(reserve(4)).putInt(size, value);
        size += 4;
    }

    private void putLong(long value) {
        ByteBuffer.wrap(reserve(8)).putLong(size, value);
        size += 8;
    }

    private byte[] reserve(int length) {
        if (size + length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + length));
        }
        return bytes;
    }
}
