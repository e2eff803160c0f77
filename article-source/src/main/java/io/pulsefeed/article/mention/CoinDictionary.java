package io.pulsefeed.article.mention;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The coins, indexed by the first word of each name and by ticker. */
final class CoinDictionary {

    /** How much a name proves. */
    enum Grade {
        PLAIN,
        AMBIGUOUS,
        ASSET,
        /** A ticker that is a word or abbreviation too. */
        TICKER,
        /** No coin: keeps a shorter name inside it from counting. */
        SHIELD
    }

    /** @param words in lower case */
    record Name(List<String> words, Coin coin, Grade grade) {}

    record Ticker(Coin coin, boolean ambiguous) {}

    /** Words of everyday English that are names too, for dictionaries that only say "ambiguous". */
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

    /** Firms, media and funds that carry a coin's name without being it. */
    private static final List<String> SHIELDS = List.of(
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

    CoinDictionary(List<Coin> coins) {
        for (Coin coin : coins) {
            add(coin);
        }
        SHIELDS.forEach(shield -> add(shield, null, Grade.SHIELD));
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
            boolean doubtful = common || ambiguous.contains(name.toLowerCase(Locale.ROOT));
            add(name, coin, coin.assetNames().contains(name) ? Grade.ASSET : doubtful ? Grade.AMBIGUOUS : Grade.PLAIN);
        }
        List<String> symbols = new ArrayList<>(coin.otherSymbols());
        symbols.add(coin.symbol());
        for (String symbol : symbols) {
            boolean doubtful = coin.ambiguous() || coin.ambiguousSymbol();
            tickers.putIfAbsent(symbol.toUpperCase(Locale.ROOT), new Ticker(coin, doubtful));
        }
    }

    private void add(String written, Coin coin, Grade grade) {
        Words words = new Words(written);
        List<String> lower = new ArrayList<>();
        for (int i = 0; i < words.count(); i++) {
            lower.add(words.lower(i));
        }
        if (!lower.isEmpty()) {
            names.computeIfAbsent(lower.get(0), first -> new ArrayList<>()).add(new Name(lower, coin, grade));
        }
    }

    /** Names that begin with this word, longest first. */
    List<Name> namesFrom(String lowerWord) {
        return names.getOrDefault(lowerWord, List.of());
    }

    /** Null when no coin has this ticker. */
    Ticker ticker(String upperWord) {
        return tickers.get(upperWord);
    }
}
