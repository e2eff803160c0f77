package io.pulsefeed.simulators.kraken.market;

/**
 * Computes the trade with a given id: a pure function of seed, pair and id, so that any part of the log is available without
 * stored state.
 *
 * <p>Ids are grouped into sweeps: one taker order that matches several makers at one timestamp. Prices move level by level, or
 * several makers have the same price and size, which gives trades that differ only in their id.
 */
final class Tape {

    private static final int BLOCK_BITS = 4;
    private static final int BLOCK = 1 << BLOCK_BITS;
    /** Lengths of sweeps by a four-bit number; about 40 % of the trades share their time with another, as on Kraken. */
    private static final int[] LENGTHS = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 3, 5};

    private static final int SALT_SWEEP = 1;
    private static final int SALT_TRADE = 2;
    private static final int SALT_LEVEL = 3;
    private static final int SALT_WALK = 10;

    /** Interval in trades at which the price can step by 0.6 %, more than the default alert threshold of 0.5 %. */
    private static final int STEP_IDS = 192;

    private static final double STEP = 0.006;
    /** Length in ids and amplitude of the waves that form the random walk. */
    private static final double[][] WAVES = {{5, 0.00003}, {60, 0.0003}, {900, 0.0012}, {14_000, 0.006}, {300_000, 0.03}
    };

    private final Market market;
    private final long key;
    private final double units;
    private final long qtyUnits;

    Tape(Market market, long seed) {
        this.market = market;
        this.key = Hash.of(seed, market.symbol());
        this.units = market.price() * FixedPoint.pow10(market.priceDecimals());
        this.qtyUnits = Math.max(1, (long) (market.lot() * FixedPoint.pow10(Market.QTY_DECIMALS)));
    }

    /** First id of the sweep that {@code id} belongs to. */
    long sweepOf(long id) {
        long block = id >> BLOCK_BITS;
        long lengths = Hash.of(key, block, SALT_SWEEP);
        int wanted = (int) (id & (BLOCK - 1));
        int start = 0;
        while (true) {
            int next = start + LENGTHS[(int) (lengths & 15)];
            if (wanted < next) {
                return (block << BLOCK_BITS) + start;
            }
            start = next;
            lengths >>>= 4;
        }
    }

    /** Position of the sweep in its time slot, in [0, 0.9). */
    double slack(long sweep) {
        return 0.9 * Hash.unit(Hash.of(key, sweep, SALT_LEVEL));
    }

    Trade trade(long id, long timestampNs) {
        long sweep = sweepOf(id);
        long traits = Hash.of(key, sweep, SALT_SWEEP + 16);
        boolean buy = (traits & 1) == 0;
        boolean marketOrder = (traits & 6) == 0;
        boolean equal = (traits >> 3 & 3) == 0;
        return new Trade(
                market.symbol(),
                id,
                FixedPoint.print(priceUnits(id), market.priceDecimals()),
                FixedPoint.print(qtyUnits(equal ? sweep : id), Market.QTY_DECIMALS),
                buy ? "buy" : "sell",
                marketOrder ? "market" : "limit",
                timestampNs);
    }

    /** In units of the last printed digit. */
    long priceUnits(long id) {
        long sweep = sweepOf(id);
        long traits = Hash.of(key, sweep, SALT_SWEEP + 16);
        long price = Math.round(units * (1 + walk(sweep)));
        boolean equal = (traits >> 3 & 3) == 0;
        if (!equal) {
            long levels = (id - sweep) * (traits >> 5 & 3);
            price += (traits & 1) == 0 ? levels : -levels;
        }
        return Math.max(1, price);
    }

    private long qtyUnits(long id) {
        long hash = Hash.of(key, id, SALT_TRADE);
        int scale = (int) (hash & 15) - 10;
        double size = qtyUnits * (1 + Hash.unit(hash));
        long qty = (long) (scale < 0 ? size / (1 << -scale) : size * (1 << scale / 2));
        boolean round = (hash >> 4 & 3) == 0;
        if (round && qty > 100_000) {
            qty -= qty % 100_000;
        }
        return Math.max(1, qty);
    }

    private double walk(long id) {
        double sum = step(id);
        for (int i = 0; i < WAVES.length; i++) {
            double at = id / WAVES[i][0];
            double whole = Math.floor(at);
            double part = at - whole;
            double from = wave(i, (long) whole);
            double to = wave(i, (long) whole + 1);
            double smooth = part * part * (3 - 2 * part);
            sum += WAVES[i][1] * (from + (to - from) * smooth);
        }
        return sum;
    }

    private double step(long id) {
        return (Hash.of(key, id / STEP_IDS, SALT_WALK - 1) & 1) == 0 ? STEP / 2 : -STEP / 2;
    }

    private double wave(int number, long at) {
        return 2 * Hash.unit(Hash.of(key, at, SALT_WALK + number)) - 1;
    }
}
