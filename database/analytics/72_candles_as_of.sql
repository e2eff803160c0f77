-- trade_candles_1m as it was at a time: from the trades that were known then. See docs/look-ahead.md.
-- A condition on bucket filters the list of minutes before any trade is read. The list ends a day after t: the sink rejects later times.
CREATE OR REPLACE FUNCTION candles_as_of(t timestamptz) RETURNS TABLE (bucket timestamptz, pair varchar(20), open float8, high float8,
  low float8, close float8, volume float8, buy_volume float8, sell_volume float8, trades bigint, vwap float8) LANGUAGE sql STABLE AS $$
  SELECT b.bucket, p.pair, c.open, c.high, c.low, c.close, c.volume, c.buy_volume, c.sell_volume, c.trades, c.vwap
  FROM (
    SELECT every.bucket
    FROM (
      SELECT generate_series(
        date_bin('1 minute', least(max(last_time), t + interval '1 day'), timestamptz '1970-01-01 00:00:00+00'),
        date_bin('1 minute', min(first_time), timestamptz '1970-01-01 00:00:00+00'), interval '-1 minute') AS bucket
      FROM trade_pairs
    ) every
    ORDER BY every.bucket DESC
  ) b
  CROSS JOIN trade_pairs p
  CROSS JOIN LATERAL (
    SELECT (array_agg(d.price ORDER BY d.timestamp, d.trade_id))[1] AS open, max(d.price) AS high, min(d.price) AS low,
      (array_agg(d.price ORDER BY d.timestamp, d.trade_id))[count(*)] AS close, sum(d.volume) AS volume,
      coalesce(sum(d.volume) FILTER (WHERE d.side = 'b'), 0) AS buy_volume,
      coalesce(sum(d.volume) FILTER (WHERE d.side = 's'), 0) AS sell_volume,
      count(*) AS trades, sum(d.price * d.volume) / nullif(sum(d.volume), 0) AS vwap
    FROM trade_data d
    WHERE d.pair = p.pair AND d.timestamp >= b.bucket AND d.timestamp < b.bucket + interval '1 minute' AND d.known_at <= t
    HAVING count(*) > 0
  ) c
$$;
