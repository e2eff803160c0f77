package io.pulsefeed.article.onnx;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes ONNX files with predictable outputs: each word piece has a row of class weights, masked pieces have no weight, and the
 * logits are the sums. Encodes protobuf directly (onnx.proto, IR version 8, opset 13).
 */
final class TinyModel {

    private static final int FLOAT = 1;
    private static final int INT32 = 6;
    private static final int INT64 = 7;

    private final float[][] weights;
    private String mask = "attention_mask";
    private boolean typesAsked;
    private int idType = INT64;

    /** @param weights per class, by word piece id */
    TinyModel(float[][] weights) {
        this.weights = weights;
    }

    TinyModel withTokenTypes() {
        typesAsked = true;
        return this;
    }

    TinyModel withNarrowIds() {
        idType = INT32;
        return this;
    }

    TinyModel withInputNamed(String name) {
        mask = name;
        return this;
    }

    Path write(Path file) {
        try {
            return Files.write(file, model());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] model() {
        Message graph = new Message()
                .message(1, node("Gather", List.of("weights", "input_ids"), "rows"))
                .message(1, node("Cast", List.of(mask), "counted").message(5, attribute("to", FLOAT)))
                .message(1, node("Unsqueeze", List.of("counted", "last"), "column"))
                .message(1, node("Mul", List.of("rows", "column"), "kept"))
                .message(
                        1,
                        node("ReduceSum", List.of("kept", "middle"), "logits").message(5, attribute("keepdims", 0)))
                .text(2, "tiny")
                .message(5, matrix("weights"))
                .message(5, number("last", 2))
                .message(5, number("middle", 1))
                .message(11, value("input_ids", idType, "batch", "length", 0))
                .message(11, value(mask, idType, "batch", "length", 0));
        if (typesAsked) {
            graph.message(11, value("token_type_ids", idType, "batch", "length", 0));
        }
        graph.message(12, value("logits", FLOAT, "batch", null, weights[0].length));
        return new Message()
                .number(1, 8)
                .message(7, graph)
                .message(8, new Message().text(1, "").number(2, 13))
                .bytes();
    }

    private static Message node(String operation, List<String> inputs, String output) {
        Message node = new Message();
        inputs.forEach(input -> node.text(1, input));
        return node.text(2, output).text(4, operation);
    }

    private static Message attribute(String name, long value) {
        return new Message().text(1, name).number(3, value).number(20, 2);
    }

    private Message matrix(String name) {
        ByteBuffer raw =
                ByteBuffer.allocate(weights.length * weights[0].length * 4).order(ByteOrder.LITTLE_ENDIAN);
        for (float[] row : weights) {
            for (float weight : row) {
                raw.putFloat(weight);
            }
        }
        return new Message()
                .number(1, weights.length)
                .number(1, weights[0].length)
                .number(2, FLOAT)
                .text(8, name)
                .raw(9, raw.array());
    }

    private static Message number(String name, long value) {
        return new Message().number(1, 1).number(2, INT64).number(7, value).text(8, name);
    }

    private static Message value(String name, int type, String first, String second, int size) {
        Message last = second != null ? new Message().text(2, second) : new Message().number(1, size);
        Message shape = new Message().message(1, new Message().text(2, first)).message(1, last);
        Message tensor = new Message().number(1, type).message(2, shape);
        return new Message().text(1, name).message(2, new Message().message(1, tensor));
    }

    /** A protobuf message under construction. */
    private static final class Message {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        Message number(int field, long value) {
            varint((long) field << 3);
            varint(value);
            return this;
        }

        Message raw(int field, byte[] value) {
            varint((long) field << 3 | 2);
            varint(value.length);
            out.writeBytes(value);
            return this;
        }

        Message text(int field, String value) {
            return raw(field, value.getBytes(StandardCharsets.UTF_8));
        }

        Message message(int field, Message value) {
            return raw(field, value.bytes());
        }

        private void varint(long value) {
            long rest = value;
            while ((rest & ~0x7FL) != 0) {
                out.write((int) (rest & 0x7F | 0x80));
                rest >>>= 7;
            }
            out.write((int) rest);
        }

        byte[] bytes() {
            return out.toByteArray();
        }
    }

    /** A small vocabulary, in the order of the ids. */
    static List<String> vocabulary(String... words) {
        List<String> all = new ArrayList<>(List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]"));
        all.addAll(List.of(words));
        return all;
    }
}
