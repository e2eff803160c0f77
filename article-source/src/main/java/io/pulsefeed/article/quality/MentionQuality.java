package io.pulsefeed.article.quality;

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

/** Compares coins found in headlines with those that a reader found. Coins outside the inventory are not counted. */
final class MentionQuality {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Set<String> inventory = new HashSet<>();
    private final Map<String, String> slugByWord = new HashMap<>();
    private final Map<Integer, Set<String>> labels = new HashMap<>();

    private MentionQuality() {}

    static void measure(Headlines headlines, Path folder, Map<String, Double> figures) throws IOException {
        Path dictionary = folder.resolve("dictionary-suggestion.json");
        if (!Files.exists(dictionary)) {
            return;
        }
        MentionQuality quality = new MentionQuality();
        quality.readInventory(dictionary);
        quality.readLabels(folder);
        MentionFinder finder = MentionFinder.create(null);
        quality.score(headlines, text -> slugs(finder, text), "", figures);
        quality.score(headlines, quality::wordsAnyCase, "_baseline", figures);
        figures.put("mention_headlines", (double) quality.labels.size());
    }

    private void readInventory(Path dictionary) throws IOException {
        for (JsonNode coin : JSON.readTree(dictionary.toFile())) {
            String id = coin.path("id").asText();
            inventory.add(id);
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

    /** Name or ticker as a whole word in any case, nothing else. */
    private Set<String> wordsAnyCase(String text) {
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
            Headlines headlines, Function<String, Set<String>> finder, String suffix, Map<String, Double> figures) {
        int right = 0;
        int given = 0;
        int labelled = 0;
        for (Map.Entry<Integer, Set<String>> entry : labels.entrySet()) {
            Headlines.Headline headline = headlines.byId().get(entry.getKey());
            if (headline == null) {
                continue;
            }
            Set<String> found = finder.apply(headline.text());
            found.retainAll(inventory);
            given += found.size();
            labelled += entry.getValue().size();
            found.retainAll(entry.getValue());
            right += found.size();
        }
        double precision = Rates.share(right, given);
        double recall = Rates.share(right, labelled);
        figures.put("mention_precision" + suffix, precision);
        figures.put("mention_recall" + suffix, recall);
        figures.put("mention_f1" + suffix, Rates.harmonic(precision, recall));
    }
}
