package io.pulsefeed.simulators.kraken.market;

import java.math.BigDecimal;

/** Computes the ticker of one pair from its trades. */
public final class Quotes {

    private final Market market;
    private final long seed;
    private final DailyStatistics day;
    private boolean buy;
    private String lastQty;
    private long timestampNs;
    private long updates;

    public Quotes(Market market, long seed, Trade last, long nowNs) {
        this.market = market;
        this.seed = Hash.of(seed, market.symbol());
        this.day = new DailyStatistics(market, this.seed, units(last.price(), market.priceDecimals()), nowNs);
        this.buy = last.isBuy();
        this.lastQty = last.qty();
        this.timestampNs = last.timestampNs();
    }

    public void add(Trade trade) {
        day.add(
                units(trade.price(), market.priceDecimals()),
                units(trade.qty(), Market.QTY_DECIMALS),
                trade.timestampNs());
        buy = trade.isBuy();
        lastQty = trade.qty();
        timestampNs = trade.timestampNs();
        updates++;
    }

    /** The last price, in units of the pair's precision. */
    public long last() {
        return day.last();
    }

    /** Moves bid and ask without a trade. */
    public void requote(long nowNs) {
        timestampNs = nowNs;
        updates++;
    }

    /** The last price is one side of the spread: the ask after a buy, the bid after a sell. */
    public Ticker ticker() {
        long last = day.last();
        long spread = 1 + Math.floorMod(Hash.of(seed, updates), 3);
        long ask = buy ? last : last + spread;
        long bid = Math.max(1, buy ? last - spread : last);
        long change = last - day.open();
        long changePct = Math.round(10_000.0 * change / day.open());
        return new Ticker(
                market,
                price(bid),
                qty(1),
                price(ask),
                qty(2),
                price(last),
                lastQty,
                FixedPoint.print(day.volume(), Market.QTY_DECIMALS),
                price(day.vwap()),
                price(day.low()),
                price(day.high()),
                price(day.open()),
                price(change),
                FixedPoint.print(changePct, 2),
                day.trades(),
                timestampNs);
    }

    private String price(long units) {
        return FixedPoint.print(units, market.priceDecimals());
    }

    private String qty(int salt) {
        double size =
                market.lot() * FixedPoint.pow10(Market.QTY_DECIMALS) * 8 * Hash.unit(Hash.of(seed, updates, salt));
        return FixedPoint.print(1 + (long) size, Market.QTY_DECIMALS);
    }

    private static long units(String text, int decimals) {
        return new BigDecimal(text).movePointRight(decimals).longValue();
    }
}
