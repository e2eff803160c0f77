package io.pulsefeed.timescale.copy;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** A growing buffer in network byte order that holds the body of a binary COPY. Not thread-safe. */
public final class CopyBuffer {

    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /** Large buffers grow in steps, because doubling would leave up to half of the memory unused. */
    private static final int MAX_GROWTH = 1 << 21;

    private byte[] bytes;
    private int size;

    public CopyBuffer(int capacity) {
        this.bytes = new byte[capacity];
    }

    /** The backing array, valid until the next put. */
    public byte[] array() {
        return bytes;
    }

    public int size() {
        return size;
    }

    /** Drops everything from position {@code length}, for example an incomplete row. */
    public void truncate(int length) {
        size = length;
    }

    /** Releases a backing array that is larger than {@code capacity} and mostly unused. Drops the content in that case. */
    public void shrink(int capacity) {
        if (bytes.length > capacity && size < bytes.length / 4) {
            bytes = new byte[capacity];
            size = 0;
        }
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

    /** Appends an eight-byte field: its length, then the value. */
    public void putLongField(long value) {
        reserve(12);
        INT.set(bytes, size, 8);
        LONG.set(bytes, size + 4, value);
        size += 12;
    }

    /** Reserves the length of a field whose size is known only after it is written. @return where the field starts */
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

    /** Ensures capacity for {@code length} more bytes, which the caller may write to {@link #array} and add with {@link #truncate}. */
    public void reserve(int length) {
        if (size + length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size + length, bytes.length + Math.min(bytes.length, MAX_GROWTH)));
        }
    }
}
