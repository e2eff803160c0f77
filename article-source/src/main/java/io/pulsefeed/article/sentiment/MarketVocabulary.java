package io.pulsefeed.article.sentiment;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Words and phrases of market news that extend the general lexicon. VADER scores single words, so each phrase in a text is
 * replaced by an artificial word of the merged lexicon.
 */
final class MarketVocabulary {

    /** Changes with each change of the vocabulary or of the rules of {@link MarketEngine}. */
    private static final String BUILT_IN_VERSION = "4";

    private static final int MAX_WORDS = 100_000;
    private static final String MONEY = "<money>";
    private static final String PERCENT = "<percent>";
    private static final String NUMBER = "<number>";

    private final Map<String, Double> words = new HashMap<>();
    private final PhraseNode phrases = new PhraseNode();

    private static final class PhraseNode {
        final Map<String, PhraseNode> next = new HashMap<>();
        /** The artificial word; null if no phrase ends here. */
        @Nullable
        String word;
    }

    private final String version;

    private MarketVocabulary(String version) {
        this.version = version;
    }

    /** Version of the built-in vocabulary, or the file name of a custom one. */
    String version() {
        return version;
    }

    static MarketVocabulary builtIn() {
        try (InputStream in = MarketVocabulary.class.getResourceAsStream("market-words.tsv");
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return read(lines, "market-words.tsv", BUILT_IN_VERSION);
        } catch (IOException e) {
            throw new UncheckedIOException("Failed to read market-words.tsv from the plugin jar", e);
        }
    }

