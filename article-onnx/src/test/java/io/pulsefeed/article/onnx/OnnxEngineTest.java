package io.pulsefeed.article.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.pulsefeed.article.sentiment.Sentiment;
import io.pulsefeed.article.sentiment.SentimentEngine;
import io.pulsefeed.article.sentiment.SentimentEngines;
import io.pulsefeed.testing.NotChecked;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs small generated models in ONNX Runtime, whose outputs are computed by hand. */
class OnnxEngineTest {

    /** Weights of [PAD] [UNK] [CLS] [SEP] soars plunges opens for positive, negative, neutral. */
    private static final float[][] WEIGHTS = {
        {9, 9, 9}, {0, 0, 1}, {0, 0, 0}, {0, 0, 0}, {4, 0, 0}, {0, 4, 0}, {0, 0, 4}
    };

    @TempDir
    Path folder;

    private final Map<String, String> settings = new HashMap<>();

    @BeforeEach
    void write() throws IOException {
        Path vocabulary = Files.write(folder.resolve("vocab.txt"), TinyModel.vocabulary("soars", "plunges", "opens"));
        settings.put("sentiment.onnx.vocabulary", vocabulary.toString());
        settings.put("sentiment.onnx.labels", "positive,negative,neutral");
        settings.put("sentiment.onnx.max.length", "16");
        settings.put("sentiment.onnx.lower.case", "true");
        settings.put("sentiment.onnx.threads", "1");
        use(new TinyModel(WEIGHTS));
    }

    private void use(TinyModel model) {
        settings.put(
                "sentiment.onnx.model",
                model.write(folder.resolve("model.onnx")).toString());
    }

    private SentimentEngine engine() {
        return SentimentEngines.create("onnx", null, settings);
    }

    @Test
    void scoresWithModelClasses() {
        try (SentimentEngine engine = engine()) {
            // Softmax of 4, 0, 0: 0.9647, 0.0177, 0.0177.
            assertThat(engine.score("Soars", "").compound()).isCloseTo(0.9471, within(0.0001));
            assertThat(engine.score("Soars", null).label()).isEqualTo("positive");
            assertThat(engine.score("PLUNGES", "").compound()).isCloseTo(-0.9471, within(0.0001));
            assertThat(engine.score("opens", "").label()).isEqualTo("neutral");
            assertThat(engine.score("", "")).isEqualTo(Sentiment.NEUTRAL);
            // Title and text are one input: 4, 4, 0.
            assertThat(engine.score("soars", "plunges").compound()).isCloseTo(0.05, within(0.0001));
        }
    }

    @Test
    void mostProbableClassIsLabel() {
        // Softmax of 4, 0, 5: 0.268, 0.005, 0.727.
        try (SentimentEngine engine = engine()) {
            Sentiment mostlyNeutral = engine.score("soars opens unknown", "");
            assertThat(mostlyNeutral.label()).isEqualTo("neutral");
            assertThat(mostlyNeutral.compound()).isBetween(0.04, 0.05);
        }
    }

    @Test
    void usesConfiguredClassOrder() {
        settings.put("sentiment.onnx.labels", "neutral, positive ,negative");
        try (SentimentEngine engine = engine()) {
            assertThat(engine.score("soars", "").label()).isEqualTo("neutral");
            assertThat(engine.score("plunges", "").label()).isEqualTo("positive");
            assertThat(engine.score("opens", "").label()).isEqualTo("negative");
        }
    }

    @Test
    void paddingDoesNotChangeScores() {
        List<String> texts = List.of("soars", "plunges and a few more words than that", "opens soars");
        try (OnnxEngine engine = new OnnxEngine(settings)) {
            List<Sentiment> together = engine.scoreAll(texts);
            List<Sentiment> alone =
                    texts.stream().map(text -> engine.score(text, "")).toList();

            assertThat(together).isEqualTo(alone).doesNotHaveDuplicates();
        }
    }

    @Test
    void truncatesToMaximumLength() {
        settings.put("sentiment.onnx.max.length", "8");
        try (SentimentEngine engine = engine()) {
            String six = "soars ".repeat(6);
            assertThat(engine.score(six + "plunges ".repeat(1_000_000), "")).isEqualTo(engine.score(six, ""));
        }
    }

