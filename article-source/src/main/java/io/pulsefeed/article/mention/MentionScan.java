package io.pulsefeed.article.mention;

import io.pulsefeed.article.mention.CoinDictionary.Grade;
import io.pulsefeed.article.mention.CoinDictionary.Name;
import io.pulsefeed.article.mention.CoinDictionary.Ticker;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Scans one article for possible mentions of coins and confirms them by context. */
final class MentionScan {

    /** A possible mention: words from {@link #start} (inclusive) to {@link #end} (exclusive). */
    private static final class Occurrence {
        final int start;
        final int end;
        final @Nullable Coin coin;
        final Grade grade;
        boolean confirmed;

        Occurrence(int start, int end, @Nullable Coin coin, Grade grade) {
            this.start = start;
            this.end = end;
            this.coin = coin;
            this.grade = grade;
            this.confirmed = grade == Grade.UNAMBIGUOUS;
        }
    }

    private final CoinDictionary dictionary;
    /** Evidence for one coin in the whole article. One confirmed occurrence is sufficient. */
    private static final class Evidence {
        boolean confirmed;
        /** A name or ticker that counts if the article is about crypto. */
        boolean likely;

        boolean name;
        boolean ticker;

        boolean isSufficient(boolean aboutCrypto) {
            return confirmed || (likely && aboutCrypto) || (name && ticker);
        }
    }

    /** In order of first appearance. */
    private final Map<Coin, Evidence> found = new LinkedHashMap<>();

    private boolean aboutCrypto;

    MentionScan(CoinDictionary dictionary) {
        this.dictionary = dictionary;
    }

    void read(String text) {
        TokenizedText words = new TokenizedText(text);
        MentionContext context = new MentionContext(words);
        aboutCrypto |= context.isAboutCrypto();
        List<Occurrence> occurrences = occurrences(words, context);
        List<ScriptNames.Found> scriptNames = dictionary.scriptNames().find(text);
        if (!scriptNames.isEmpty()) {
            addInOrder(scriptNames, occurrences, words);
        }
        for (Occurrence occurrence : occurrences) {
            occurrence.confirmed |= isConfirmed(occurrence, words, context);
        }
        confirmByLists(occurrences, words);
        for (Occurrence occurrence : occurrences) {
            if (occurrence.grade != Grade.EXCLUDED) {
                addEvidence(occurrence, words, context);
            }
        }
    }

    /** Adds the coins of names in other scripts, among the other occurrences. */
    private void addInOrder(List<ScriptNames.Found> scriptNames, List<Occurrence> occurrences, TokenizedText words) {
        int next = 0;
        for (ScriptNames.Found name : scriptNames) {
            for (; next < occurrences.size() && words.start(occurrences.get(next).start) < name.start(); next++) {
                if (occurrences.get(next).grade != Grade.EXCLUDED) {
                    found.computeIfAbsent(occurrences.get(next).coin, coin -> new Evidence());
                }
            }
            Evidence evidence = found.computeIfAbsent(name.coin(), coin -> new Evidence());
            evidence.confirmed |= !name.isAmbiguous();
            evidence.name = true;
            aboutCrypto |= !name.isAmbiguous();
        }
    }

    private void addEvidence(Occurrence occurrence, TokenizedText words, MentionContext context) {
        Evidence evidence = found.computeIfAbsent(occurrence.coin, coin -> new Evidence());
        evidence.confirmed |= occurrence.confirmed;
        aboutCrypto |= occurrence.confirmed;
        if (occurrence.grade == Grade.AMBIGUOUS_TICKER) {
            evidence.ticker = true;
            evidence.likely |= occurrence.coin.bareSymbol() && context.isSingleUpperCaseWord(occurrence.start);
        } else if (occurrence.grade == Grade.AMBIGUOUS && words.isCapitalized(occurrence.start)) {
            evidence.name = true;
            evidence.likely |= context.isPossessive(occurrence.end);
        }
    }

    /** The mentioned coins. Call it after all parts of the article are read. */
    List<Coin> confirmed() {
        List<Coin> coins = new ArrayList<>();
        found.forEach((coin, evidence) -> {
            if (evidence.isSufficient(aboutCrypto)) {
                coins.add(coin);
            }
        });
        return coins;
    }

    private List<Occurrence> occurrences(TokenizedText words, MentionContext context) {
        List<Occurrence> occurrences = new ArrayList<>();
        for (int i = 0; i < words.count(); ) {
            Occurrence occurrence = nameAt(words, i);
            if (occurrence == null) {
                occurrence = tickerAt(words, context, i);
            }
            if (occurrence != null) {
                occurrences.add(occurrence);
            }
            i = occurrence == null ? i + 1 : occurrence.end;
        }
        return occurrences;
    }

