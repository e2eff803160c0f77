package io.pulsefeed.article.sentiment;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Set;

/**
 * The VADER rules. All four scores are equal to the reference implementation (vaderSentiment, MIT, C.J. Hutto, commit 44fc044),
 * including its quirks, which are noted below.
 */
final class Vader {

    private static final double NEGATED = -0.74;
    private static final double CAPITALS = 0.733;
    /** Boosters up to three words before a word count, with decreasing weight. */
    private static final double[] DISTANCE_WEIGHT = {1, 0.95, 0.9};

    private static final Set<String> SO_THIS = Set.of("so", "this");

    private final Lexicon lexicon;

    Vader(Lexicon lexicon) {
        this.lexicon = lexicon;
    }

    VaderScores score(String raw) {
        String text = VaderTokens.describeEmojis(raw, lexicon.emojis());
        VaderTokens tokens = VaderTokens.of(text);
        if (tokens.words.isEmpty()) {
            return VaderScores.NOTHING;
        }
        double[] values = new double[tokens.words.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = valueAt(tokens, i);
        }
        weightAroundBut(tokens.lower, values);
        return summarize(values, emphasis(text));
    }

    private double valueAt(VaderTokens tokens, int i) {
        List<String> words = tokens.lower;
        String word = words.get(i);
        Double listed = lexicon.valences().get(word);
        if (listed == null
                || lexicon.boosters().containsKey(word)
                || (word.equals("kind")
                        && i + 1 < words.size()
                        && words.get(i + 1).equals("of"))) {
            return 0;
        }
        double value = listed;
        if (word.equals("no") && i + 1 < words.size() && isListed(words.get(i + 1))) {
            value = 0;
        }
        if (afterNo(words, i)) {
            value = listed * NEGATED;
        }
        if (tokens.mixedCase && VaderTokens.isUpper(tokens.words.get(i))) {
            value += value > 0 ? CAPITALS : -CAPITALS;
        }
        for (int distance = 1; distance <= 3 && distance <= i; distance++) {
            if (!isListed(words.get(i - distance))) {
                value += boost(tokens, i - distance, value) * DISTANCE_WEIGHT[distance - 1];
                value = negate(words, i, distance, value);
                if (distance == 3) {
                    value = idiom(words, i, value);
                }
            }
        }
        return least(words, i, value);
    }

    private boolean isListed(String word) {
        return lexicon.valences().containsKey(word);
    }

    private static boolean afterNo(List<String> words, int i) {
        return (i > 0 && words.get(i - 1).equals("no"))
                || (i > 1 && words.get(i - 2).equals("no"))
                || (i > 2
                        && words.get(i - 3).equals("no")
                        && (words.get(i - 1).equals("or") || words.get(i - 1).equals("nor")));
    }

    private double boost(VaderTokens tokens, int at, double value) {
        Double boost = lexicon.boosters().get(tokens.lower.get(at));
        if (boost == null) {
            return 0;
        }
        double signed = value < 0 ? -boost : boost;
        if (tokens.mixedCase && VaderTokens.isUpper(tokens.words.get(at))) {
            signed += value > 0 ? CAPITALS : -CAPITALS;
        }
        return signed;
    }

    private double negate(List<String> words, int i, int distance, double value) {
        String back = words.get(i - distance);
        String one = words.get(i - 1);
        if (distance == 2) {
            if (back.equals("never") && SO_THIS.contains(one)) {
                return value * 1.25;
            }
            if (back.equals("without") && one.equals("doubt")) {
                return value;
            }
        } else if (distance == 3) {
            String two = words.get(i - 2);
            // Quirk of the reference (missing parentheses): so/this directly before the word counts without "never".
            if ((back.equals("never") && SO_THIS.contains(two)) || SO_THIS.contains(one)) {
                return value * 1.25;
            }
            if (back.equals("without") && (two.equals("doubt") || one.equals("doubt"))) {
                return value;
            }
        }
        return lexicon.negators().contains(back) || back.contains("n't") ? value * NEGATED : value;
    }

    /** Applied only if at least three words precede the word, as in the reference. */
    private double idiom(List<String> words, int i, double value) {
        String[] before = {
            join(words, i - 1, i),
            join(words, i - 2, i),
            join(words, i - 2, i - 1),
            join(words, i - 3, i - 1),
            join(words, i - 3, i - 2)
        };
        double result = value;
        for (String sequence : before) {
            Double special = lexicon.idioms().get(sequence);
            if (special != null) {
                result = special;
                break;
            }
        }
        for (int last = i + 1; last <= i + 2 && last < words.size(); last++) {
            result = lexicon.idioms().getOrDefault(join(words, i, last), result);
        }
        for (int sequence : new int[] {3, 4, 2}) {
            result += lexicon.boosters().getOrDefault(before[sequence], 0.0);
        }
        return result;
    }

    private static String join(List<String> words, int from, int to) {
        return String.join(" ", words.subList(from, to + 1));
    }

    private double least(List<String> words, int i, double value) {
        if (i == 0 || !words.get(i - 1).equals("least") || isListed("least")) {
            return value;
        }
        boolean asInAtLeast =
                i > 1 && (words.get(i - 2).equals("at") || words.get(i - 2).equals("very"));
        return asInAtLeast ? value : value * NEGATED;
    }

    /**
     * Halves the values before the first "but" and increases those after it. Quirk of the reference: it looks up the index by value,
     * so that an earlier equal value is changed instead.
     */
    private static void weightAroundBut(List<String> words, double[] values) {
        int but = words.indexOf("but");
        if (but < 0) {
            return;
        }
        for (int i = 0; i < values.length; i++) {
            double value = values[i];
            int place = 0;
            while (values[place] != value) {
                place++;
            }
            if (place != but) {
                values[place] = value * (place < but ? 0.5 : 1.5);
            }
        }
    }

    private static double emphasis(String text) {
        long exclamations = text.chars().filter(c -> c == '!').count();
        long questions = text.chars().filter(c -> c == '?').count();
        double questionEmphasis = questions < 2 ? 0 : questions <= 3 ? questions * 0.18 : 0.96;
        return Math.min(exclamations, 4) * 0.292 + questionEmphasis;
    }

    private static VaderScores summarize(double[] values, double emphasis) {
        double sum = 0;
        double positive = 0;
        double negative = 0;
        int neutral = 0;
        for (double value : values) {
            sum += value;
            if (value > 0) {
                positive += value + 1;
            } else if (value < 0) {
                negative += value - 1;
            } else {
                neutral++;
            }
        }
        sum += Math.signum(sum) * emphasis;
        if (positive > -negative) {
            positive += emphasis;
        } else if (positive < -negative) {
            negative -= emphasis;
        }
        double total = positive - negative + neutral;
        double compound = Math.max(-1, Math.min(1, sum / Math.sqrt(sum * sum + 15)));
        return new VaderScores(
                round(-negative / total, 3), round(neutral / total, 3), round(positive / total, 3), round(compound, 4));
    }

    /** Python's {@code round}: half to even on the exact binary value. */
    private static double round(double value, int decimals) {
        return new BigDecimal(value).setScale(decimals, RoundingMode.HALF_EVEN).doubleValue() + 0.0;
    }
}
