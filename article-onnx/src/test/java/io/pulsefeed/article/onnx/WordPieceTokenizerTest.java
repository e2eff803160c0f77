package io.pulsefeed.article.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordPieceTokenizerTest {

    private static final List<String> VOCABULARY = TinyModel.vocabulary(
            "un", "##want", "##ed", "runn", "##ing", "bitcoin", "$", ",", ".", "cafe", "\u4e2d", "hello", "##s", "'");

    @TempDir
    Path folder;

    private WordPieceTokenizer pieces(boolean lowerCase) throws IOException {
        return WordPieceTokenizer.read(Files.write(folder.resolve("vocab.txt"), VOCABULARY), lowerCase);
    }

    private List<String> encode(String text, boolean lowerCase, int max) throws IOException {
        return Arrays.stream(pieces(lowerCase).encode(text, max))
                .mapToObj(number -> VOCABULARY.get((int) number))
                .toList();
    }

    /** The first two are examples of the reference tokenizer. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "UNwant\u00c9d,running|un ##want ##ed , runn ##ing",
                "unwantedX running|[UNK] runn ##ing",
                "HeLLo \t bitcoins. |hello bitcoin ##s .",
                "$bitcoin|$ bitcoin",
                "caf\u00e9|cafe",
                "hello\u4e2dhello|hello \u4e2d hello",
                "he\u200bllo\u00adhello\ufffd|[UNK]",
                "hello\u00a0bitcoin's|hello bitcoin ' [UNK]",
                "''|"
            })
    void matchesReferenceTokenizer(String text, String pieces) throws IOException {
        String expected = "[CLS] " + (pieces == null ? "" : pieces + " ") + "[SEP]";

        assertThat(String.join(" ", encode(text == null ? "" : text, true, 64))).isEqualTo(expected);
    }

    @Test
    void keepsCaseAndAccentsForCasedModels() throws IOException {
        assertThat(encode("hello Hello caf\u00e9", false, 64))
                .containsExactly("[CLS]", "hello", "[UNK]", "[UNK]", "[SEP]");
    }

    @Test
    void truncatesAndKeepsEndToken() throws IOException {
        assertThat(encode("hello ".repeat(1_000), true, 8))
                .hasSize(8)
                .startsWith("[CLS]")
                .endsWith("[SEP]");
        assertThat(encode("hello unwanted", true, 5)).containsExactly("[CLS]", "hello", "un", "##want", "[SEP]");
        assertThat(encode("x".repeat(100_000), true, 8)).containsExactly("[CLS]", "[UNK]", "[SEP]");
    }

    @Test
    void reportsInvalidVocabulary() throws IOException {
        Path file = Files.write(folder.resolve("words.txt"), List.of("[PAD]", "[UNK]", "hello"));
        Path bytes = Files.write(folder.resolve("bytes"), new byte[] {(byte) 0xC3, 0, (byte) 0xFF});

        assertThatThrownBy(() -> WordPieceTokenizer.read(file, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("sentiment.onnx.vocabulary", "words.txt", "[CLS]");
        assertThatThrownBy(() -> WordPieceTokenizer.read(bytes, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("sentiment.onnx.vocabulary", "UTF-8");
    }
}
