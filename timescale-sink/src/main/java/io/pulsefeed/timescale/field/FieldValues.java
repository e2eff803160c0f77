package io.pulsefeed.timescale.field;

import java.util.Arrays;

/**
 * The mapped fields of one record. Each field has a slot; text and digits share one character array. The instance is reused
 * for every record, so that reading a record allocates nothing. Array elements use additional slots after the fixed ones.
 * Not thread-safe.
 */
public final class FieldValues {

    public static final byte ABSENT = 0;
    public static final byte NULL = 1;
    public static final byte TEXT = 2;
    /** A number as the decimal digits of the record. */
    public static final byte NUMBER = 3;

    public static final byte LONG = 4;
    public static final byte DOUBLE = 5;
    public static final byte TRUE = 6;
    public static final byte FALSE = 7;
    /** An object or array, serialized. */
    public static final byte JSON = 8;
    /** An array whose elements have their own slots. */
    public static final byte ELEMENTS = 9;

    public static final byte BYTES = 10;
    /** An object or array that no column is mapped to. */
    public static final byte NESTED = 11;
    /** A time in milliseconds since 1970. */
    public static final byte MILLIS = 12;

    private final int fixed;
    private byte[] kinds;
    private int[] starts;
    private int[] lengths;
    private long[] bits;
    private byte[][] blobs;
    private char[] text = new char[1024];
    private int textEnd;
    private int size;

    public FieldValues(int fixedSlots) {
        this.fixed = fixedSlots;
        this.size = fixedSlots;
        int capacity = Math.max(16, fixedSlots * 2);
        this.kinds = new byte[capacity];
        this.starts = new int[capacity];
        this.lengths = new int[capacity];
        this.bits = new long[capacity];
        this.blobs = new byte[capacity][];
    }

    /** Removes all values. Keeps the allocated memory unless a very large record made it grow. */
    public void clear() {
        Arrays.fill(kinds, 0, size, ABSENT);
        size = fixed;
        textEnd = 0;
        if (text.length > 1 << 20) {
            text = new char[1024];
        }
    }

    /** Adds {@code count} slots for an array element. @return the first of them */
    public int addSlots(int count) {
        int first = size;
        size += count;
        if (size > kinds.length) {
            int capacity = Math.max(size, kinds.length * 2);
            kinds = Arrays.copyOf(kinds, capacity);
            starts = Arrays.copyOf(starts, capacity);
            lengths = Arrays.copyOf(lengths, capacity);
            bits = Arrays.copyOf(bits, capacity);
            blobs = Arrays.copyOf(blobs, capacity);
        }
        return first;
    }

    public byte kind(int slot) {
        return kinds[slot];
    }

    public boolean isPresent(int slot) {
        return kinds[slot] > NULL;
    }

    public long bits(int slot) {
        return bits[slot];
    }

    public double number(int slot) {
        return Double.longBitsToDouble(bits[slot]);
    }

    public byte[] blob(int slot) {
        return blobs[slot];
    }

    /** The array that {@link #start} and {@link #length} refer to, valid until the next value is set. */
    public char[] characters() {
        return text;
    }

    /** Position of the first character of a text, or first slot of the elements. */
    public int start(int slot) {
        return starts[slot];
    }

    /** Number of characters, or of elements. */
    public int length(int slot) {
        return lengths[slot];
    }

    public String string(int slot) {
        return new String(text, starts[slot], lengths[slot]);
    }

    public void setKind(int slot, byte kind) {
        kinds[slot] = kind;
    }

    public void setLong(int slot, long value) {
        kinds[slot] = LONG;
        bits[slot] = value;
    }

    public void setDouble(int slot, double value) {
        kinds[slot] = DOUBLE;
        bits[slot] = Double.doubleToRawLongBits(value);
    }

    public void setMillis(int slot, long value) {
        kinds[slot] = MILLIS;
        bits[slot] = value;
    }

    public void setBytes(int slot, byte[] value) {
        kinds[slot] = BYTES;
        blobs[slot] = value;
    }

    public void setElements(int slot, int firstSlot, int count) {
        kinds[slot] = ELEMENTS;
        starts[slot] = firstSlot;
        lengths[slot] = count;
    }

    /** Copies characters of the given kind (text, digits or serialized JSON) into the slot. */
    public void setCharacters(int slot, byte kind, char[] source, int offset, int length) {
        kinds[slot] = kind;
        starts[slot] = textEnd;
        lengths[slot] = length;
        reserve(length);
        System.arraycopy(source, offset, text, textEnd, length);
        textEnd += length;
    }

    public void setCharacters(int slot, byte kind, CharSequence source) {
        int length = source.length();
        kinds[slot] = kind;
        starts[slot] = textEnd;
        lengths[slot] = length;
        reserve(length);
        for (int i = 0; i < length; i++) {
            text[textEnd + i] = source.charAt(i);
        }
        textEnd += length;
    }

    private void reserve(int length) {
        if (textEnd + length > text.length) {
            text = Arrays.copyOf(text, Math.max(textEnd + length, text.length * 2));
        }
    }
}
