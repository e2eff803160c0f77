-- Hourly open, high, low and close of the last price per pair; avg_volume is the mean of Kraken's 24 h volume.
-- A continuous aggregate on TimescaleDB Community, otherwise a view. bucket is the start of the hour.
DO $$
DECLARE
  edition text := pulsefeed_edition('ticker_data');
  columns text := $q$
    (array_agg(last ORDER BY timestamp))[1] AS open, max(last) AS high, min(last) AS low,
    (array_agg(last ORDER BY timestamp DESC))[1] AS close, avg(volume_24h) AS avg_volume
    FROM ticker_data $q$;
  -- TimescaleDB derives bounds of the time from bounds of time_bucket, so it reads only the chunks of the selected hours.
  by_bucket text := $q$ SELECT time_bucket('1 hour', timestamp) AS bucket, pair, $q$ || columns || $q$ GROUP BY 1, 2 $q$;
BEGIN
  IF edition = 'community' THEN
    BEGIN
      EXECUTE 'CREATE MATERIALIZED VIEW ticker_ohlc_hourly WITH (timescaledb.continuous, timescaledb.materialized_only = false) AS '
        || by_bucket || ' WITH NO DATA';
      PERFORM add_continuous_aggregate_policy('ticker_ohlc_hourly', start_offset => interval '4 hours', end_offset => interval '1 hour',
        schedule_interval => interval '1 hour');
      RETURN;
    EXCEPTION
      -- A view that was created on another edition: the caller drops it and applies this file again.
      WHEN duplicate_table THEN RAISE;
      -- A view returns the same rows more slowly, which is better than a failing deployment.
      WHEN OTHERS THEN RAISE WARNING 'ticker_ohlc_hourly was created as a view instead of a continuous aggregate: %', SQLERRM;
    END;
  END IF;
  IF edition <> 'plain' THEN
    EXECUTE 'CREATE OR REPLACE VIEW ticker_ohlc_hourly AS ' || by_bucket;
  ELSE
    -- PostgreSQL cannot derive bounds of the time from bounds of the bucket. So it generates the buckets first and reads the rows of each.
    EXECUTE $q$ CREATE OR REPLACE VIEW ticker_ohlc_hourly AS
      SELECT b.bucket, p.pair, c.open, c.high, c.low, c.close, c.avg_volume
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
      CROSS JOIN LATERAL (SELECT $q$ || columns
        || $q$ WHERE pair = p.pair AND timestamp >= b.bucket AND timestamp < b.bucket + interval '1 hour' HAVING count(*) > 0) c $q$;
  END IF;
END $$;
