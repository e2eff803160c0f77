-- One row per computed metric, from topic Emotibit_processdata.
CREATE TABLE IF NOT EXISTS emotibit_metric (
  timestamp     timestamptz NOT NULL,
  device_id     text        NOT NULL,
  patient_id    text,
  metric_name   text        NOT NULL,
  metric_value  float8      NOT NULL,
  metric_unit   text,
  sensor_type   text,
  category      text,
  quality       float8
);

-- A hypertable if the TimescaleDB extension is installed, otherwise an ordinary table.
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_extension WHERE extname = 'timescaledb') THEN
    PERFORM create_hypertable('emotibit_metric', by_range('timestamp',
        coalesce(nullif(current_setting('pulsefeed.chunk_interval', true), ''), '7 days')::interval),
        create_default_indexes => false, if_not_exists => true);
  END IF;
END $$;

CREATE UNIQUE INDEX IF NOT EXISTS emotibit_metric_key ON emotibit_metric (device_id, metric_name, timestamp);
