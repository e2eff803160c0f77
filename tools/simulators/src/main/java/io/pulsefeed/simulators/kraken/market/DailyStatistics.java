package io.pulsefeed.simulators.kraken.market;

/**
 * Rolling 24-hour statistics of one pair, in hourly buckets. Starts with a plausible previous day, so that the first ticker has
 * realistic values.
 */
public final class DailyStatistics {

    private static final int HOURS = 24;
    private static final long HOUR_NS = 3_600_000_000_000L;
    private static final int TRADES_PER_HOUR = 1_800;

    private final long[] volume = new long[HOURS];
    private final double[] notional = new double[HOURS];
    private final long[] trades = new long[HOURS];
    private final long[] low = new long[HOURS];
    private final long[] high = new long[HOURS];
    private final long[] open = new long[HOURS];
    private long hour;
    private long last;

    /** @param price of the last trade before {@code nowNs}, in units of its last digit */
    public DailyStatistics(Market market, long seed, long price, long nowNs) {
        long lot = (long) (market.lot() * FixedPoint.pow10(Market.QTY_DECIMALS));
        hour = nowNs / HOUR_NS;
        last = price;
        for (int i = 0; i < HOURS; i++) {
            double deviation = 0.01 * (Hash.unit(Hash.of(seed, i)) - 0.5);
            long middle = Math.round(price * (1 + deviation));
            open[i] = middle;
            low[i] = Math.min(middle, price) - Math.max(1, price / 2_000);
            high[i] = Math.max(middle, price) + Math.max(1, price / 2_000);
            trades[i] = TRADES_PER_HOUR / 2 + (long) (TRADES_PER_HOUR * Hash.unit(Hash.of(seed, i + HOURS)));
            volume[i] = trades[i] * Math.max(1, lot) + Math.floorMod(Hash.of(seed, i), 1_000_003);
            notional[i] = (double) volume[i] * middle;
        }
    }

    /** Adds a trade; {@code price} and {@code qty} in units of their last digits. */
    public void add(long price, long qty, long timestampNs) {
        roll(timestampNs / HOUR_NS);
        int bucket = (int) (hour % HOURS);
        volume[bucket] += qty;
        notional[bucket] += (double) qty * price;
        trades[bucket]++;
        low[bucket] = Math.min(low[bucket], price);
        high[bucket] = Math.max(high[bucket], price);
        last = price;
    }

    public long last() {
        return last;
    }

    /** In units of the last digit of a quantity. */
    public long volume() {
        return sum(volume);
    }

    /** Volume-weighted mean price in units of the last digit of a price. */
    public long vwap() {
        double total = 0;
        for (double part : notional) {
            total += part;
        }
        return Math.round(total / volume());
    }

    public long trades() {
        return sum(trades);
    }

    public long low() {
        long lowest = Long.MAX_VALUE;
        for (long value : low) {
            lowest = Math.min(lowest, value);
        }
        return lowest;
    }

    public long high() {
        long highest = Long.MIN_VALUE;
        for (long value : high) {
            highest = Math.max(highest, value);
        }
        return highest;
    }

    /** Price 24 hours ago. */
    public long open() {
        return open[(int) ((hour + 1) % HOURS)];
    }

    private void roll(long now) {
        while (hour < now) {
            hour++;
            int bucket = (int) (hour % HOURS);
            volume[bucket] = 0;
            notional[bucket] = 0;
            trades[bucket] = 0;
            low[bucket] = last;
            high[bucket] = last;
            open[bucket] = last;
        }
    }

    private static long sum(long[] values) {
        long total = 0;
        for (long value : values) {
            total += value;
        }
        return total;
    }
}