    /** @throws IllegalArgumentException if the file cannot be read or a line is invalid; the message contains the line */
    static MarketVocabulary of(Path file) {
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            return read(lines, file.toString(), String.valueOf(file.getFileName()));
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "sentiment.lexicon.overlay.path: could not read " + file + " as UTF-8 text: " + e
                            + ". Set a file that the worker can read, or remove the key to use the built-in vocabulary.",
                    e);
        }
    }

    private static MarketVocabulary read(BufferedReader lines, String source, String version) throws IOException {
        MarketVocabulary vocabulary = new MarketVocabulary(version);
        int number = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            number++;
            if (!line.isBlank() && line.charAt(0) != '#') {
                vocabulary.addLine(line, source + " line " + number);
            }
        }
        return vocabulary;
    }

    private void addLine(String line, String position) {
        String[] columns = line.split("\t");
        double valence = columns.length == 3 ? valence(columns[0]) : Double.NaN;
        if (Double.isNaN(valence)) {
            throw new IllegalArgumentException(
                    "sentiment.lexicon.overlay.path: " + position + " is '" + abbreviate(line)
                            + "'; a line must contain a valence from -4 to 4, a reason, and words separated by |, separated by tabs.");
        }
        for (String word : columns[2].split("\\|")) {
            add(word.strip().toLowerCase(Locale.ROOT), valence);
        }
        if (words.size() > MAX_WORDS) {
            throw new IllegalArgumentException(
                    "sentiment.lexicon.overlay.path: more than " + MAX_WORDS + " words at " + position);
        }
    }

    private static double valence(String text) {
        try {
            double valence = Double.parseDouble(text.strip());
            return Math.abs(valence) <= 4 ? valence : Double.NaN;
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    private static String abbreviate(String line) {
        return line.length() <= 60 ? line : line.substring(0, 60) + "..";
    }

    private void add(String entry, double valence) {
        if (entry.isEmpty()) {
            return;
        }
        List<String> parts = parts(entry);
        if (parts.size() == 1) {
            words.put(entry, valence);
            return;
        }
        PhraseNode node = phrases;
        for (String part : parts) {
            node = node.next.computeIfAbsent(part, key -> new PhraseNode());
        }
        // Without spaces and without ASCII punctuation at the ends, so that VADER treats it as one word.
        node.word = 'x' + String.join("_", parts).replaceAll("[^\\p{L}\\p{N}_]", "") + 'x';
        words.put(node.word, valence);
    }

    /** Valence 0 removes a word instead of scoring it 0: VADER ignores listed words as boosters and negators. */
    Lexicon mergeInto(Lexicon base) {
        Map<String, Double> merged = new HashMap<>(base.valences());
        words.forEach((word, valence) -> {
            if (valence == 0) {
                merged.remove(word);
            } else {
                merged.put(word, valence);
            }
        });
        merged.putAll(DirectionRules.VALENCES);
        return new Lexicon(merged, base.emojis(), base.boosters(), base.idioms(), base.negators());
    }

    /**
     * Replaces each phrase by its artificial word, longest match first, from left to right.
     *
     * @param isKept true for a word and the next one if no phrase may start with the next one
     */
    String replacePhrases(String text, BiPredicate<String, String> isKept) {
        List<String> tokens = List.of(text.strip().split("\\s+"));
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < tokens.size(); ) {
            boolean kept = i > 0 && isKept.test(tokens.get(i - 1), tokens.get(i));
            @Nullable Match match = kept ? null : longest(tokens, i);
            out.append(out.length() == 0 ? "" : " ");
            if (match == null) {
                out.append(tokens.get(i++));
            } else {
                out.append(match.word).append(trailing(tokens.get(match.end - 1)));
                i = match.end;
            }
        }
        return out.toString();
    }

    private record Match(String word, int end) {}

    private @Nullable Match longest(List<String> tokens, int from) {
        Match best = null;
        @Nullable PhraseNode node = phrases;
        for (int i = from; i < tokens.size() && node != null; i++) {
            for (String part : parts(normalize(tokens.get(i)))) {
                node = node == null ? null : step(node, part);
            }
            if (node != null && node.word != null) {
                best = new Match(node.word, i + 1);
            }
            if (!trailing(tokens.get(i)).isEmpty()) {
                break;
            }
        }
        return best;
    }

    private static @Nullable PhraseNode step(PhraseNode node, String part) {
        PhraseNode exact = node.next.get(part);
        return exact != null ? exact : node.next.get(kind(part));
    }

    /** {@code $1.2m} and {@code \u20ac5} are money, {@code 12%} is a percentage, {@code 1,200} and {@code 30K} are numbers. */
    private static String kind(String part) {
        boolean digit = false;
        for (int i = 0; i < part.length() && !digit; i++) {
            digit = Character.isDigit(part.charAt(i));
        }
        if (!digit) {
            return part;
        }
        char first = part.charAt(0);
        if (first == '$' || first == '\u20ac' || first == '\u00a3' || first == '\u00a5') {
            return MONEY;
        }
        return part.endsWith("%") ? PERCENT : Character.isDigit(first) ? NUMBER : part;
    }

    private static List<String> parts(String entry) {
        List<String> parts = new ArrayList<>(2);
        int start = 0;
        for (int i = 0; i <= entry.length(); i++) {
            if (i == entry.length() || entry.charAt(i) == ' ' || entry.charAt(i) == '-') {
                if (i > start) {
                    parts.add(entry.substring(start, i));
                }
                start = i + 1;
            }
        }
        return parts;
    }

    /** Lower case, without surrounding quotes, brackets and punctuation, and without the possessive. */
    private static String normalize(String token) {
        int from = 0;
        int to = token.length();
        while (from < to && "\"'([\u2018\u201c".indexOf(token.charAt(from)) >= 0) {
            from++;
        }
        while (to > from && "\"')]\u2019\u201d.,:;!?".indexOf(token.charAt(to - 1)) >= 0) {
            to--;
        }
        String word = token.substring(from, to).toLowerCase(Locale.ROOT);
        return word.endsWith("'s") ? word.substring(0, word.length() - 2) : word;
    }

    private static String trailing(String token) {
        int to = token.length();
        while (to > 0 && ".,:;!?".indexOf(token.charAt(to - 1)) >= 0) {
            to--;
        }
        return token.substring(to);
    }
}
