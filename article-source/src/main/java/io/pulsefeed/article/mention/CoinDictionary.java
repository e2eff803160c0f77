package io.pulsefeed.article.mention;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Coins indexed by ticker and by the first word of each name. */
final class CoinDictionary {

    /** How reliably a name or ticker identifies its coin. */
    enum Grade {
        /** Always a mention. */
        UNAMBIGUOUS,
        /** A name with another meaning. */
        AMBIGUOUS,
        /** A name shared with a company. */
        ASSET,
        /** A ticker that is also a word or abbreviation. */
        AMBIGUOUS_TICKER,
        /** Not a coin: a longer phrase that contains the name of a coin. */
        EXCLUDED
    }

    /**
     * A name of a coin.
     *
     * @param words in lower case
     * @param coin null for {@link Grade#EXCLUDED}
     */
    record Name(List<String> words, @Nullable Coin coin, Grade grade) {}

    /** A ticker symbol of a coin. */
    record Ticker(Coin coin, boolean ambiguous) {}

    /** Common English words that are names of coins, for dictionaries that only have the {@code ambiguous} flag. */
    private static final Set<String> COMMON_WORDS = Set.of(
            "one",
            "near",
            "link",
            "dot",
            "ada",
            "sol",
            "atom",
            "uni",
            "comp",
            "sand",
            "mana",
            "gala",
            "rose",
            "flow",
            "hot",
            "win",
            "sun",
            "mask",
            "ape",
            "op",
            "arb",
            "gas",
            "apt",
            "cake",
            "time",
            "people",
            "trump",
            "just",
            "safe",
            "core",
            "waves",
            "dash",
            "algo",
            "maker",
            "compound",
            "stellar",
            "cosmos",
            "avalanche",
            "polygon",
            "render",
            "graph",
            "ripple",
            "the graph",
            "the sandbox",
            "sandbox",
            "optimism",
            "harmony",
            "curve");

    /** Companies, media and phrases that contain the name of a coin but are not the coin. */
    private static final List<String> EXCLUDED_PHRASES = List.of(
            "Bitcoin Magazine",
            "Bitcoin Suisse",
            "Bitcoin Depot",
            "Bitcoin IRA",
            "Mercado Bitcoin",
            "Doge Capital",
            "Dogecoin Millionaire",
            "Ethereum World News",
            "Ether Capital",
            "Cosmos Holdings",
            "Solana Beach",
            "Hive Blockchain",
            "Hive Digital",
            "Dash Cam",
            "Stellar Blade",
            "Near Field",
            "Near Future",
            "Near Term",
            "Sun Microsystems",
            "Justin Sun",
            "The Sun",
            "Trump Media",
            "Maker Faire",
            "Market Maker",
            "Orange Juice",
            "Compound Interest",
            "Compound Annual");

    private final Map<String, List<Name>> names = new HashMap<>();
    private final Map<String, Ticker> tickers = new HashMap<>();
    private final ScriptNames scriptNames = new ScriptNames();

    CoinDictionary(List<Coin> coins) {
        for (Coin coin : coins) {
            add(coin);
        }
        EXCLUDED_PHRASES.forEach(phrase -> add(phrase, null, Grade.EXCLUDED));
        names.values()
                .forEach(list -> list.sort(
                        Comparator.comparingInt((Name name) -> name.words().size())
                                .reversed()));
    }

    private void add(Coin coin) {
        Set<String> ambiguous = coin.ambiguousNames().stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        for (String name : coin.names()) {
            boolean common = coin.ambiguous() && COMMON_WORDS.contains(name.toLowerCase(Locale.ROOT));
            boolean isAmbiguous = common || ambiguous.contains(name.toLowerCase(Locale.ROOT));
            if (ScriptNames.isScriptName(name)) {
                scriptNames.add(name, coin, isAmbiguous || coin.assetNames().contains(name));
                continue;
            }
            add(
                    name,
                    coin,
                    coin.assetNames().contains(name) ? Grade.ASSET : isAmbiguous ? Grade.AMBIGUOUS : Grade.UNAMBIGUOUS);
        }
        List<String> symbols = new ArrayList<>(coin.otherSymbols());
        symbols.add(coin.symbol());
        for (String symbol : symbols) {
            boolean isAmbiguous = coin.ambiguous() || coin.ambiguousSymbol();
            tickers.putIfAbsent(symbol.toUpperCase(Locale.ROOT), new Ticker(coin, isAmbiguous));
        }
    }

    private void add(String name, @Nullable Coin coin, Grade grade) {
        TokenizedText words = new TokenizedText(name);
        List<String> lower = new ArrayList<>();
        for (int i = 0; i < words.count(); i++) {
            lower.add(words.lower(i));
        }
        if (!lower.isEmpty()) {
            names.computeIfAbsent(lower.get(0), first -> new ArrayList<>()).add(new Name(lower, coin, grade));
        }
    }

    /** The names that start with this word, longest first. */
    List<Name> namesFrom(String lowerWord) {
        return names.getOrDefault(lowerWord, List.of());
    }

    ScriptNames scriptNames() {
        return scriptNames;
    }

    /** Null if no coin has this ticker. */
    @Nullable
    Ticker ticker(String upperWord) {
        return tickers.get(upperWord);
    }
}
