package io.pulsefeed.timescale.write;

import io.pulsefeed.timescale.copy.CopyBuffer;
import org.postgresql.util.PGBinaryObject;
import org.postgresql.util.PGobject;

/** A one-dimensional array parameter in binary format, assembled from fields of COPY rows. */
final class BinaryArray extends PGobject implements PGBinaryObject {

    private static final long serialVersionUID = 1L;

    private final transient ArrayType arrayType;
    private final transient CopyBuffer bytes;

    BinaryArray(ArrayType arrayType, int elements) {
        this.arrayType = arrayType;
        this.bytes = new CopyBuffer(32 + elements * 12);
        setType(arrayType.name());
        bytes.putInt(1);
        bytes.putInt(0);
        bytes.putInt(arrayType.elementOid());
        bytes.putInt(elements);
        bytes.putInt(1);
    }

    /** Adds a field of a COPY row, which starts with its length. */
    void add(byte[] source, int position, int size, boolean isNull) {
        if (isNull) {
            bytes.setInt(4, 1);
        }
        if (arrayType.nested() && !isNull) {
            ArrayLiteral.append(source, position, bytes);
        } else {
            bytes.putBytes(source, position, size);
        }
    }

    @Override
    public String getValue() {
        throw new IllegalStateException(
                "Array " + arrayType.name() + " has no text form. Binary transfer must be enabled on the connection.");
    }

    @Override
    public void setByteValue(byte[] value, int offset) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int lengthInBytes() {
        return bytes.size();
    }

    @Override
    public void toBytes(byte[] target, int offset) {
        System.arraycopy(bytes.array(), 0, target, offset, bytes.size());
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    @Override
    public Object clone() throws CloneNotSupportedException {
        throw new CloneNotSupportedException();
    }
}
