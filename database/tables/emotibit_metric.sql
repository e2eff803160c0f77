-- One row per computed metric, from topic Emotibit_processdata. study is set if the connector has a map of studies.
CREATE TABLE IF NOT EXISTS emotibit_metric (
  timestamp     timestamptz NOT NULL,
  device_id     text        NOT NULL,
  patient_id    text,
  metric_name   text        NOT NULL,
  metric_value  float8      NOT NULL,
  metric_unit   text,
  sensor_type   text,
  category      text,
  quality       float8,
  study         text
);

-- A hypertable if the TimescaleDB extension is installed, otherwise an ordinary table.
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_extension WHERE extname = 'timescaledb') THEN
    EXECUTE format('SELECT %1$s.create_hypertable(%2$L, %1$s.by_range(''timestamp'', %3$L::interval),'
        ' create_default_indexes => false, if_not_exists => true)',
        (SELECT extnamespace::regnamespace FROM pg_extension WHERE extname = 'timescaledb'), 'emotibit_metric',
        coalesce(nullif(current_setting('pulsefeed.chunk_interval', true), ''), '7 days'));
  END IF;
END $$;

CREATE UNIQUE INDEX IF NOT EXISTS emotibit_metric_key ON emotibit_metric (device_id, metric_name, timestamp);
