-- Price alerts (PRICE_UP, PRICE_DOWN), from topic rawalert.
CREATE TABLE IF NOT EXISTS alert_data (
  timestamp       timestamptz NOT NULL,
  pair            varchar(20) NOT NULL,
  last_price      float8      NOT NULL,
  change_percent  float8      NOT NULL,
  threshold       float8      NOT NULL,
  alert_type      varchar(20) NOT NULL,
  known_at        timestamptz DEFAULT now()
);

-- A hypertable if the TimescaleDB extension is installed, otherwise an ordinary table.
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_extension WHERE extname = 'timescaledb') THEN
    EXECUTE format('SELECT %1$s.create_hypertable(%2$L, %1$s.by_range(''timestamp'', %3$L::interval),'
        ' create_default_indexes => false, if_not_exists => true)',
        (SELECT extnamespace::regnamespace FROM pg_extension WHERE extname = 'timescaledb'), 'alert_data',
        coalesce(nullif(current_setting('pulsefeed.chunk_interval', true), ''), '30 days'));
  END IF;
END $$;

-- Starts with the time, because alerts are few and are read by time, of one pair or of all.
CREATE UNIQUE INDEX IF NOT EXISTS alert_data_key ON alert_data (timestamp, pair, alert_type);
