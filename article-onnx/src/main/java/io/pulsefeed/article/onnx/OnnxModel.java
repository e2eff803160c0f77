package io.pulsefeed.article.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.pulsefeed.article.config.OnnxModelConfig;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A text classifier in ONNX Runtime. Inputs: word piece ids ({@code input_ids}) and, if the model has them,
 * {@code attention_mask} and {@code token_type_ids}. Output: one logit per class.
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
     * Loads a model.
     *
     * @param padding id that pads shorter texts of a batch
     * @throws IllegalArgumentException if the file is not such a model, or ONNX Runtime is not available on this machine
     */
    static OnnxModel open(Path file, int classes, int padding, int threads) {
        OrtEnvironment environment = environment();
        @Nullable OrtSession session = null;
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            session = environment.createSession(file.toString(), options);
            return new OnnxModel(environment, session, classes, padding);
        } catch (OrtException e) {
            throw failure("ONNX Runtime could not load " + file + " (" + e.getMessage() + ")", e);
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
            throw new IllegalArgumentException("sentiment.engine: ONNX Runtime failed to start: " + e.getMessage(), e);
        } catch (LinkageError e) {
            throw new IllegalArgumentException(
                    "sentiment.engine: ONNX Runtime could not be loaded (" + e
                            + "). Its jar, onnxruntime-*.jar, must be"
                            + " next to the jars of the plugin, and its native library requires Linux with glibc (not"
                            + " Alpine), macOS or Windows on a 64-bit processor. Add the jar, use another image, or set"
                            + " sentiment.engine to vader.",
                    e);
        }
    }

    private static void requireInputs(Map<String, NodeInfo> inputs) {
        for (NodeInfo input : inputs.values()) {
            boolean isInteger = input.getInfo() instanceof TensorInfo info
                    && (info.type == OnnxJavaType.INT64 || info.type == OnnxJavaType.INT32);
            if (!INPUTS.contains(input.getName()) || !isInteger) {
                throw new IllegalArgumentException("requires an input " + input.getName() + " (" + input.getInfo()
                        + "); only input_ids, attention_mask and token_type_ids of integer type are supported");
            }
        }
        if (!inputs.containsKey(IDS)) {
            throw new IllegalArgumentException("has no input input_ids, so it is not a BERT text model");
        }
    }

    private void requireClasses(NodeInfo info) {
        long[] shape = info.getInfo() instanceof TensorInfo tensor ? tensor.getShape() : new long[0];
        long last = shape.length == 2 ? shape[1] : 0;
        // -1 is a dynamic dimension; rows() checks the actual size.
        if (last != classes && last != -1) {
            throw new IllegalArgumentException("returns " + info.getInfo() + " as " + output + ", but "
                    + OnnxModelConfig.LABELS + " has " + classes + " classes");
        }
    }

    /**
     * Runs the model.
     *
     * @param texts word piece ids, of different lengths
     * @return the logits of each text, one per class
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
                boolean isText = i < text.length;
                values[row * length + i] = switch (input.getName()) {
                    case IDS -> isText ? text[i] : padding;
                    case MASK -> isText ? 1 : 0;
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

    private float[][] rows(OnnxTensor tensor, int count) {
        FloatBuffer values = tensor.getFloatBuffer();
        if (values == null || values.remaining() != count * classes) {
            throw failure(
                    "its output is " + tensor.getInfo() + ", but " + count * classes + " numbers were expected", null);
        }
        float[][] rows = new float[count][classes];
        for (float[] row : rows) {
            values.get(row);
        }
        return rows;
    }

    private static IllegalArgumentException failure(String problem, @Nullable Exception cause) {
        return new IllegalArgumentException(
                OnnxModelConfig.MODEL + ": " + problem
                        + ". Export the model for text classification to ONNX, and check " + OnnxModelConfig.LABELS
                        + ".",
                cause);
    }

    private static void closeQuietly(@Nullable OrtSession session) {
        try {
            if (session != null) {
                session.close();
            }
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime failed to release a model", e);
        }
    }

    /** Releases the native memory of the model. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            closeQuietly(session);
        }
    }
}
