package io.pulsefeed.article.onnx;

import io.pulsefeed.article.config.ModelKeys;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What the engine is told of a model.
 *
 * @param labels what the outputs mean, in their order: positive, negative and neutral once each
 * @param maxLength word pieces of one input at most, the two marks at its ends included
 */
record OnnxSettings(Path model, Path vocabulary, List<String> labels, int maxLength, boolean lowerCase, int threads) {

    /**
     * @param settings the connector's keys, checked by its definition, defaults filled in
     * @throws IllegalArgumentException naming the key and the file
     */
    static OnnxSettings of(Map<String, String> settings) {
        return new OnnxSettings(
                file(settings, ModelKeys.MODEL, "the ONNX file of the model"),
                file(settings, ModelKeys.VOCABULARY, "the vocab.txt of the model"),
                List.of(settings.get(ModelKeys.LABELS).strip().split("\\s*,\\s*")),
                Integer.parseInt(settings.get(ModelKeys.MAX_LENGTH).strip()),
                Boolean.parseBoolean(settings.get(ModelKeys.LOWER_CASE).strip()),
                Integer.parseInt(settings.get(ModelKeys.THREADS).strip()));
    }

    private static Path file(Map<String, String> settings, String key, String what) {
        String text = settings.getOrDefault(key, "").strip();
        if (text.isEmpty()) {
            throw new IllegalArgumentException(key + " is not set: give it the path of " + what
                    + " on the worker, or set sentiment.engine to vader.");
        }
        Path path = Path.of(text);
        if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
            throw new IllegalArgumentException(key + ": there is no readable file " + path.toAbsolutePath()
                    + " on this worker. Put " + what + " there on every worker, or set sentiment.engine to vader.");
        }
        return path;
    }
}
