package io.pulsefeed.article.mention;

import java.util.Set;

/** What in the words around tells a coin from the ordinary sense of its name. */
final class Cues {

    private static final Set<String> QUOTES = Set.of(
            "USD", "USDT", "USDC", "BUSD", "EUR", "GBP", "JPY", "KRW", "TRY", "AUD", "CAD", "CHF", "BRL", "INR", "XBT",
            "BTC", "ETH", "BNB", "PERP");

    /** After a name: what only a network or its coin has. */
    private static final Set<String> NETWORK_NOUNS = Set.of(
            "token",
            "tokens",
            "coin",
            "coins",
            "blockchain",
            "blockchains",
            "network",
            "protocol",
            "chain",
            "mainnet",
            "testnet",
            "dao",
            "defi",
            "foundation",
            "labs",
            "dapp",
            "dapps",
            "validator",
            "validators",
            "staking",
            "ecosystem",
            "sidechain",
            "sidechains",
            "parachain",
            "bridge",
            "layer",
            "rollup",
            "rollups",
            "wallet",
            "wallets",
            "evm",
            "dex",
            "airdrop",
            "finance",
            "stakers",
            "holders",
            "governance",
            "based",
            "native",
            "bulls",
            "bears",
            "whales",
            "miners",
            "zkevm",
            "cofounder",
            "cofounders",
            "co");

    private static final Set<String> PRICE_NOUNS = Set.of(
            "price",
            "prices",
            "holders",
            "holdings",
            "trading",
            "rally",
            "rallies",
            "surges",
            "soars",
            "jumps",
            "plunges",
            "falls",
            "drops",
            "rises",
            "gains",
            "slides",
            "slumps",
            "climbs",
            "token",
            "tokens",
            "coin",
            "coins",
            "futures",
            "options",
            "whales",
            "bulls",
            "bears",
            "investors",
            "traders",
            "etf",
            "etfs",
            "etp",
            "xrp");

    private static final Set<String> TRADE_VERBS = Set.of(
            "buy", "buys", "buying", "sell", "sells", "selling", "hold", "holds", "holding", "trade", "trading",
            "short", "long");

    private static final Set<String> CRYPTO_WORDS = Set.of(
            "blockchain",
            "blockchains",
            "web3",
            "defi",
            "nft",
            "nfts",
            "token",
            "tokens",
            "altcoin",
            "altcoins",
            "stablecoin",
            "stablecoins",
            "coin",
            "coins",
            "staking",
            "dex",
            "mainnet",
            "airdrop",
            "dao");

    /** Lower case in headlines of every style. */
    private static final Set<String> SMALL_WORDS = Set.of(
            "with", "from", "into", "over", "after", "amid", "than", "that", "this", "will", "upon", "onto", "under",
            "about", "their", "your", "between", "through", "before", "near");

    private static final Set<String> DOMAIN_ENDS =
            Set.of("com", "org", "io", "net", "xyz", "eth", "co", "info", "app", "de", "fr", "uk");

    private final Words words;

    Cues(Words words) {
        this.words = words;
    }

    /** {@code bitcoin.com}, {@code @ethereum}: an address or an account, not the coin. */
    static boolean isPartOfAddress(Words words, int start, int end) {
        if (words.before(start) == '@') {
            return true;
        }
        boolean domain =
                end < words.count() && words.gapAfter(end - 1).equals(".") && DOMAIN_ENDS.contains(words.lower(end));
        return domain || (start > 0 && words.gapBefore(start).contains("://"));
    }

    /** {@code NEAR/USDT}, {@code LINK-USD}. */
    boolean isPair(int i) {
        return isPairOf(i, i + 1) && QUOTES.contains(words.at(i + 1))
                || isPairOf(i - 1, i) && QUOTES.contains(words.at(i));
    }

    private boolean isPairOf(int left, int right) {
        if (left < 0 || right >= words.count()) {
            return false;
        }
        String gap = words.gapAfter(left);
        return gap.length() == 1 && "/-_:".indexOf(gap.charAt(0)) >= 0 && words.isUpper(left) && words.isUpper(right);
    }

    /** Capitals in a text that is not all in capitals. */
    boolean isShoutedAlone(int i) {
        return words.at(i).length() >= 3 && isSentenceCase(i);
    }

    /** {@code Polygon's}. */
    boolean isPossessive(int end) {
        String gap = end < words.count() ? words.gapAfter(end - 1) : "";
        return words.lower(end).equals("s") && (gap.equals("'") || gap.equals("\u2019"));
    }

    boolean speakOfCrypto() {
        for (int i = 0; i < words.count(); i++) {
            String word = words.lower(i);
            if (word.startsWith("crypto") || CRYPTO_WORDS.contains(word)) {
                return true;
            }
        }
        return false;
    }

    boolean meansCoin(int start, int end) {
        return isNamedInside(start, end) || isNetworkNoun(start, end);
    }

    private boolean isNetworkNoun(int start, int end) {
        return words.isCapitalised(start)
                && end < words.count()
                && isOneStep(words.gapAfter(end - 1))
                && NETWORK_NOUNS.contains(words.lower(end));
    }

    private static boolean isOneStep(String gap) {
        return gap.length() == 1 && " -\u00a0".contains(gap);
    }

    /** A capital where grammar asks for none, in a text that uses capitals sparingly. */
    private boolean isNamedInside(int start, int end) {
        for (int i = start; i < end; i++) {
            if (words.isCapitalised(i) && !words.startsSentence(i) && isSentenceCase(i)) {
                return true;
            }
        }
        return false;
    }

    boolean meansAsset(int start, int end) {
        return words.isCapitalised(start)
                && (PRICE_NOUNS.contains(words.lower(end))
                                && words.gapAfter(end - 1).isBlank()
                        || TRADE_VERBS.contains(words.lower(start - 1)));
    }

    /** True when a longer word of the sentence that is no small word begins in lower case. */
    private boolean isSentenceCase(int at) {
        int from = at;
        while (from > 0 && !words.startsSentence(from)) {
            from--;
        }
        for (int i = from; i < words.count() && (i == from || !words.startsSentence(i)); i++) {
            String word = words.lower(i);
            if (i != at
                    && word.length() >= 4
                    && !words.isCapitalised(i)
                    && Character.isLetter(word.charAt(0))
                    && !SMALL_WORDS.contains(word)) {
                return true;
            }
        }
        return false;
    }
}
