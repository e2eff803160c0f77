package io.pulsefeed.kraken.wire;

import java.util.List;
import java.util.Locale;

/**
 * A market in Kraken's own spelling, base and quote ({@code XBT/USD}).
 *
 * <p>The venue has three spellings of one market: WebSocket v2 says {@code BTC/USD} and refuses {@code XBT/USD}, v1 says
 * {@code XBT/USD}, and REST answers under a key of its own. Only Bitcoin and Dogecoin differ.
 */
public record Pair(String base, String quote) implements Comparable<Pair> {

    /**
     * Reads either spelling, in any case.
     *
     * @throws IllegalArgumentException when the text is not of the form BASE/QUOTE
     */
    public static Pair parse(String text) {
        String name = text.strip().toUpperCase(Locale.ROOT);
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
     * @throws IllegalArgumentException if a text is not a pair
     */
    public static List<Pair> listOf(List<String> texts) {
        return texts.stream().map(Pair::parse).distinct().sorted().toList();
    }

    private static boolean isAsset(String name, int from, int to) {
        if (to - from < 1 || to - from > 20) {
            return false;
        }
        for (int i = from; i < to; i++) {
            char c = name.charAt(i);
            if (!(c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '.')) {
                return false;
            }
        }
        return true;
    }

    private static String canonical(String asset) {
        return switch (asset) {
            case "BTC" -> "XBT";
            case "DOGE" -> "XDG";
            default -> asset;
        };
    }

    private static String common(String asset) {
        return switch (asset) {
            case "XBT" -> "BTC";
            case "XDG" -> "DOGE";
            default -> asset;
        };
    }

    /** {@code XBT/USD}: our records, v1, and the venue's own lists. */
    public String name() {
        return base + '/' + quote;
    }

    /** {@code BTC/USD}: the only spelling that WebSocket v2 takes. */
    public String commonName() {
        return common(base) + '/' + common(quote);
    }

    /** {@code XBTUSD}: the spelling that REST has always taken as a parameter. */
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
