package io.pulsefeed.article.sentiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SentimentEnginesTest {

    @TempDir
    Path folder;

    @Test
    void noneDisablesMarketVocabulary() {
        SentimentEngine plain = SentimentEngines.create("vader", Path.of("none"), Map.of());
        SentimentEngine market = SentimentEngines.create("vader", null, Map.of());

        assertThat(plain.score("Exchange delists token", "").label()).isEqualTo("neutral");
        assertThat(market.score("Exchange delists token", "").label()).isEqualTo("negative");
    }

    @Test
    void readsCustomVocabulary() throws IOException {
        Path file = Files.writeString(folder.resolve("own.tsv"), "# mine\n3\tgood here\tzorbs|going to the zoo\n");

        SentimentEngine engine = SentimentEngines.create("vader", file, Map.of());

        assertThat(engine.score("Market zorbs", "").label()).isEqualTo("positive");
        assertThat(engine.score("Bitcoin is going to the zoo.", "").label()).isEqualTo("positive");
        assertThat(engine.score("Exchange delists token", "").label()).isEqualTo("neutral");
    }

    @Test
    void reportsInvalidVocabularyLine() throws IOException {
        Path file = Files.writeString(folder.resolve("own.tsv"), "1\tfine\tword\n9\ttoo much\tword\n");

        assertThatThrownBy(() -> SentimentEngines.create("vader", file, Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("sentiment.lexicon.overlay.path", "line 2", "-4 to 4");
    }

    @Test
    void reportsVocabularyThatIsNotText() throws IOException {
        Path file = Files.write(folder.resolve("own.tsv"), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});

        assertThatThrownBy(() -> SentimentEngines.create("vader", file, Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("UTF-8");
    }

    @Test
    void reportsMissingVocabulary() {
        assertThatThrownBy(() -> SentimentEngines.create("vader", folder.resolve("absent.tsv"), Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("sentiment.lexicon.overlay.path", "absent.tsv");
    }

    @Test
    void loadsCustomEngineByClassName() {
        assertThat(SentimentEngines.create(Cheerful.class.getName(), null, Map.of())
                        .score("War", ""))
                .isEqualTo(new Sentiment(1, "positive"));
    }

    @Test
    void passesOverlayPathToEngine() {
        SentimentEngine engine = SentimentEngines.create(Reading.class.getName(), Path.of("model.bin"), Map.of());

        assertThat(((Reading) engine).model).isEqualTo(Path.of("model.bin"));
    }

    @Test
    void passesSentimentPropertiesToEngine() {
        Map<String, String> settings = Map.of("sentiment.custom.score", "0.5");

        SentimentEngine engine = SentimentEngines.create(Configured.class.getName(), null, settings);

        assertThat(engine.score("War", "")).isEqualTo(Sentiment.of(0.5));
        assertThatThrownBy(() -> SentimentEngines.create(Configured.class.getName(), null, Map.of()))
                .hasMessage("sentiment.custom.score is not set");
    }

    @Test
    void reportsMissingOnnxPackage() {
        assertThatThrownBy(() -> SentimentEngines.create("onnx", null, Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("sentiment.engine", "pulsefeed-article-onnx", "plugin.path");
    }

    @Test
    void reportsReasonIfEngineCannotBeCreated() {
        assertThatThrownBy(() -> SentimentEngines.create("com.example.Absent", null, Map.of()))
                .hasMessageContainingAll("sentiment.engine", "com.example.Absent", "class not found");
        assertThatThrownBy(() -> SentimentEngines.create("java.lang.String", null, Map.of()))
                .hasMessageContainingAll("sentiment.engine", "SentimentEngine");
        assertThatThrownBy(() -> SentimentEngines.create(Failing.class.getName(), null, Map.of()))
                .hasMessageContainingAll("sentiment.engine", "model missing");
    }

    @Test
    void limitsScoredText() {
        String endless = "good ".repeat(1_000_000);

        assertThat(ScoredText.of("t", endless).getBytes(StandardCharsets.UTF_8).length)
                .isLessThan(2_000);
    }

    public static final class Cheerful implements SentimentEngine {
        @Override
        public Sentiment score(String title, String text) {
            return Sentiment.of(1);
        }
    }

    public static final class Reading implements SentimentEngine {
        final Path model;

        public Reading(Path model) {
            this.model = model;
        }

        @Override
        public Sentiment score(String title, String text) {
            return Sentiment.NEUTRAL;
        }
    }

    public static final class Configured implements SentimentEngine {
        private final double score;

        public Configured(Map<String, String> settings) {
            String text = settings.get("sentiment.custom.score");
            if (text == null) {
                throw new IllegalArgumentException("sentiment.custom.score is not set");
            }
            score = Double.parseDouble(text);
        }

        @Override
        public Sentiment score(String title, String text) {
            return Sentiment.of(score);
        }
    }

    public static final class Failing implements SentimentEngine {
        public Failing() {
            throw new IllegalStateException("model missing");
        }

        @Override
        public Sentiment score(String title, String text) {
            return Sentiment.NEUTRAL;
        }
    }
}
