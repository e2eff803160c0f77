-- Hourly open, high, low and close of the last price per pair; avg_volume is the mean of Kraken's 24 h volume.
-- A continuous aggregate on TimescaleDB Community, otherwise a view. bucket is the start of the hour.
DO $$
DECLARE
  edition text := pulsefeed_edition('ticker_data');
  -- The schema of TimescaleDB's functions, which need not be in the search path.
  ts text := (SELECT extnamespace::regnamespace FROM pg_extension WHERE extname = 'timescaledb');
  columns text := $q$
    (array_agg(last ORDER BY timestamp))[1] AS open, max(last) AS high, min(last) AS low,
    (array_agg(last ORDER BY timestamp DESC))[1] AS close, avg(volume_24h) AS avg_volume
    FROM ticker_data $q$;
  -- TimescaleDB derives bounds of the time from bounds of time_bucket, so it reads only the chunks of the selected hours.
  by_bucket text := 'SELECT ' || ts || $q$.time_bucket('1 hour', timestamp) AS bucket, pair, $q$ || columns || $q$ GROUP BY 1, 2 $q$;
BEGIN
  IF edition = 'community' THEN
    BEGIN
      EXECUTE 'CREATE MATERIALIZED VIEW ticker_ohlc_hourly WITH (timescaledb.continuous, timescaledb.materialized_only = false) AS '
        || by_bucket || ' WITH NO DATA';
      -- A refresh of rows that retention has dropped deletes their candles, so the policy starts within the retention.
      EXECUTE format('SELECT %s.add_continuous_aggregate_policy(%L, start_offset => $1, end_offset => interval %L, schedule_interval =>'
          ' interval %L)', ts, 'ticker_ohlc_hourly', '1 hour', '1 hour')
        USING (SELECT least(interval '7 days', 0.8 * min((config ->> 'drop_after')::interval)) FROM timescaledb_information.jobs
          WHERE proc_name = 'policy_retention' AND hypertable_schema = current_schema() AND hypertable_name = 'ticker_data');
      RETURN;
    EXCEPTION
      -- A view that was created on another edition: the caller drops it and applies this file again.
      WHEN duplicate_table THEN RAISE;
      -- A view returns the same rows more slowly, which is better than a failing deployment.
      WHEN OTHERS THEN RAISE WARNING 'ticker_ohlc_hourly was created as a view instead of a continuous aggregate: %', SQLERRM;
    END;
  END IF;
  -- A condition on the bucket is not a condition on the time that an index can use. So the view generates the buckets first and reads
  -- the rows of each.
  EXECUTE $q$ CREATE OR REPLACE VIEW ticker_ohlc_hourly AS
    SELECT b.bucket, p.pair, o.last AS open, a.high, a.low, c.last AS close, a.avg_volume
    FROM (
      SELECT bucket
      FROM (SELECT generate_series(date_bin('1 hour', max(l.timestamp), timestamptz '1970-01-01 00:00:00+00'),
          date_bin('1 hour', min(f.timestamp), timestamptz '1970-01-01 00:00:00+00'), interval '-1 hour') AS bucket
        FROM ticker_pairs p
        CROSS JOIN LATERAL (SELECT t.timestamp FROM ticker_data t WHERE t.pair = p.pair ORDER BY t.timestamp LIMIT 1) f
        CROSS JOIN LATERAL (SELECT t.timestamp FROM ticker_data t WHERE t.pair = p.pair ORDER BY t.timestamp DESC LIMIT 1) l) every
      ORDER BY bucket DESC
    ) b
    CROSS JOIN ticker_pairs p
    CROSS JOIN LATERAL (
      SELECT max(t.last) AS high, min(t.last) AS low, avg(t.volume_24h) AS avg_volume FROM ticker_data t
      WHERE t.pair = p.pair AND t.timestamp >= b.bucket AND t.timestamp < b.bucket + interval '1 hour' HAVING count(*) > 0
    ) a
    CROSS JOIN LATERAL (
      SELECT t.last FROM ticker_data t WHERE t.pair = p.pair AND t.timestamp >= b.bucket AND t.timestamp < b.bucket + interval '1 hour'
      ORDER BY t.timestamp LIMIT 1
    ) o
    CROSS JOIN LATERAL (
      SELECT t.last FROM ticker_data t WHERE t.pair = p.pair AND t.timestamp >= b.bucket AND t.timestamp < b.bucket + interval '1 hour'
      ORDER BY t.timestamp DESC LIMIT 1
    ) c $q$;
END $$;
