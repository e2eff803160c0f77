package io.pulsefeed.article.sentiment;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The VADER word lists of the reference implementation (C.J. Hutto and E.E. Gilbert, "VADER: A Parsimonious Rule-based Model for
 * Sentiment Analysis of Social Media Text", 2014), vaderSentiment at commit 44fc044.
 *
 * @param valences mean of ten raters, -4 (worst) to 4 (best), by lower-case word or emoticon
 * @param emojis description by code point
 * @param boosters valence that a word such as "very" adds to the next word
 * @param idioms valence of word sequences, separated by single spaces
 */
record Lexicon(
        Map<String, Double> valences,
        Map<Integer, String> emojis,
        Map<String, Double> boosters,
        Map<String, Double> idioms,
        Set<String> negators) {

    static Lexicon reference() {
        Lexicon lexicon =
                new Lexicon(new HashMap<>(), new HashMap<>(), new HashMap<>(), new HashMap<>(), new HashSet<>());
        // If a word occurs twice in the file, the last line wins, as in the reference.
        forEachRow("vader-lexicon.tsv", row -> lexicon.valences.put(row[0], Double.valueOf(row[1])));
        forEachRow("vader-emoji.tsv", row -> lexicon.emojis.put(row[0].codePointAt(0), row[1]));
        forEachRow("vader-words.tsv", lexicon::addWords);
        return lexicon;
    }

    private void addWords(String[] row) {
        if (row[0].startsWith("#")) {
            return;
        }
        for (String word : row[2].split("\\|")) {
            switch (row[0]) {
                case "negator" -> negators.add(word);
                case "booster" -> boosters.put(word, Double.valueOf(row[1]));
                default -> idioms.put(word, Double.valueOf(row[1]));
            }
        }
    }

    private interface RowReader {
        void read(String[] columns);
    }

    private static void forEachRow(String resource, RowReader reader) {
        try (InputStream in = Lexicon.class.getResourceAsStream(resource);
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                reader.read(line.split("\t"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Failed to read " + resource + " from the plugin jar", e);
        }
    }
}
