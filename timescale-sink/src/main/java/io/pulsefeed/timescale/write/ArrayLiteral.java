package io.pulsefeed.timescale.write;

import io.pulsefeed.timescale.copy.CopyBuffer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Converts binary arrays to PostgreSQL array literals, such as {@code {"BTC","ETH"}}. */
final class ArrayLiteral {

    private ArrayLiteral() {}

    /** @param position of the length field that precedes the array */
    static void append(byte[] source, int position, CopyBuffer out) {
        ByteBuffer in = ByteBuffer.wrap(source, position + 4, source.length - position - 4);
        int dimensions = in.getInt();
        in.getInt();
        int elementOid = in.getInt();
        StringBuilder text = new StringBuilder("{");
        if (dimensions == 1) {
            int count = in.getInt();
            in.getInt();
            for (int i = 0; i < count; i++) {
                text.append(i == 0 ? "" : ",");
                appendElement(in, elementOid, text);
            }
        }
        byte[] bytes = text.append('}').toString().getBytes(StandardCharsets.UTF_8);
        out.putInt(bytes.length);
        out.putBytes(bytes, 0, bytes.length);
    }

    private static void appendElement(ByteBuffer in, int elementOid, StringBuilder text) {
        int length = in.getInt();
        if (length < 0) {
            text.append("NULL");
            return;
        }
        ByteBuffer element = in.slice(in.position(), length);
        in.position(in.position() + length);
        text.append('"')
                .append(BinaryText.of(elementOid, element).replace("\\", "\\\\").replace("\"", "\\\""))
                .append('"');
    }
}
