package io.pulsefeed.article.sentiment;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Judges changes of quantities by the quantity: "loss narrows" and "costs fell" are good news, "profit fell" is not. Replaces the
 * word of the change by an artificial word with a valence, and the quantity by a word without one. The end of trouble is good news, too:
 * "lawsuit dismissed", "averts bankruptcy".
 *
 * <pre>
 *     Operating loss narrowed to EUR 2 mn       ->  Operating xquantityx xbetterx to EUR 2 mn
 *     Profit fell, compared with a loss of ..   ->  xquantityx xworsex, compared with a xquantityx of ..
 * </pre>
 */
final class DirectionRules {

    private static final String QUANTITY = "xquantityx";
    private static final String BETTER = "xbetterx";
    private static final String WORSE = "xworsex";

    private static final String RELIEF = "xreliefx";

    static final Map<String, Double> VALENCES = Map.of(BETTER, 2.0, WORSE, -2.2, RELIEF, 2.0);

    private static final int MAX_AFTER = 6;
    private static final int MAX_BEFORE = 2;
    private static final int MAX_BEFORE_TROUBLE = 3;

    /** Meaning of a word; the names are those in the resource. */
    private enum Role {
        GOOD,
        BAD,
        UP,
        DOWN,
        TROUBLE,
        /** After the trouble: "dismissed". */
        ENDED,
        /** Before the trouble: "dismisses". */
        ENDS,
        BEFORE
    }

    private final Map<Role, Set<String>> words = new EnumMap<>(Role.class);

    private DirectionRules() {}

    static DirectionRules builtIn() {
        DirectionRules rules = new DirectionRules();
        try (InputStream in = DirectionRules.class.getResourceAsStream("market-directions.tsv");
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("#")) {
                    String[] columns = line.split("\t");
                    rules.words.put(
                            Role.valueOf(columns[0].toUpperCase(Locale.ROOT)),
                            new HashSet<>(List.of(columns[1].split("\\|"))));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Failed to read market-directions.tsv from the plugin jar", e);
        }
        return rules;
    }

    /** True if {@code word} reports a change that has happened or is happening: "fell", "crashing". */
    boolean isEvent(String word) {
        String plain = plain(word);
        boolean known = is(Role.UP, plain) || is(Role.DOWN, plain) || plain.endsWith("ing");
        return known && (plain.endsWith("ing") || plain.endsWith("ed") || PAST.contains(plain));
    }

    private static final Set<String> PAST =
            Set.of("rose", "fell", "grew", "slid", "sank", "shrank", "fallen", "down", "up");

    String apply(String text) {
        List<String> tokens = new ArrayList<>(List.of(text.split(" ")));
        for (int i = 0; i < tokens.size(); i++) {
            String word = plain(tokens.get(i));
            boolean good = is(Role.GOOD, word);
            boolean isEnded = is(Role.TROUBLE, word) && judgeEnd(tokens, i);
            if (!isEnded && (good || is(Role.BAD, word))) {
                judge(tokens, i, good);
            }
        }
        return String.join(" ", tokens);
    }

    private void judge(List<String> tokens, int at, boolean good) {
        if (!good && isReference(tokens, at)) {
            replace(tokens, at, QUANTITY);
            return;
        }
        int change = changeAfter(tokens, at, good);
        change = change < 0 ? changeBefore(tokens, at) : change;
        if (change >= 0) {
            boolean up = is(Role.UP, plain(tokens.get(change)));
            replace(tokens, change, up == good ? BETTER : WORSE);
            replace(tokens, at, QUANTITY);
        }
    }

    private boolean judgeEnd(List<String> tokens, int at) {
        int end = firstAfter(tokens, at);
        end = end < 0 ? firstBefore(tokens, at) : end;
        if (end >= 0) {
            replace(tokens, end, RELIEF);
            // Also the other nouns of "fraud charges" and "insolvency rumors".
            for (int i = at; i < tokens.size() && isTrouble(tokens.get(i)); i++) {
                replace(tokens, i, QUANTITY);
            }
            for (int i = at - 1; i >= 0 && isTrouble(tokens.get(i)) && !endsClause(tokens.get(i)); i--) {
                replace(tokens, i, QUANTITY);
            }
        }
        return end >= 0;
    }

    private boolean isTrouble(String token) {
        String word = plain(token);
        return is(Role.TROUBLE, word) || is(Role.BAD, word);
    }

    private int firstAfter(List<String> tokens, int at) {
        for (int i = at; i < Math.min(tokens.size() - 1, at + MAX_AFTER) && !endsClause(tokens.get(i)); i++) {
            String next = plain(tokens.get(i + 1));
            if (is(Role.ENDED, next) || next.equals(RELIEF)) {
                return i + 1;
            }
        }
        return -1;
    }

    private int firstBefore(List<String> tokens, int at) {
        for (int i = at - 1; i >= Math.max(0, at - MAX_BEFORE_TROUBLE) && !endsClause(tokens.get(i)); i--) {
            if (is(Role.ENDS, plain(tokens.get(i)))) {
                return i;
            }
        }
        return -1;
    }

    /** True for "inflation falls": the change is judged by the quantity, whatever follows. */
    boolean isChangeOfBadQuantity(String quantity, String change) {
        return is(Role.BAD, plain(quantity)) && !endsClause(quantity) && isChange(plain(change));
    }

    /** True for "compared with a loss": the earlier value. */
    private boolean isReference(List<String> tokens, int at) {
        for (int i = Math.max(0, at - 4); i < at; i++) {
            if (is(Role.BEFORE, plain(tokens.get(i)))) {
                return true;
            }
        }
        return false;
    }

    /** @return the index of the next change in the clause, unless a quantity of the other kind precedes it; -1 if there is none */
    private int changeAfter(List<String> tokens, int at, boolean good) {
        for (int i = at; i < Math.min(tokens.size() - 1, at + MAX_AFTER) && !endsClause(tokens.get(i)); i++) {
            String next = plain(tokens.get(i + 1));
            if (isChange(next)) {
                return i + 1;
            }
            if (is(good ? Role.BAD : Role.GOOD, next)) {
                return -1;
            }
        }
        return -1;
    }

    private int changeBefore(List<String> tokens, int at) {
        for (int i = at - 1; i >= Math.max(0, at - MAX_BEFORE) && !endsClause(tokens.get(i)); i--) {
            if (isChange(plain(tokens.get(i)))) {
                return i;
            }
        }
        return -1;
    }

    private boolean isChange(String word) {
        return is(Role.UP, word) || is(Role.DOWN, word);
    }

    private boolean is(Role role, String word) {
        return words.getOrDefault(role, Set.of()).contains(word);
    }

    private static boolean endsClause(String token) {
        return !token.isEmpty() && ".,;:!?".indexOf(token.charAt(token.length() - 1)) >= 0;
    }

    private static void replace(List<String> tokens, int at, String word) {
        String token = tokens.get(at);
        tokens.set(at, endsClause(token) ? word + token.charAt(token.length() - 1) : word);
    }

    private static String plain(String token) {
        int from = 0;
        int to = token.length();
        while (from < to && !Character.isLetterOrDigit(token.charAt(from))) {
            from++;
        }
        while (to > from && !Character.isLetterOrDigit(token.charAt(to - 1))) {
            to--;
        }
        return token.substring(from, to).toLowerCase(Locale.ROOT);
    }
}
