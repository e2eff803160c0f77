package io.pulsefeed.simulators.kraken.market;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One traded pair with all its spellings.
 *
 * @param symbol WebSocket v2: {@code BTC/USD}
 * @param wsname WebSocket v1 and AssetPairs: {@code XBT/USD}
 * @param altname REST: {@code XBTUSD}
 * @param restKey REST, the key in responses to a request by altname: {@code XXBTZUSD}
 * @param base REST code of the base asset: {@code XXBT}
 * @param quote REST code of the quote asset: {@code ZUSD}
 * @param priceDecimals decimal places of a price
 * @param price mean of the random walk, in quote units
 * @param lot typical size of a trade in base units
 * @param activity share of all trades, relative to the other pairs
 */
public record Market(
        String symbol,
        String wsname,
        String altname,
        String restKey,
        String base,
        String quote,
        int priceDecimals,
        double price,
        double lot,
        int activity) {

    /** Every pair prints quantities with eight decimals. */
    public static final int QTY_DECIMALS = 8;

    private static final Map<String, Market> KNOWN = new LinkedHashMap<>();

    static {
        known("BTC/USD", "XXBTZUSD", 1, 60_120.0, 0.02, 6);
        known("ETH/USD", "XETHZUSD", 2, 2_410.0, 0.4, 4);
        known("SOL/USD", "SOLUSD", 2, 142.0, 5, 3);
        known("ADA/USD", "ADAUSD", 6, 0.352, 900, 2);
        known("DOT/USD", "DOTUSD", 4, 4.21, 90, 1);
        known("LINK/USD", "LINKUSD", 5, 11.3, 40, 1);
        known("DOGE/USD", "XDGUSD", 7, 0.1032, 2_500, 2);
        known("XRP/USD", "XXRPZUSD", 5, 0.587, 800, 3);
        known("LTC/USD", "XLTCZUSD", 2, 66.4, 5, 1);
        known("BCH/USD", "BCHUSD", 2, 331.0, 1, 1);
        known("ALGO/USD", "ALGOUSD", 5, 0.131, 1_500, 1);
        known("AVAX/USD", "AVAXUSD", 2, 26.4, 12, 1);
        known("ETH/BTC", "XETHXXBT", 5, 0.0401, 0.3, 1);
        known("BTC/EUR", "XXBTZEUR", 1, 53_900.0, 0.02, 3);
        known("ETH/EUR", "XETHZEUR", 2, 2_160.0, 0.4, 2);
        known("BTC/USDT", "XBTUSDT", 1, 60_110.0, 0.02, 2);
    }

    private static void known(String symbol, String restKey, int decimals, double price, double lot, int activity) {
        KNOWN.put(symbol, of(symbol, restKey, decimals, price, lot, activity));
    }

    /** The default pairs of a simulator. */
    public static List<String> defaults() {
        return List.of("BTC/USD", "ETH/USD", "SOL/USD", "ADA/USD", "DOT/USD", "LINK/USD");
    }

    /** The market of a pair in either spelling; an unknown pair gets plausible values derived from its name. */
    public static Market of(String name) {
        String symbol = symbolOf(name);
        Market market = KNOWN.get(symbol);
        if (market != null) {
            return market;
        }
        if (!symbol.matches("[A-Z0-9.]{1,15}x?/[A-Z0-9.]{1,15}")) {
            throw new IllegalArgumentException(
                    "A pair must have the form BASE/QUOTE in capital letters, such as BTC/USD (got " + name + ")");
        }
        double price = 0.5 + 40 * Hash.unit(Hash.of(0, symbol));
        return of(symbol, altnameOf(symbol), 4, price, 60 / price, 1);
    }

    /** {@code XBT/USD} to {@code BTC/USD}, {@code XDG/USD} to {@code DOGE/USD}, others as they are. */
    public static String symbolOf(String name) {
        return spell(name, "XBT", "BTC", "XDG", "DOGE");
    }

    /** {@code BTC/USD} to {@code XBT/USD}, {@code DOGE/USD} to {@code XDG/USD}, others as they are. */
    public static String wsnameOf(String symbol) {
        return spell(symbol, "BTC", "XBT", "DOGE", "XDG");
    }

    private static Market of(String symbol, String restKey, int decimals, double price, double lot, int activity) {
        String wsname = wsnameOf(symbol);
        String altname = altnameOf(symbol);
        int slash = wsname.indexOf('/');
        String base = wsname.substring(0, slash);
        String quote = wsname.substring(slash + 1);
        if (!restKey.equals(altname)) {
            base = "X" + base;
            quote = (quote.equals("XBT") ? "X" : "Z") + quote;
        } else if (quote.equals("USD") || quote.equals("EUR")) {
            quote = "Z" + quote;
        }
        return new Market(symbol, wsname, altname, restKey, base, quote, decimals, price, lot, activity);
    }

    private static String altnameOf(String symbol) {
        return wsnameOf(symbol).replace("/", "");
    }

    private static String spell(String name, String from, String to, String otherFrom, String otherTo) {
        int slash = name.indexOf('/');
        if (slash < 0) {
            return name;
        }
        return asset(name.substring(0, slash), from, to, otherFrom, otherTo)
                + '/'
                + asset(name.substring(slash + 1), from, to, otherFrom, otherTo);
    }

    private static String asset(String code, String from, String to, String otherFrom, String otherTo) {
        return code.equals(from) ? to : code.equals(otherFrom) ? otherTo : code;
    }
}
