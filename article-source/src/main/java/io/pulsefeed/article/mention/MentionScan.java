package io.pulsefeed.article.mention;

import io.pulsefeed.article.mention.CoinDictionary.Grade;
import io.pulsefeed.article.mention.CoinDictionary.Name;
import io.pulsefeed.article.mention.CoinDictionary.Ticker;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One pass over an article: every place where a coin may be named, and whether anything proves that it is. */
final class MentionScan {

    /** A name or ticker met; {@link #end} is the word after its last one. */
    private static final class Place {
        final int start;
        final int end;
        final Coin coin;
        final Grade grade;
        boolean proved;

        Place(int start, int end, Coin coin, Grade grade) {
            this.start = start;
            this.end = end;
            this.coin = coin;
            this.grade = grade;
            this.proved = grade == Grade.PLAIN;
        }
    }

    private final CoinDictionary dictionary;
    /** What was met of a coin anywhere in the article: one proof settles all its places. */
    private static final class Evidence {
        boolean proof;
        /** A name or ticker that counts if the article turns out to be about crypto. */
        boolean likely;

        boolean name;
        boolean ticker;

        boolean settles(boolean aboutCrypto) {
            return proof || (likely && aboutCrypto) || (name && ticker);
        }
    }

    /** In order of first appearance. */
    private final Map<Coin, Evidence> found = new LinkedHashMap<>();

    private boolean aboutCrypto;

    MentionScan(CoinDictionary dictionary) {
        this.dictionary = dictionary;
    }

    void read(String text) {
        Words words = new Words(text);
        Cues cues = new Cues(words);
        aboutCrypto |= cues.speakOfCrypto();
        List<Place> places = places(words, cues);
        for (Place place : places) {
            place.proved |= isProved(place, words, cues);
        }
        spreadAlongLists(places, words);
        for (Place place : places) {
            if (place.grade != Grade.SHIELD) {
                note(place, words, cues);
            }
        }
    }

    private void note(Place place, Words words, Cues cues) {
        Evidence evidence = found.computeIfAbsent(place.coin, coin -> new Evidence());
        evidence.proof |= place.proved;
        aboutCrypto |= place.proved;
        if (place.grade == Grade.TICKER) {
            evidence.ticker = true;
            evidence.likely |= place.coin.bareSymbol() && cues.isShoutedAlone(place.start);
        } else if (place.grade == Grade.AMBIGUOUS && words.isCapitalised(place.start)) {
            evidence.name = true;
            evidence.likely |= cues.isPossessive(place.end);
        }
    }

    /** To be called after all parts of the article are read. */
    List<Coin> proved() {
        List<Coin> coins = new ArrayList<>();
        found.forEach((coin, evidence) -> {
            if (evidence.settles(aboutCrypto)) {
                coins.add(coin);
            }
        });
        return coins;
    }

    private List<Place> places(Words words, Cues cues) {
        List<Place> places = new ArrayList<>();
        for (int i = 0; i < words.count(); ) {
            Place place = nameAt(words, i);
            if (place == null) {
                place = tickerAt(words, cues, i);
            }
            if (place != null) {
                places.add(place);
            }
            i = place == null ? i + 1 : place.end;
        }
        return places;
    }

    private Place nameAt(Words words, int start) {
        // "$SAND" is a ticker whatever else the word means.
        if (words.before(start) == '$' && dictionary.ticker(words.at(start).toUpperCase(Locale.ROOT)) != null) {
            return null;
        }
        String first = words.lower(start);
        Place exact = longest(words, start, first);
        boolean plural = exact == null && first.length() > 3 && first.endsWith("s");
        return plural ? longest(words, start, first.substring(0, first.length() - 1)) : exact;
    }

    private Place longest(Words words, int start, String first) {
        for (Name name : dictionary.namesFrom(first)) {
            int end = start + name.words().size();
            if (matches(words, start, name.words()) && !Cues.isPartOfAddress(words, start, end)) {
                return new Place(start, end, name.coin(), name.grade());
            }
        }
        return null;
    }

    private static boolean matches(Words words, int start, List<String> name) {
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

    private Place tickerAt(Words words, Cues cues, int i) {
        String word = words.at(i);
        boolean dollar = words.before(i) == '$';
        Ticker ticker = words.isUpper(i) ? dictionary.ticker(word) : null;
        if (dollar) {
            ticker = dictionary.ticker(word.toUpperCase(Locale.ROOT));
        } else if (ticker == null && word.length() > 3 && word.endsWith("s")) {
            ticker = dictionary.ticker(word.substring(0, word.length() - 1));
        }
        if (ticker == null || Cues.isPartOfAddress(words, i, i + 1)) {
            return null;
        }
        boolean proof = dollar || !ticker.ambiguous() || cues.isPair(i) || isBracketedAfterId(ticker.coin(), words, i);
        return new Place(i, i + 1, ticker.coin(), proof ? Grade.PLAIN : Grade.TICKER);
    }

    /** "Just (JST)": the slug serves as a name where brackets tell it, however common the word. */
    private static boolean isBracketedAfterId(Coin coin, Words words, int i) {
        return i > 0 && words.gapBefore(i).equals(" (") && coin.id().equals(words.lower(i - 1));
    }

    private boolean isProved(Place place, Words words, Cues cues) {
        return switch (place.grade) {
            case PLAIN -> true;
            case AMBIGUOUS -> cues.meansCoin(place.start, place.end) || hasTicker(place, words);
            case ASSET -> cues.meansAsset(place.start, place.end) || hasTicker(place, words);
            default -> false;
        };
    }

    /** "Chainlink (LINK)". */
    private boolean hasTicker(Place place, Words words) {
        if (place.end >= words.count() || !words.gapAfter(place.end - 1).endsWith("(")) {
            return false;
        }
        Ticker ticker = dictionary.ticker(words.at(place.end));
        return ticker != null && ticker.coin().equals(place.coin);
    }

    /** "Bitcoin, Ethereum and Ripple": what stands in a list with a coin is one, in both directions. */
    private static void spreadAlongLists(List<Place> places, Words words) {
        for (int i = 1; i < places.size(); i++) {
            spread(places.get(i - 1), places.get(i), words);
        }
        for (int i = places.size() - 1; i > 0; i--) {
            spread(places.get(i), places.get(i - 1), words);
        }
    }

    private static void spread(Place from, Place to, Words words) {
        if (from.proved && !to.proved && to.grade != Grade.SHIELD) {
            to.proved = from.start < to.start ? isListLink(words, from, to) : isListLink(words, to, from);
        }
    }

    private static boolean isListLink(Words words, Place left, Place right) {
        if (!words.isCapitalised(left.start) || !words.isCapitalised(right.start)) {
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
