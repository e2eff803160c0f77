-- One row per EmotiBit sample, from topic Emotibit_rawdata. sample_index counts from 0 within its packet.
CREATE TABLE IF NOT EXISTS emotibit_sample (
  timestamp            timestamptz NOT NULL,
  device_id            text        NOT NULL,
  session_id           text        NOT NULL,
  type_tag             text        NOT NULL,
  packet_number        bigint      NOT NULL,
  sample_index         smallint    NOT NULL,
  value                float8,
  time_uncertainty_ms  float8,
  flags                text[]
);

-- A hypertable if the TimescaleDB extension is installed, otherwise an ordinary table.
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_extension WHERE extname = 'timescaledb') THEN
    EXECUTE format('SELECT %1$s.create_hypertable(%2$L, %1$s.by_range(''timestamp'', %3$L::interval),'
        ' create_default_indexes => false, if_not_exists => true)',
        (SELECT extnamespace::regnamespace FROM pg_extension WHERE extname = 'timescaledb'), 'emotibit_sample',
        coalesce(nullif(current_setting('pulsefeed.chunk_interval', true), ''), '1 day'));
  END IF;
END $$;

CREATE UNIQUE INDEX IF NOT EXISTS emotibit_sample_key
  ON emotibit_sample (device_id, session_id, packet_number, type_tag, timestamp, sample_index);
CREATE INDEX IF NOT EXISTS emotibit_sample_signal ON emotibit_sample (device_id, type_tag, timestamp DESC);
