package io.pulsefeed.article.onnx;

import io.pulsefeed.article.config.ModelKeys;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The word pieces of a BERT model and their numbers: the longest piece that fits goes first, what is left is marked by ##. */
final class WordPieces {

    private static final int ENTRIES_MAX = 2_000_000;
    private static final int WORD_MAX = 100;
    private static final String INSIDE = "##";

    private final Map<String, Integer> numbers;
    private final int start;
    private final int end;
    private final int unknown;
    private final int padding;
    private final boolean lowerCase;

    private WordPieces(Map<String, Integer> numbers, boolean lowerCase, Path file) {
        this.numbers = numbers;
        this.lowerCase = lowerCase;
        this.start = mark("[CLS]", file);
        this.end = mark("[SEP]", file);
        this.unknown = mark("[UNK]", file);
        this.padding = mark("[PAD]", file);
    }

    /**
     * @throws IllegalArgumentException when {@code file} is no vocabulary of a BERT model
     */
    static WordPieces read(Path file, boolean lowerCase) {
        Map<String, Integer> numbers = new HashMap<>();
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            String line = lines.readLine();
            for (int number = 0; line != null && number < ENTRIES_MAX; number++) {
                numbers.put(line.strip(), number);
                line = lines.readLine();
            }
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    ModelKeys.VOCABULARY + ": " + file + " could not be read (" + e + "); it must be text in UTF-8.",
                    e);
        }
        return new WordPieces(numbers, lowerCase, file);
    }

    private int mark(String name, Path file) {
        Integer number = numbers.get(name);
        if (number == null) {
            throw new IllegalArgumentException(ModelKeys.VOCABULARY + ": " + file + " holds no line " + name
                    + ", so it is no vocabulary of a BERT model. Use the vocab.txt that came with the model.");
        }
        return number;
    }

    int padding() {
        return padding;
    }

    /** The numbers of the pieces of {@code text} between the two marks, {@code max} at most. */
    long[] encode(String text, int max) {
        List<Integer> pieces = new ArrayList<>();
        pieces.add(start);
        for (String word : BertWords.of(text, lowerCase)) {
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

    /** A word of which any part is unknown is unknown as a whole. */
    private void addPieces(String word, List<Integer> pieces) {
        int before = pieces.size();
        int from = 0;
        while (from < word.length() && word.length() <= WORD_MAX) {
            int to = word.length();
            Integer piece = null;
            while (to > from && piece == null) {
                String part = word.substring(from, to);
                piece = numbers.get(from == 0 ? part : INSIDE + part);
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
