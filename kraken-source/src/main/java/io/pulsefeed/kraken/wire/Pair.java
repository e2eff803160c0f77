package io.pulsefeed.kraken.wire;

import java.util.List;
import java.util.Locale;

/**
 * A market in Kraken's spelling, base and quote ({@code XBT/USD}).
 *
 * <p>Kraken spells Bitcoin and Dogecoin in several ways: WebSocket v2 uses {@code BTC/USD} and refuses {@code XBT/USD}, v1 uses
 * {@code XBT/USD}, and REST answers under a key that depends on the request. All other assets have one spelling.
 */
public record Pair(String base, String quote) implements Comparable<Pair> {

    /**
     * Parses either spelling. A name in one case is in upper case; mixed case stays, because Kraken names tokenized stocks like
     * {@code AAPLx}.
     *
     * @throws IllegalArgumentException if {@code text} does not have the form BASE/QUOTE
     */
    public static Pair parse(String text) {
        String name = text.strip();
        int slash = name.indexOf('/');
        if (!isAsset(name, 0, slash) || !isAsset(name, slash + 1, name.length())) {
            throw new IllegalArgumentException("'" + text
                    + "' is not a valid pair: expected base and quote with a slash between, such as XBT/USD");
        }
        return new Pair(canonical(name.substring(0, slash)), canonical(name.substring(slash + 1)));
    }

    /**
     * Parses pairs.
     *
     * @return each pair once, sorted by name
     * @throws IllegalArgumentException if a text does not have the form BASE/QUOTE
     */
    public static List<Pair> listOf(List<String> texts) {
        return texts.stream().map(Pair::parse).distinct().sorted().toList();
    }

    /** Whether the text can be a base or quote. */
    static boolean isAsset(String text) {
        return isAsset(text, 0, text.length());
    }

    private static boolean isAsset(String name, int from, int to) {
        if (to - from < 1 || to - from > 20) {
            return false;
        }
        for (int i = from; i < to; i++) {
            char c = name.charAt(i);
            boolean letter = c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
            if (!(letter || c >= '0' && c <= '9' || c == '.')) {
                return false;
            }
        }
        return true;
    }

    /** The asset in the spelling of {@link #name}. */
    static String canonical(String asset) {
        String upper = asset.toUpperCase(Locale.ROOT);
        return switch (upper) {
            case "BTC" -> "XBT";
            case "DOGE" -> "XDG";
            default -> isMixedCase(asset) ? asset : upper;
        };
    }

    /** {@code AAPLx}, but not {@code Usd}, which is only written casually. */
    private static boolean isMixedCase(String asset) {
        long upper = asset.chars().filter(c -> c >= 'A' && c <= 'Z').count();
        long lower = asset.chars().filter(c -> c >= 'a' && c <= 'z').count();
        return upper > 1 && lower > 0 || upper == 1 && lower == 1;
    }

    /** Whether the base is a tokenized stock, which REST serves in an asset class of its own. */
    public boolean isTokenizedStock() {
        return base.length() > 1 && base.endsWith("x") && isMixedCase(base);
    }

    /** The asset in the spelling of {@link #commonName}. */
    static String common(String asset) {
        return switch (asset) {
            case "XBT" -> "BTC";
            case "XDG" -> "DOGE";
            default -> asset;
        };
    }

    /** {@code XBT/USD}: the spelling of offsets, of v1, and by default of records. */
    public String name() {
        return base + '/' + quote;
    }

    /** {@code BTC/USD}: the only spelling that WebSocket v2 accepts. */
    public String commonName() {
        return common(base) + '/' + common(quote);
    }

    /** {@code XBTUSD}: the {@code pair} parameter of REST. */
    public String restName() {
        return base + quote;
    }

    @Override
    public int compareTo(Pair other) {
        return name().compareTo(other.name());
    }

    @Override
    public String toString() {
        return name();
    }
}
