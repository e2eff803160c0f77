package io.pulsefeed.timescale.copy;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Growing bytes in network order: the body of a binary COPY. */
public final class CopyBuffer {

    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /** Large buffers grow by steps: doubling would leave half of the memory unused. */
    private static final int MOST_GROWTH = 1 << 21;

    private byte[] bytes;
    private int size;

    public CopyBuffer(int capacity) {
        this.bytes = new byte[capacity];
    }

    /** The backing array: valid until the next put. */
    public byte[] array() {
        return bytes;
    }

    public int size() {
        return size;
    }

    /** Drops everything from {@code length} on: takes back a row that turned out bad. */
    public void truncate(int length) {
        size = length;
    }

    public void putByte(int value) {
        reserve(1);
        bytes[size++] = (byte) value;
    }

    public void putShort(int value) {
        reserve(2);
        SHORT.set(bytes, size, (short) value);
        size += 2;
    }

    public void putInt(int value) {
        reserve(4);
        INT.set(bytes, size, value);
        size += 4;
    }

    public void putLong(long value) {
        reserve(8);
        LONG.set(bytes, size, value);
        size += 8;
    }

    public void putBytes(byte[] source, int offset, int length) {
        reserve(length);
        System.arraycopy(source, offset, bytes, size, length);
        size += length;
    }

    public void putNull() {
        putInt(-1);
    }

    /** A field of eight bytes with its length before it. */
    public void putLongField(long value) {
        reserve(12);
        INT.set(bytes, size, 8);
        LONG.set(bytes, size + 4, value);
        size += 12;
    }

    /** Leaves room for the length of a field whose size shows only after it is written. */
    public int beginField() {
        putInt(0);
        return size;
    }

    public void endField(int start) {
        INT.set(bytes, start - 4, size - start);
    }

    public void setInt(int position, int value) {
        INT.set(bytes, position, value);
    }

    public int intAt(int position) {
        return (int) INT.get(bytes, position);
    }

    public long longAt(int position) {
        return (long) LONG.get(bytes, position);
    }

    /** Makes room so that the next {@code length} single-byte writes through {@link #array} and {@link #truncate} fit. */
    public void reserve(int length) {
        if (size + length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size + length, bytes.length + Math.min(bytes.length, MOST_GROWTH)));
        }
    }
}
