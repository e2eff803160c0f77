-- Candles of a minute from single trades, with the volume of either side: a buyer took an offer, or a seller a bid. volume is in
-- the base currency, vwap the mean price by volume. Trades of one microsecond are told apart by their number.
-- A continuous aggregate on TimescaleDB Community, a view elsewhere. bucket is the minute's begin.
DO $$
DECLARE
  edition text := pulsefeed_edition('trade_data');
  columns text := $q$
    (array_agg(price ORDER BY timestamp, trade_id))[1] AS open, max(price) AS high, min(price) AS low,
    (array_agg(price ORDER BY timestamp DESC, trade_id DESC))[1] AS close, sum(volume) AS volume,
    coalesce(sum(volume) FILTER (WHERE side = 'b'), 0) AS buy_volume, coalesce(sum(volume) FILTER (WHERE side = 's'), 0) AS sell_volume,
    count(*) AS trades, sum(price * volume) / nullif(sum(volume), 0) AS vwap
    FROM trade_data $q$;
  -- Bounds of time_bucket are bounds of the time to TimescaleDB, so it reads only the chunks of the minutes asked for.
  by_bucket text := $q$ SELECT time_bucket('1 minute', timestamp) AS bucket, pair, $q$ || columns || $q$ GROUP BY 1, 2 $q$;
BEGIN
  IF edition = 'community' THEN
    BEGIN
      EXECUTE 'CREATE MATERIALIZED VIEW trade_candles_1m WITH (timescaledb.continuous, timescaledb.materialized_only = false) AS '
        || by_bucket || ' WITH NO DATA';
      PERFORM add_continuous_aggregate_policy('trade_candles_1m', start_offset => interval '4 hours', end_offset => interval '1 minute',
        schedule_interval => interval '5 minutes');
      RETURN;
    EXCEPTION
      -- A view of an edition before: whoever applies this file drops it and tries again.
      WHEN duplicate_table THEN RAISE;
      -- A view holds the same rows, and a stack that starts is worth more than a fast candle.
      WHEN OTHERS THEN RAISE WARNING 'trade_candles_1m is no continuous aggregate but a view, because: %', SQLERRM;
    END;
  END IF;
  IF edition <> 'plain' THEN
    EXECUTE 'CREATE OR REPLACE VIEW trade_candles_1m AS ' || by_bucket;
  ELSE
    -- PostgreSQL sees no bound of the time in a bound of the bucket. So the buckets come first, and each reads its own rows.
    EXECUTE $q$ CREATE OR REPLACE VIEW trade_candles_1m AS
      SELECT b.bucket, p.pair, c.open, c.high, c.low, c.close, c.volume, c.buy_volume, c.sell_volume, c.trades, c.vwap
      FROM (
        SELECT bucket
        FROM (SELECT generate_series(date_bin('1 minute', max(last_time), timestamptz '1970-01-01 00:00:00+00'),
            date_bin('1 minute', min(first_time), timestamptz '1970-01-01 00:00:00+00'), interval '-1 minute') AS bucket FROM trade_pairs) every
        ORDER BY bucket DESC
      ) b
      CROSS JOIN trade_pairs p
      CROSS JOIN LATERAL (SELECT $q$ || columns
        || $q$ WHERE pair = p.pair AND timestamp >= b.bucket AND timestamp < b.bucket + interval '1 minute' HAVING count(*) > 0) c $q$;
  END IF;
END $$;
