package io.pulsefeed.benchmarks.article;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefeed.article.mention.Mention;
import io.pulsefeed.article.mention.MentionFinder;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Compares the coins found in headlines with labeled coins. Coins outside the evaluated set are not counted. */
final class MentionQuality {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Set<String> evaluatedCoins = new HashSet<>();
    private final Map<String, String> slugByWord = new HashMap<>();
    private final Map<Integer, Set<String>> labels = new HashMap<>();

    private MentionQuality() {}

    static void measure(Headlines headlines, Path folder, Map<String, Double> results) throws IOException {
        Path dictionary = folder.resolve("dictionary-suggestion.json");
        if (!Files.exists(dictionary)) {
            return;
        }
        MentionQuality quality = new MentionQuality();
        quality.readEvaluatedCoins(dictionary);
        quality.readLabels(folder);
        MentionFinder finder = MentionFinder.create(null);
        quality.score(headlines, text -> slugs(finder, text), "", results);
        quality.score(headlines, quality::wholeWords, "_baseline", results);
        results.put("mention_headlines", (double) quality.labels.size());
    }

    private void readEvaluatedCoins(Path dictionary) throws IOException {
        for (JsonNode coin : JSON.readTree(dictionary.toFile())) {
            String id = coin.path("id").asText();
            evaluatedCoins.add(id);
            slugByWord.put(id, id);
            slugByWord.putIfAbsent(coin.path("symbol").asText().toLowerCase(Locale.ROOT), id);
        }
    }

    private void readLabels(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "labels*.jsonl")) {
            for (Path file : files) {
                for (String line : Files.readAllLines(file)) {
                    if (!line.isBlank()) {
                        JsonNode label = JSON.readTree(line);
                        Set<String> coins = new HashSet<>();
                        label.path("coins").forEach(coin -> coins.add(coin.asText()));
                        labels.put(label.path("id").asInt(), coins);
                    }
                }
            }
        }
    }

    private static Set<String> slugs(MentionFinder finder, String text) {
        Set<String> slugs = new HashSet<>();
        for (Mention mention : finder.find(text, "", "")) {
            slugs.add(mention.slug());
        }
        return slugs;
    }

    /** Baseline: name or ticker as a whole word, in any case. */
    private Set<String> wholeWords(String text) {
        Set<String> slugs = new HashSet<>();
        for (String word : text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+")) {
            String slug = slugByWord.get(word);
            if (slug != null) {
                slugs.add(slug);
            }
        }
        return slugs;
    }

    private void score(
            Headlines headlines, Function<String, Set<String>> finder, String suffix, Map<String, Double> results) {
        int correct = 0;
        int predicted = 0;
        int labeled = 0;
        for (Map.Entry<Integer, Set<String>> entry : labels.entrySet()) {
            Headlines.Headline headline = headlines.byId().get(entry.getKey());
            if (headline == null) {
                continue;
            }
            Set<String> found = finder.apply(headline.text());
            found.retainAll(evaluatedCoins);
            predicted += found.size();
            labeled += entry.getValue().size();
            found.retainAll(entry.getValue());
            correct += found.size();
        }
        double precision = Rates.share(correct, predicted);
        double recall = Rates.share(correct, labeled);
        results.put("mention_precision" + suffix, precision);
        results.put("mention_recall" + suffix, recall);
        results.put("mention_f1" + suffix, Rates.harmonic(precision, recall));
    }
}
