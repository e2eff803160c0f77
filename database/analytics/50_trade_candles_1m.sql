-- One-minute candles of individual trades, with the volume per side (the side of the taker). volume is in the base currency; vwap
-- is the volume-weighted average price. Trades with the same microsecond are ordered by their ID.
-- A continuous aggregate on TimescaleDB Community, otherwise a view. bucket is the start of the minute.
DO $$
DECLARE
  edition text := pulsefeed_edition('trade_data');
  -- The schema of TimescaleDB's functions, which need not be in the search path.
  ts text := (SELECT extnamespace::regnamespace FROM pg_extension WHERE extname = 'timescaledb');
  columns text := $q$
    (array_agg(price ORDER BY timestamp, trade_id))[1] AS open, max(price) AS high, min(price) AS low,
    (array_agg(price ORDER BY timestamp DESC, trade_id DESC))[1] AS close, sum(volume) AS volume,
    coalesce(sum(volume) FILTER (WHERE side = 'b'), 0) AS buy_volume, coalesce(sum(volume) FILTER (WHERE side = 's'), 0) AS sell_volume,
    count(*) AS trades, sum(price * volume) / nullif(sum(volume), 0) AS vwap
    FROM trade_data $q$;
  -- TimescaleDB derives bounds of the time from bounds of time_bucket, so it reads only the chunks of the selected minutes.
  by_bucket text := 'SELECT ' || ts || $q$.time_bucket('1 minute', timestamp) AS bucket, pair, $q$ || columns || $q$ GROUP BY 1, 2 $q$;
  newest text := $q$ date_bin('1 minute', max(last_time), timestamptz '1970-01-01 00:00:00+00') $q$;
  oldest text := $q$ date_bin('1 minute', min(first_time), timestamptz '1970-01-01 00:00:00+00') $q$;
  recent text := $q$ date_bin('1 minute', now(), timestamptz '1970-01-01 00:00:00+00') - interval '25 hours' $q$;
  -- The parameters are the newest and the oldest bucket, and a condition on trades. Open and close use one array, so that the trades are
  -- sorted once.
  minutes text := $q$
    (SELECT b.bucket, p.pair, c.open, c.high, c.low, c.close, c.volume, c.buy_volume, c.sell_volume, c.trades, c.vwap
    FROM (
      SELECT bucket FROM (SELECT generate_series(%1$s, %2$s, interval '-1 minute') AS bucket FROM trade_pairs) every ORDER BY bucket DESC
    ) b
    CROSS JOIN trade_pairs p
    CROSS JOIN LATERAL (SELECT $q$
      || replace(columns, 'array_agg(price ORDER BY timestamp DESC, trade_id DESC))[1]',
        'array_agg(price ORDER BY timestamp, trade_id))[count(*)]')
      || $q$ WHERE pair = p.pair AND timestamp >= b.bucket AND timestamp < b.bucket + interval '1 minute' AND %3$s
      HAVING count(*) > 0) c) $q$;
BEGIN
  IF edition = 'community' THEN
    BEGIN
      EXECUTE 'CREATE MATERIALIZED VIEW trade_candles_1m WITH (timescaledb.continuous, timescaledb.materialized_only = false) AS '
        || by_bucket || ' WITH NO DATA';
      -- A refresh of rows that retention has dropped deletes their candles, so the policy starts within the retention.
      EXECUTE format('SELECT %s.add_continuous_aggregate_policy(%L, start_offset => $1, end_offset => interval %L, schedule_interval =>'
          ' interval %L)', ts, 'trade_candles_1m', '1 minute', '5 minutes')
        USING (SELECT least(interval '7 days', 0.8 * min((config ->> 'drop_after')::interval)) FROM timescaledb_information.jobs
          WHERE proc_name = 'policy_retention' AND hypertable_schema = current_schema() AND hypertable_name = 'trade_data');
      RETURN;
    EXCEPTION
      -- A view that was created on another edition: the caller drops it and applies this file again.
      WHEN duplicate_table THEN RAISE;
      -- A view returns the same rows more slowly, which is better than a failing deployment.
      WHEN OTHERS THEN RAISE WARNING 'trade_candles_1m was created as a view instead of a continuous aggregate: %', SQLERRM;
    END;
  END IF;
  -- A condition on the bucket is not a condition on the time that an index can use. So the view generates the buckets first and reads
  -- the rows of each. TimescaleDB checks the bounds of each chunk for each bucket; the buckets of the last 25 hours exclude older chunks
  -- once, by the condition on trades, which selects all trades that these buckets need.
  EXECUTE 'CREATE OR REPLACE VIEW trade_candles_1m AS '
    || format(minutes, newest, 'greatest(' || oldest || ', ' || recent || $q$ + interval '1 minute') $q$,
      $q$ timestamp >= now() - interval '25 hours 1 minute' $q$)
    || ' UNION ALL '
    || format(minutes, 'least(' || newest || ', ' || recent || ')', oldest, $q$ timestamp < now() - interval '24 hours 58 minutes' $q$);
END $$;
