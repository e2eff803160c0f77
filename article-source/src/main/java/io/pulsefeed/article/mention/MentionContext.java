package io.pulsefeed.article.mention;

import java.util.Set;

/** Disambiguates the names of coins by the words around them. */
final class MentionContext {

    /** Quote currencies of trading pairs. */
    private static final Set<String> QUOTES = Set.of(
            "USD", "USDT", "USDC", "BUSD", "EUR", "GBP", "JPY", "KRW", "TRY", "AUD", "CAD", "CHF", "BRL", "INR", "XBT",
            "BTC", "ETH", "BNB", "PERP");

    /** Words after a name that refer to a blockchain network or its coin. */
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

    /** Words in lower case even in title case headlines. */
    private static final Set<String> SMALL_WORDS = Set.of(
            "with", "from", "into", "over", "after", "amid", "than", "that", "this", "will", "upon", "onto", "under",
            "about", "their", "your", "between", "through", "before", "near");

    private static final Set<String> DOMAIN_ENDS =
            Set.of("com", "org", "io", "net", "xyz", "eth", "co", "info", "app", "de", "fr", "uk");

    private final TokenizedText words;

    MentionContext(TokenizedText words) {
        this.words = words;
    }

    /** True for URLs and accounts such as {@code bitcoin.com} and {@code @ethereum}. */
    static boolean isPartOfAddress(TokenizedText words, int start, int end) {
        if (words.before(start) == '@') {
            return true;
        }
        boolean domain =
                end < words.count() && words.gapAfter(end - 1).equals(".") && DOMAIN_ENDS.contains(words.lower(end));
        return domain || (start > 0 && words.gapBefore(start).contains("://"));
    }

    /** True for trading pairs such as {@code NEAR/USDT} and {@code LINK-USD}. */
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

    /** True for an upper-case word in a sentence that is not all upper case. */
    boolean isSingleUpperCaseWord(int i) {
        return words.at(i).length() >= 3 && isSentenceCase(i);
    }

    /** True for a possessive such as {@code Polygon's}. */
    boolean isPossessive(int end) {
        String gap = end < words.count() ? words.gapAfter(end - 1) : "";
        return words.lower(end).equals("s") && (gap.equals("'") || gap.equals("\u2019"));
    }

    boolean isAboutCrypto() {
        for (int i = 0; i < words.count(); i++) {
            String word = words.lower(i);
            if (word.startsWith("crypto") || CRYPTO_WORDS.contains(word)) {
                return true;
            }
        }
        return false;
    }

    boolean refersToCoin(int start, int end) {
        return isCapitalizedInSentence(start, end) || isNetworkNoun(start, end);
    }

    private boolean isNetworkNoun(int start, int end) {
        return words.isCapitalized(start)
                && end < words.count()
                && isSingleSeparator(words.gapAfter(end - 1))
                && NETWORK_NOUNS.contains(words.lower(end));
    }

    private static boolean isSingleSeparator(String gap) {
        return gap.length() == 1 && " -\u00a0".contains(gap);
    }

    /** True for a capitalized word inside a sentence that is not in title case. */
    private boolean isCapitalizedInSentence(int start, int end) {
        for (int i = start; i < end; i++) {
            if (words.isCapitalized(i) && !words.startsSentence(i) && isSentenceCase(i)) {
                return true;
            }
        }
        return false;
    }

    boolean refersToAsset(int start, int end) {
        return words.isCapitalized(start)
                && (PRICE_NOUNS.contains(words.lower(end))
                                && words.gapAfter(end - 1).isBlank()
                        || TRADE_VERBS.contains(words.lower(start - 1)));
    }

    /** True if a word of the sentence with at least four letters, other than small words, starts in lower case. */
    private boolean isSentenceCase(int at) {
        int from = at;
        while (from > 0 && !words.startsSentence(from)) {
            from--;
        }
        for (int i = from; i < words.count() && (i == from || !words.startsSentence(i)); i++) {
            String word = words.lower(i);
            if (i != at
                    && word.length() >= 4
                    && !words.isCapitalized(i)
                    && Character.isLetter(word.charAt(0))
                    && !SMALL_WORDS.contains(word)) {
                return true;
            }
        }
        return false;
    }
}
