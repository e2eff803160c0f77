package io.pulsefeed.article.onnx;

import io.pulsefeed.article.config.OnnxModelConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Settings of the model.
 *
 * @param labels of the outputs, in output order: positive, negative and neutral once each
 * @param maxLength maximum number of word pieces per input, including the two special tokens at its ends
 */
record OnnxSettings(Path model, Path vocabulary, List<String> labels, int maxLength, boolean lowerCase, int threads) {

    /**
     * Reads the settings.
     *
     * @param settings validated connector properties, including defaults
     * @throws IllegalArgumentException if a file is not set or not readable; the message contains the key and the file
     */
    static OnnxSettings of(Map<String, String> settings) {
        return new OnnxSettings(
                file(settings, OnnxModelConfig.MODEL, "the ONNX file of the model"),
                file(settings, OnnxModelConfig.VOCABULARY, "the vocab.txt of the model"),
                List.of(settings.get(OnnxModelConfig.LABELS).strip().split("\\s*,\\s*")),
                Integer.parseInt(settings.get(OnnxModelConfig.MAX_LENGTH).strip()),
                Boolean.parseBoolean(settings.get(OnnxModelConfig.LOWER_CASE).strip()),
                Integer.parseInt(settings.get(OnnxModelConfig.THREADS).strip()));
    }

    private static Path file(Map<String, String> settings, String key, String description) {
        String text = settings.getOrDefault(key, "").strip();
        if (text.isEmpty()) {
            throw new IllegalArgumentException(key + " is not set. Set the path of " + description
                    + " on the worker, or set sentiment.engine to vader.");
        }
        Path path = Path.of(text);
        if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
            throw new IllegalArgumentException(key + ": there is no readable file " + path.toAbsolutePath()
                    + " on this worker. Copy " + description + " to every worker, or set sentiment.engine to vader.");
        }
        return path;
    }
}
