package io.pulsefeed.article.onnx;

import io.pulsefeed.article.config.OnnxModelConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** BERT's WordPiece tokenizer: greedy longest match first; pieces inside a word have the prefix ##. */
final class WordPieceTokenizer {

    private static final int MAX_ENTRIES = 2_000_000;
    private static final int MAX_WORD_LENGTH = 100;
    private static final String CONTINUATION_PREFIX = "##";

    private final Map<String, Integer> ids;
    private final int start;
    private final int end;
    private final int unknown;
    private final int padding;
    private final boolean lowerCase;

    private WordPieceTokenizer(Map<String, Integer> ids, boolean lowerCase, Path file) {
        this.ids = ids;
        this.lowerCase = lowerCase;
        this.start = specialToken("[CLS]", file);
        this.end = specialToken("[SEP]", file);
        this.unknown = specialToken("[UNK]", file);
        this.padding = specialToken("[PAD]", file);
    }

    /** @throws IllegalArgumentException if {@code file} is not the vocabulary of a BERT model */
    static WordPieceTokenizer read(Path file, boolean lowerCase) {
        Map<String, Integer> ids = new HashMap<>();
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            String line = lines.readLine();
            for (int number = 0; line != null && number < MAX_ENTRIES; number++) {
                ids.put(line.strip(), number);
                line = lines.readLine();
            }
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    OnnxModelConfig.VOCABULARY + ": " + file + " could not be read (" + e
                            + "); it must be text in UTF-8.",
                    e);
        }
        return new WordPieceTokenizer(ids, lowerCase, file);
    }

    private int specialToken(String name, Path file) {
        @Nullable Integer id = ids.get(name);
        if (id == null) {
            throw new IllegalArgumentException(OnnxModelConfig.VOCABULARY + ": " + file + " has no line " + name
                    + ", so it is not the vocabulary of a BERT model. Use the vocab.txt of the model.");
        }
        return id;
    }

    int padding() {
        return padding;
    }

    /** The word piece ids of {@code text} with the two special tokens, at most {@code max}. */
    long[] encode(String text, int max) {
        List<Integer> pieces = new ArrayList<>();
        pieces.add(start);
        for (String word : BasicTokenizer.tokenize(text, lowerCase)) {
            if (pieces.size() >= max - 1) {
                break;
            }
            addPieces(word, pieces);
        }
        while (pieces.size() > max - 1) {
            pieces.remove(pieces.size() - 1);
        }
        pieces.add(end);
        return pieces.stream().mapToLong(Integer::longValue).toArray();
    }

    /** A word with an unknown part is replaced by [UNK]. */
    private void addPieces(String word, List<Integer> pieces) {
        int before = pieces.size();
        int from = 0;
        while (from < word.length() && word.length() <= MAX_WORD_LENGTH) {
            int to = word.length();
            @Nullable Integer piece = null;
            while (to > from && piece == null) {
                String part = word.substring(from, to);
                piece = ids.get(from == 0 ? part : CONTINUATION_PREFIX + part);
                to -= piece == null ? 1 : 0;
            }
            if (piece == null) {
                break;
            }
            pieces.add(piece);
            from = to;
        }
        if (from < word.length()) {
            pieces.subList(before, pieces.size()).clear();
            pieces.add(unknown);
        }
    }
}