    private @Nullable Occurrence nameAt(TokenizedText words, int start) {
        // "$SAND" is always a ticker.
        if (words.before(start) == '$' && dictionary.ticker(words.at(start).toUpperCase(Locale.ROOT)) != null) {
            return null;
        }
        String first = words.lower(start);
        Occurrence exact = longest(words, start, first);
        boolean plural = exact == null && first.length() > 3 && first.endsWith("s");
        return plural ? longest(words, start, first.substring(0, first.length() - 1)) : exact;
    }

    private @Nullable Occurrence longest(TokenizedText words, int start, String first) {
        for (Name name : dictionary.namesFrom(first)) {
            int end = start + name.words().size();
            if (matches(words, start, name.words()) && !MentionContext.isPartOfAddress(words, start, end)) {
                return new Occurrence(start, end, name.coin(), name.grade());
            }
        }
        return null;
    }

    private static boolean matches(TokenizedText words, int start, List<String> name) {
        for (int i = 1; i < name.size(); i++) {
            String word = words.lower(start + i);
            boolean last = i == name.size() - 1;
            boolean same = word.equals(name.get(i)) || (last && word.equals(name.get(i) + "s"));
            if (!same || !joins(words.gapAfter(start + i - 1))) {
                return false;
            }
        }
        return true;
    }

    private static boolean joins(String gap) {
        return gap.isBlank() || gap.equals("-") || gap.equals(".") || gap.equals("\u00a0") || gap.equals("\u2011");
    }

    private @Nullable Occurrence tickerAt(TokenizedText words, MentionContext context, int i) {
        String word = words.at(i);
        boolean dollar = words.before(i) == '$';
        Ticker ticker = words.isUpper(i) ? dictionary.ticker(word) : null;
        if (dollar) {
            ticker = dictionary.ticker(word.toUpperCase(Locale.ROOT));
        } else if (ticker == null && word.length() > 3 && word.endsWith("s")) {
            ticker = dictionary.ticker(word.substring(0, word.length() - 1));
        }
        if (ticker == null || MentionContext.isPartOfAddress(words, i, i + 1)) {
            return null;
        }
        boolean isUnambiguous =
                dollar || !ticker.ambiguous() || context.isPair(i) || followsIdInParentheses(ticker.coin(), words, i);
        return new Occurrence(i, i + 1, ticker.coin(), isUnambiguous ? Grade.UNAMBIGUOUS : Grade.AMBIGUOUS_TICKER);
    }

    /** True for "Just (JST)": the slug counts as a name if the ticker follows in parentheses. */
    private static boolean followsIdInParentheses(Coin coin, TokenizedText words, int i) {
        return i > 0 && words.gapBefore(i).equals(" (") && coin.id().equals(words.lower(i - 1));
    }

    private boolean isConfirmed(Occurrence occurrence, TokenizedText words, MentionContext context) {
        return switch (occurrence.grade) {
            case UNAMBIGUOUS -> true;
            case AMBIGUOUS -> context.refersToCoin(occurrence.start, occurrence.end) || hasTicker(occurrence, words);
            case ASSET -> context.refersToAsset(occurrence.start, occurrence.end) || hasTicker(occurrence, words);
            default -> false;
        };
    }

    /** True for "Chainlink (LINK)". */
    private boolean hasTicker(Occurrence occurrence, TokenizedText words) {
        if (occurrence.end >= words.count()
                || !words.gapAfter(occurrence.end - 1).endsWith("(")) {
            return false;
        }
        Ticker ticker = dictionary.ticker(words.at(occurrence.end));
        return ticker != null && ticker.coin().equals(occurrence.coin);
    }

    /** Confirms neighbors in lists such as "Bitcoin, Ethereum and Ripple", in both directions. */
    private static void confirmByLists(List<Occurrence> occurrences, TokenizedText words) {
        for (int i = 1; i < occurrences.size(); i++) {
            confirmNeighbor(occurrences.get(i - 1), occurrences.get(i), words);
        }
        for (int i = occurrences.size() - 1; i > 0; i--) {
            confirmNeighbor(occurrences.get(i), occurrences.get(i - 1), words);
        }
    }

    private static void confirmNeighbor(Occurrence from, Occurrence to, TokenizedText words) {
        if (from.confirmed && !to.confirmed && to.grade != Grade.EXCLUDED) {
            to.confirmed = from.start < to.start ? isListLink(words, from, to) : isListLink(words, to, from);
        }
    }

    private static boolean isListLink(TokenizedText words, Occurrence left, Occurrence right) {
        if (!words.isCapitalized(left.start) || !words.isCapitalized(right.start)) {
            return false;
        }
        if (left.end == right.start) {
            String gap = words.gapAfter(left.end - 1).strip();
            return gap.length() == 1 && ",/&+".contains(gap);
        }
        String link = words.lower(left.end);
        return left.end + 1 == right.start && (link.equals("and") || link.equals("or") || link.equals("vs"));
    }
}
