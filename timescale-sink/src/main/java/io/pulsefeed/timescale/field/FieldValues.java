package io.pulsefeed.timescale.field;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

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
    /** An array whose elements have their own slots. It can be serialized as well, see {@link #hasJson}. */
    public static final byte ELEMENTS = 9;

    public static final byte BYTES = 10;
    /** An object that is not serialized. */
    public static final byte NESTED = 11;
    /** Milliseconds since 1970, or those of the logical type of the slot. */
    public static final byte MILLIS = 12;
    /** An array that is not serialized and whose elements have no slots. */
    public static final byte NESTED_ARRAY = 13;

    /** Characters and slots that a large record does not leave behind. */
    private static final int RETAINED_CHARACTERS = 1 << 18;

    private static final int RETAINED_SLOTS = 1 << 14;

    private final int fixed;
    private final int initialCapacity;
    private byte[] kinds;
    private int[] starts;
    private int[] lengths;
    private long[] bits;
    private byte[][] blobs;
    private int[] links;
    private int[] jsonStarts;
    private int[] jsonLengths;
    private @Nullable LogicalTime[] logical;
    private char[] text = new char[1024];
    private int textEnd;
    private boolean hasBlobs;
    private int size;
    private long objects;

    public FieldValues(int fixedSlots) {
        this.fixed = fixedSlots;
        this.size = fixedSlots;
        this.initialCapacity = Math.max(16, fixedSlots * 2);
        this.kinds = new byte[0];
        this.starts = new int[0];
        this.lengths = new int[0];
        this.bits = new long[0];
        this.blobs = new byte[0][];
        this.links = new int[0];
        this.jsonStarts = new int[0];
        this.jsonLengths = new int[0];
        this.logical = new LogicalTime[0];
        resize(initialCapacity);
    }

    /** Removes all values. Keeps the allocated memory unless a very large record made it grow. */
    public void clear() {
        Arrays.fill(kinds, 0, size, ABSENT);
        if (hasBlobs) {
            Arrays.fill(blobs, 0, size, null);
            hasBlobs = false;
        }
        size = fixed;
        textEnd = 0;
        if (text.length > RETAINED_CHARACTERS) {
            text = new char[1024];
        }
        if (kinds.length > Math.max(RETAINED_SLOTS, initialCapacity)) {
            resize(initialCapacity);
        }
    }

    private void resize(int capacity) {
        kinds = Arrays.copyOf(kinds, capacity);
        starts = Arrays.copyOf(starts, capacity);
        lengths = Arrays.copyOf(lengths, capacity);
        bits = Arrays.copyOf(bits, capacity);
        blobs = Arrays.copyOf(blobs, capacity);
        links = Arrays.copyOf(links, capacity);
        jsonStarts = Arrays.copyOf(jsonStarts, capacity);
        jsonLengths = Arrays.copyOf(jsonLengths, capacity);
        logical = Arrays.copyOf(logical, capacity);
    }

    /** Numbers the objects of all records in the order in which they begin. Never returns a number twice. */
    long nextObject() {
        return ++objects;
    }

    /**
     * Adds the slots of an array element. The elements of an array are linked, because those of a nested array lie between them.
     *
     * @param previous first slot of the element before it; -1 for the first element
     * @return the first of the added slots
     */
    public int addElement(int count, int previous) {
        int first = size;
        size += count;
        if (size > kinds.length) {
            resize(Math.max(size, kinds.length * 2));
        }
        if (previous >= 0) {
            links[previous] = first;
        }
        return first;
    }

    /** First slot of the element after the one that starts at {@code slot}; undefined for the last element. */
    public int nextElement(int slot) {
        return links[slot];
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

    /** Whether the slot holds an object, serialized or not. */
    public boolean isObject(int slot) {
        return kinds[slot] == NESTED || kinds[slot] == JSON && text[jsonStarts[slot]] == '{';
    }

    /** Whether the slot holds an object or array as serialized JSON. */
    public boolean hasJson(int slot) {
        return kinds[slot] == JSON || kinds[slot] == ELEMENTS && jsonLengths[slot] > 0;
    }

    /** Position of the first character of the serialized JSON. */
    public int jsonStart(int slot) {
        return jsonStarts[slot];
    }

    public int jsonLength(int slot) {
        return jsonLengths[slot];
    }

    public String json(int slot) {
        return new String(text, jsonStarts[slot], jsonLengths[slot]);
    }

    /** The logical type of a {@link #LONG} or {@link #MILLIS}; null for a number without one. */
    public @Nullable LogicalTime logical(int slot) {
        return logical[slot];
    }

    public String string(int slot) {
        return new String(text, starts[slot], lengths[slot]);
    }

    public void setKind(int slot, byte kind) {
        kinds[slot] = kind;
    }

    public void setLong(int slot, long value) {
        setLong(slot, value, null);
    }

    public void setLong(int slot, long value, @Nullable LogicalTime type) {
        kinds[slot] = LONG;
        bits[slot] = value;
        logical[slot] = type;
    }

    public void setDouble(int slot, double value) {
        kinds[slot] = DOUBLE;
        bits[slot] = Double.doubleToRawLongBits(value);
    }

    public void setMillis(int slot, long value, LogicalTime type) {
        kinds[slot] = MILLIS;
        bits[slot] = value;
        logical[slot] = type;
    }

    public void setBytes(int slot, byte[] value) {
        kinds[slot] = BYTES;
        blobs[slot] = value;
        hasBlobs = true;
    }

    /** @param json the array in serialized form; empty if no column needs it */
    public void setElements(int slot, int firstSlot, int count, CharSequence json) {
        setJson(slot, json);
        kinds[slot] = ELEMENTS;
        starts[slot] = firstSlot;
        lengths[slot] = count;
    }

    public void setJson(int slot, CharSequence json) {
        kinds[slot] = JSON;
        jsonStarts[slot] = textEnd;
        jsonLengths[slot] = json.length();
        append(json);
    }

    /** Copies characters of the given kind (text or digits) into the slot. */
    public void setCharacters(int slot, byte kind, char[] source, int offset, int length) {
        kinds[slot] = kind;
        starts[slot] = textEnd;
        lengths[slot] = length;
        reserve(length);
        System.arraycopy(source, offset, text, textEnd, length);
        textEnd += length;
    }

    /** Copies bytes into the slot as text if all are ASCII characters. @return false if they are not */
    public boolean setTextIfAscii(int slot, byte[] source) {
        int signs = 0;
        for (byte b : source) {
            signs |= b;
        }
        if (signs < 0) {
            return false;
        }
        setAscii(slot, TEXT, source, 0, source.length);
        return true;
    }

    /** Copies ASCII characters of the given kind (text or digits) into the slot. */
    public void setAscii(int slot, byte kind, byte[] source, int offset, int length) {
        kinds[slot] = kind;
        starts[slot] = textEnd;
        lengths[slot] = length;
        reserve(length);
        char[] target = text;
        int start = textEnd;
        for (int i = 0; i < length; i++) {
            target[start + i] = (char) source[offset + i];
        }
        textEnd += length;
    }

    public void setCharacters(int slot, byte kind, CharSequence source) {
        kinds[slot] = kind;
        starts[slot] = textEnd;
        lengths[slot] = source.length();
        append(source);
    }

    private void append(CharSequence source) {
        int length = source.length();
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
