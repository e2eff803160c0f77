-- Last price and best quotes per pair, from topic rawticker.
CREATE TABLE IF NOT EXISTS ticker_data (
  timestamp   timestamptz NOT NULL,
  pair        varchar(20) NOT NULL,
  last        float8      NOT NULL,
  bid         float8,
  ask         float8,
  volume_24h  float8,
  pct_change  float8
);

-- A hypertable if the TimescaleDB extension is installed, otherwise an ordinary table.
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_extension WHERE extname = 'timescaledb') THEN
    PERFORM create_hypertable('ticker_data', by_range('timestamp',
        coalesce(nullif(current_setting('pulsefeed.chunk_interval', true), ''), '1 day')::interval),
        create_default_indexes => false, if_not_exists => true);
  END IF;
END $$;

CREATE UNIQUE INDEX IF NOT EXISTS ticker_data_key ON ticker_data (pair, timestamp);
