-- Last price and best quotes per pair, from topic rawticker.
CREATE TABLE IF NOT EXISTS ticker_data (
  timestamp   timestamptz NOT NULL,
  pair        varchar(20) NOT NULL,
  last        float8      NOT NULL,
  bid         float8,
  ask         float8,
  volume_24h  float8,
  pct_change  float8,
  known_at    timestamptz DEFAULT now()
);

-- A hypertable if the TimescaleDB extension is installed, otherwise an ordinary table.
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_extension WHERE extname = 'timescaledb') THEN
    EXECUTE format('SELECT %1$s.create_hypertable(%2$L, %1$s.by_range(''timestamp'', %3$L::interval),'
        ' create_default_indexes => false, if_not_exists => true)',
        (SELECT extnamespace::regnamespace FROM pg_extension WHERE extname = 'timescaledb'), 'ticker_data',
        coalesce(nullif(current_setting('pulsefeed.chunk_interval', true), ''), '1 day'));
  END IF;
END $$;

CREATE UNIQUE INDEX IF NOT EXISTS ticker_data_key ON ticker_data (pair, timestamp);
