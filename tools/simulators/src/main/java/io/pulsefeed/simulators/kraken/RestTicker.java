package io.pulsefeed.simulators.kraken;

import io.pulsefeed.simulators.kraken.market.FixedPoint;
import io.pulsefeed.simulators.kraken.market.Ticker;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * The ticker object of REST and WebSocket v1, which differ in the types of whole lots and {@code o}. Arrays of two are [today, last
 * 24 hours].
 */
final class RestTicker {

    private static final int MIN_PRICE_DECIMALS = 5;

    private RestTicker() {}

    /** REST: {@code o} is one string. */
    static String print(Ticker ticker) {
        return fields(ticker, "\"") + ",\"o\":\"" + price(ticker.open()) + "\"}";
    }

    /** v1: {@code o} is a pair like the others. */
    static String printV1(Ticker ticker) {
        return fields(ticker, "") + ",\"o\":" + twice(price(ticker.open())) + '}';
    }

    private static String fields(Ticker ticker, String lotQuote) {
        return "{\"a\":" + side(ticker.ask(), ticker.askQty(), lotQuote) + ",\"b\":"
                + side(ticker.bid(), ticker.bidQty(), lotQuote) + ",\"c\":[\""
                + price(ticker.last()) + "\",\"" + ticker.lastQty() + "\"],\"v\":" + twice(ticker.volume()) + ",\"p\":"
                + twice(price(ticker.vwap())) + ",\"t\":[" + ticker.trades() + ',' + ticker.trades() + "],\"l\":"
                + twice(price(ticker.low())) + ",\"h\":" + twice(price(ticker.high()));
    }

    private static String side(String price, String qty, String lotQuote) {
        String wholeLots = new BigDecimal(qty).setScale(0, RoundingMode.DOWN).toPlainString();
        return "[\"" + price(price) + "\"," + lotQuote + wholeLots + lotQuote + ",\"" + qty + "\"]";
    }

    private static String twice(String value) {
        return "[\"" + value + "\",\"" + value + "\"]";
    }

    private static String price(String text) {
        return FixedPoint.pad(text, MIN_PRICE_DECIMALS);
    }
}
