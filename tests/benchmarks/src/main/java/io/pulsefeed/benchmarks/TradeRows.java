package io.pulsefeed.benchmarks;

import java.math.BigDecimal;
import java.nio.ByteBuffer;

/**
 * The trades of {@link TradeLoad} as rows.
 *
 * @param key columns of the unique key
 * @param hasKnownAt whether the table has a column for the time of receipt, which the ceiling leaves empty
 */
record TradeRows(int count, String key, boolean hasKnownAt) implements BenchRows {

    @Override
    public String definition() {
        return "(timestamp timestamptz NOT NULL, pair varchar(20) NOT NULL, price float8 NOT NULL, volume float8 NOT NULL,"
                + " side varchar(1) NOT NULL, trade_id bigint, " + (hasKnownAt ? "known_at timestamptz, " : "")
                + "UNIQUE ("
                + key + "))";
    }

    @Override
    public String columns() {
        return "timestamp, pair, price, volume, side, trade_id";
    }

    @Override
    public void encode(int i, ByteBuffer out) {
        out.putShort((short) 6);
        out.putInt(8).putLong(TradeLoad.epochMicros(i) - CopyCeiling.POSTGRES_EPOCH_MICROS);
        BenchRows.text(out, TradeLoad.pair(i));
        out.putInt(8).putDouble(TradeLoad.price(i));
        out.putInt(8).putDouble(TradeLoad.volume(i));
        BenchRows.text(out, TradeLoad.side(i));
        out.putInt(8).putLong(TradeLoad.id(i));
    }

    @Override
    public String condition(int i) {
        return "pair = '" + TradeLoad.pair(i) + "' AND trade_id = " + TradeLoad.id(i) + " AND timestamp = to_timestamp("
                + TradeLoad.epochMicros(i) / 1000 + " / 1000.0)";
    }

    @Override
    public String sumExpressions() {
        return "count(*), sum(trade_id), sum((extract(epoch FROM timestamp) * 1000000)::bigint), sum(price::numeric)::numeric(40, 1),"
                + " sum(volume::numeric)::numeric(40, 8), count(*) FILTER (WHERE side = 'b'), count(DISTINCT pair)";
    }

    @Override
    public String sums() {
        long ids = 0;
        BigDecimal micros = BigDecimal.ZERO;
        long tenths = 0;
        long volumeDigits = 0;
        int buys = 0;
        for (int i = 0; i < count; i++) {
            ids += TradeLoad.id(i);
            micros = micros.add(BigDecimal.valueOf(TradeLoad.epochMicros(i)));
            tenths += Math.round(TradeLoad.price(i) * 10);
            volumeDigits += Math.round(TradeLoad.volume(i) * 1e8);
            buys += "b".equals(TradeLoad.side(i)) ? 1 : 0;
        }
        return String.join(
                " ",
                Integer.toString(count),
                Long.toString(ids),
                micros.toPlainString(),
                BigDecimal.valueOf(tenths, 1).toPlainString(),
                BigDecimal.valueOf(volumeDigits, 8).toPlainString(),
                Integer.toString(buys),
                Integer.toString(Math.min(count, TradeLoad.PAIRS.size())));
    }
}
