package io.pulsefeed.article.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.pulsefeed.article.config.ModelKeys;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A classifier of texts in ONNX Runtime: numbers of word pieces in ({@code input_ids}, and what else of
 * {@code attention_mask} and {@code token_type_ids} it asks for), one number for each class out.
 */
final class OnnxModel implements AutoCloseable {

    private static final String IDS = "input_ids";
    private static final String MASK = "attention_mask";
    private static final String TYPES = "token_type_ids";
    private static final Set<String> INPUTS = Set.of(IDS, MASK, TYPES);
    private static final String LOGITS = "logits";

    private final OrtEnvironment environment;
    private final OrtSession session;
    private final String output;
    private final int classes;
    private final int padding;
    private boolean closed;

    private OnnxModel(OrtEnvironment environment, OrtSession session, int classes, int padding) throws OrtException {
        this.environment = environment;
        this.session = session;
        this.classes = classes;
        this.padding = padding;
        this.output = session.getOutputNames().contains(LOGITS)
                ? LOGITS
                : session.getOutputNames().iterator().next();
        requireInputs(session.getInputInfo());
        requireClasses(session.getOutputInfo().get(output));
    }

    /**
     * @param padding the number that fills up the shorter ones of several texts
     * @throws IllegalArgumentException when the file is no such model, or this machine cannot run ONNX Runtime
     */
    static OnnxModel open(Path file, int classes, int padding, int threads) {
        OrtEnvironment environment = environment();
        OrtSession session = null;
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            session = environment.createSession(file.toString(), options);
            return new OnnxModel(environment, session, classes, padding);
        } catch (OrtException e) {
            throw failure("ONNX Runtime cannot load " + file + " (" + e.getMessage() + ")", e);
        } catch (IllegalArgumentException e) {
            closeQuietly(session);
            throw failure(file + " " + e.getMessage(), e);
        }
    }

    private static OrtEnvironment environment() {
        try {
            OrtEnvironment environment = OrtEnvironment.getEnvironment();
            environment.setTelemetry(false);
            return environment;
        } catch (OrtException e) {
            throw new IllegalArgumentException("sentiment.engine: ONNX Runtime does not start: " + e.getMessage(), e);
        } catch (LinkageError e) {
            throw new IllegalArgumentException(
                    "sentiment.engine: ONNX Runtime cannot be loaded (" + e
                            + "). Its jar, onnxruntime-*.jar, must stand"
                            + " beside the plugin's, and its native library needs Linux with glibc (images on Alpine have"
                            + " none), macOS or Windows on a 64-bit processor. Put the jar there, use another image, or set"
                            + " sentiment.engine to vader.",
                    e);
        }
    }

    private static void requireInputs(Map<String, NodeInfo> inputs) {
        for (NodeInfo input : inputs.values()) {
            boolean whole = input.getInfo() instanceof TensorInfo info
                    && (info.type == OnnxJavaType.INT64 || info.type == OnnxJavaType.INT32);
            if (!INPUTS.contains(input.getName()) || !whole) {
                throw new IllegalArgumentException("asks for an input " + input.getName() + " (" + input.getInfo()
                        + "); only input_ids, attention_mask and token_type_ids of whole numbers can be given");
            }
        }
        if (!inputs.containsKey(IDS)) {
            throw new IllegalArgumentException("has no input input_ids, so it is no model for text of the BERT kind");
        }
    }

    private void requireClasses(NodeInfo info) {
        long[] shape = info.getInfo() instanceof TensorInfo tensor ? tensor.getShape() : new long[0];
        long last = shape.length == 2 ? shape[1] : 0;
        // -1 means that the file leaves it open; then the first answer shows it.
        if (last != classes && last != -1) {
            throw new IllegalArgumentException("gives " + info.getInfo() + " as " + output + ", but " + ModelKeys.LABELS
                    + " names " + classes + " classes for each text");
        }
    }

    /**
     * @param texts numbers of word pieces, of different lengths
     * @return for each text one number for each class, as the model gives them
     */
    float[][] run(List<long[]> texts) throws OrtException {
        if (closed) {
            throw new IllegalStateException("the model is closed");
        }
        int length = texts.stream().mapToInt(text -> text.length).max().orElse(0);
        Map<String, OnnxTensor> inputs = new HashMap<>();
        try {
            for (NodeInfo input : session.getInputInfo().values()) {
                inputs.put(input.getName(), tensor(input, texts, length));
            }
            try (OrtSession.Result result = session.run(inputs, Set.of(output))) {
                return rows((OnnxTensor) result.get(0), texts.size());
            }
        } finally {
            inputs.values().forEach(OnnxTensor::close);
        }
    }

    private OnnxTensor tensor(NodeInfo input, List<long[]> texts, int length) throws OrtException {
        long[] values = new long[texts.size() * length];
        for (int row = 0; row < texts.size(); row++) {
            long[] text = texts.get(row);
            for (int i = 0; i < length; i++) {
                boolean given = i < text.length;
                values[row * length + i] = switch (input.getName()) {
                    case IDS -> given ? text[i] : padding;
                    case MASK -> given ? 1 : 0;
                    default -> 0;
                };
            }
        }
        long[] shape = {texts.size(), length};
        if (((TensorInfo) input.getInfo()).type == OnnxJavaType.INT64) {
            return OnnxTensor.createTensor(environment, LongBuffer.wrap(values), shape);
        }
        IntBuffer narrow = IntBuffer.allocate(values.length);
        for (long value : values) {
            narrow.put((int) value);
        }
        return OnnxTensor.createTensor(environment, narrow.flip(), shape);
    }

    private float[][] rows(OnnxTensor answer, int count) {
        FloatBuffer values = answer.getFloatBuffer();
        if (values == null || values.remaining() != count * classes) {
            throw failure(
                    "its answer is " + answer.getInfo() + ", but " + count * classes + " numbers were expected", null);
        }
        float[][] rows = new float[count][classes];
        for (float[] row : rows) {
            values.get(row);
        }
        return rows;
    }

    private static IllegalArgumentException failure(String what, Exception cause) {
        return new IllegalArgumentException(
                ModelKeys.MODEL + ": " + what + ". Export the model for text classification to ONNX, and check "
                        + ModelKeys.LABELS + ".",
                cause);
    }

    private static void closeQuietly(OrtSession session) {
        try {
            if (session != null) {
                session.close();
            }
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime does not let go of a model", e);
        }
    }

    /** Frees the memory outside the heap that the model takes. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            closeQuietly(session);
        }
    }
}