    @Test
    void passesRequiredInputs() {
        use(new TinyModel(WEIGHTS).withTokenTypes());
        try (SentimentEngine engine = engine()) {
            assertThat(engine.score("soars", "").label()).isEqualTo("positive");
        }
        use(new TinyModel(WEIGHTS).withNarrowIds().withTokenTypes());
        try (SentimentEngine engine = engine()) {
            assertThat(engine.score("plunges", "").label()).isEqualTo("negative");
        }
    }

    @Test
    void reportsInvalidModels() throws IOException {
        use(new TinyModel(WEIGHTS).withInputNamed("pixel_values"));
        assertRejected("sentiment.onnx.model", "pixel_values", "attention_mask");
        use(new TinyModel(new float[][] {{1, 2}, {1, 2}}));
        assertRejected("sentiment.onnx.model", "sentiment.onnx.labels", "3 classes");
        settings.put(
                "sentiment.onnx.model",
                Files.writeString(folder.resolve("page.html"), "<html>not found</html>")
                        .toString());
        assertRejected("sentiment.onnx.model", "page.html", "ONNX Runtime could not load");
        settings.put("sentiment.onnx.model", folder.resolve("absent.onnx").toString());
        assertRejected("sentiment.onnx.model", "absent.onnx", "every worker");
        settings.put("sentiment.onnx.model", " ");
        assertRejected("sentiment.onnx.model is not set", "vader");
    }

    @Test
    void failsForNaN() {
        use(new TinyModel(
                new float[][] {{0, 0, 0}, {0, 0, 0}, {0, 0, 0}, {0, 0, 0}, {Float.NaN, 0, 0}, {0, 0, 0}, {0, 1, 0}}));
        try (SentimentEngine engine = engine()) {
            assertThatThrownBy(() -> engine.score("soars", "")).hasMessageContainingAll("model.onnx", "NaN");
            assertThat(engine.score("opens", "").label()).isEqualTo("negative");
        }
    }

    private void assertRejected(String... words) {
        assertThatThrownBy(this::engine)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(words);
    }

    /** A worker on which only one of the two jars was installed. */
    @Test
    void reportsMissingJar() throws Exception {
        List<URL> withoutRuntime = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (!entry.contains("onnxruntime")) {
                withoutRuntime.add(Path.of(entry).toUri().toURL());
            }
        }
        URL[] urls = withoutRuntime.toArray(URL[]::new);
        try (URLClassLoader plugin = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
            Method create = plugin.loadClass(SentimentEngines.class.getName())
                    .getMethod("create", String.class, Path.class, Map.class);

            assertThatThrownBy(() -> create.invoke(null, "onnx", null, settings))
                    .cause()
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("sentiment.engine", "onnxruntime-*.jar", "next to the jars of the plugin");
        }
    }

    @Test
    void closedEngineThrows() {
        SentimentEngine engine = engine();
        engine.close();
        engine.close();

        assertThatThrownBy(() -> engine.score("soars", ""))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    /** Opens and closes a model of 24 MB 30 times: a leak would be up to 720 MB. */
    @Test
    void closeReleasesNativeMemory() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.isReadable(status)) {
            NotChecked.skip("that closing a model frees its memory", "there is no " + status + " here: run this test on Linux");
        }
        use(new TinyModel(new float[2_000_000][3]));
        for (int i = 0; i < 5; i++) {
            engine().close();
        }
        long before = residentBytes(status);
        for (int i = 0; i < 30; i++) {
            try (SentimentEngine engine = engine()) {
                engine.score("soars", "");
            }
        }

        assertThat(residentBytes(status) - before).isLessThan(200L << 20);
    }

    private static long residentBytes(Path status) throws IOException {
        String line = Files.readAllLines(status).stream()
                .filter(text -> text.startsWith("VmRSS:"))
                .findFirst()
                .orElseThrow();
        return Long.parseLong(line.replaceAll("\\D", "")) << 10;
    }
}
