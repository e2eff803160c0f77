package io.pulsefeed.article.language;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** The frequent sequences of one to three letters of a language, with their costs: -10 * log10 of their share. */
final class Profile {

    /** Cost of a sequence that is not frequent. */
    private static final int UNKNOWN_COST = 45;

    private static final int MAX_LENGTH = 3;

    /** By ISO 639 code. */
    static final Map<String, Profile> ALL = read();

    private final Map<String, Integer> costs = new HashMap<>();

    private Profile() {}

    /** @param text lower case words, with single spaces between and around them */
    double cost(String text) {
        double cost = 0;
        for (int length = 1; length <= MAX_LENGTH; length++) {
            for (int i = 0; i + length <= text.length(); i++) {
                String sequence = text.substring(i, i + length);
                boolean spansWords = length == MAX_LENGTH && sequence.charAt(1) == ' ';
                if (!spansWords && !sequence.isBlank()) {
                    cost += costs.getOrDefault(sequence, UNKNOWN_COST);
                }
            }
        }
        return cost;
    }

    private static Map<String, Profile> read() {
        Map<String, Profile> profiles = new LinkedHashMap<>();
        try (InputStream in = Profile.class.getResourceAsStream("profiles.tsv");
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("#")) {
                    String[] columns = line.split("\t");
                    profiles.put(columns[0], parse(columns));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Failed to read profiles.tsv from the plugin jar", e);
        }
        return Collections.unmodifiableMap(profiles);
    }

    private static Profile parse(String[] columns) {
        Profile profile = new Profile();
        for (int i = 1; i < columns.length; i++) {
            String[] parts = columns[i].split(" ");
            Integer cost = Integer.valueOf(parts[0]);
            for (int j = 1; j < parts.length; j++) {
                profile.costs.put(parts[j].replace('_', ' '), Math.min(cost, UNKNOWN_COST));
            }
        }
        return profile;
    }
}
