package io.pulsefeed.cli.mapping;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Assigns names of tables and columns: without characters that other tools cannot handle, not too long, and each only once. */
final class Names {

    private static final int MAX_BYTES = 63;
    private static final Pattern OTHER_CHARACTERS = Pattern.compile("[^\\p{L}\\p{M}\\p{Nd}_]+");
    private static final Pattern EDGES = Pattern.compile("^_+(?=[^_])|(?<=[^_])_+$");

    /** Columns that every table of PostgreSQL has. */
    private static final Set<String> SYSTEM = Set.of("tableoid", "xmin", "cmin", "xmax", "cmax", "ctid");

    private final Set<String> taken = new HashSet<>();

    /** A name that this instance has not returned yet. */
    String column(List<String> path) {
        String joined = String.join("_", path);
        String plain =
                EDGES.matcher(OTHER_CHARACTERS.matcher(joined).replaceAll("_")).replaceAll("");
        // A name that is only underscores has no edges to remove.
        String name = plain.isBlank() || plain.chars().allMatch(c -> c == '_') ? "field" : plain;
        String column = limited(SYSTEM.contains(name) ? name + "_" : name, "");
        for (int i = 2; !taken.add(column); i++) {
            column = limited(name, "_" + i);
        }
        return column;
    }

    /** The table for a topic: its name in lower case, with underscores for other characters. */
    static String table(String topic) {
        String name = topic.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]+", "_");
        String letters = name.isEmpty() || Character.isDigit(name.charAt(0)) ? "t_" + name : name;
        // The sink appends _key to the name of the unique index.
        return limited(letters, "").substring(0, Math.min(limited(letters, "").length(), MAX_BYTES - 4));
    }

    /** Cuts a name at a whole character. */
    private static String limited(String name, String suffix) {
        StringBuilder result = new StringBuilder();
        int bytes = suffix.length();
        for (int codePoint : name.codePoints().toArray()) {
            String character = Character.toString(codePoint);
            bytes += character.getBytes(StandardCharsets.UTF_8).length;
            if (bytes > MAX_BYTES) {
                break;
            }
            result.append(character);
        }
        return result + suffix;
    }
}
