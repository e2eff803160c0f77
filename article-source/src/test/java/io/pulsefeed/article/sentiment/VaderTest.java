package io.pulsefeed.article.sentiment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefeed.testing.EvaluationData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VaderTest {

    private static final Vader VADER = new Vader(Lexicon.reference());

    @Test
    void matchesReferenceImplementation() throws IOException {
        Path file = EvaluationData.require(
                "article/sentiment/vader-reference-outputs.jsonl", "VADER scores against the reference implementation");
        List<String> lines = Files.readAllLines(file);
        ObjectMapper json = new ObjectMapper();
        SoftAssertions all = new SoftAssertions();

        for (String line : lines) {
            JsonNode expected = json.readTree(line);
            all.assertThat(VADER.score(expected.path("text").asText()))
                    .as(expected.path("text").asText())
                    .isEqualTo(new VaderScores(
                            expected.path("neg").asDouble(),
                            expected.path("neu").asDouble(),
                            expected.path("pos").asDouble(),
                            expected.path("compound").asDouble()));
        }

        assertThat(lines).hasSizeGreaterThan(600);
        all.assertAll();
    }

    @Test
    void loadsCompleteLexicon() {
        Lexicon lexicon = Lexicon.reference();

        assertThat(lexicon.valences()).hasSize(7506).containsEntry("@>-->--", 2.1);
        assertThat(lexicon.emojis()).containsEntry(0x1F600, "grinning face");
        assertThat(lexicon.negators()).contains("isn't", "despite");
    }

    /** The examples of each rule in the paper (Hutto and Gilbert 2014, section 3.3). */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            The food here is good                 | The food here is good!!!
            The food here is good!                | The food here is GREAT!
            The service here is marginally good   | The service here is extremely good
            The food is good, but the service bad | The food is bad, but the service good
            The food here isn't good              | The food here is good
            """)
    void ranksExamplesAsInPaper(String lower, String higher) {
        assertThat(VADER.score(lower).compound()).isLessThan(VADER.score(higher).compound());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "\u00a0\u2003\n"})
    void scoresBlankTextAsZero(String text) {
        assertThat(VADER.score(text)).isEqualTo(VaderScores.NOTHING);
    }
}
