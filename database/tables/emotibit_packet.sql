-- Original EmotiBit packets with their samples, from topic Emotibit_rawdata. timestamp is the time of the last sample, period the
-- seconds between two samples. emotibit_sample.sql reads the samples one per row. study is set if the
-- connector has a map of studies.
-- Columns of eight bytes come first, so that no row is padded.
CREATE TABLE IF NOT EXISTS emotibit_packet (
  timestamp            timestamptz NOT NULL,
  packet_number        bigint      NOT NULL,
  emotibit_ts          bigint,
  time_uncertainty_ms  float8,
  period               float8,
  known_at             timestamptz DEFAULT now(),
  device_id            text        NOT NULL,
  session_id           text        NOT NULL,
  type_tag             text        NOT NULL,
  patient_id           text,
  study                text,
  packet               text        NOT NULL,
  time_source          text,
  flags                text[],
  values               float8[],
  reliability          smallint
);

-- A hypertable if the TimescaleDB extension is installed, otherwise an ordinary table.
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_extension WHERE extname = 'timescaledb') THEN
    EXECUTE format('SELECT %1$s.create_hypertable(%2$L, %1$s.by_range(''timestamp'', %3$L::interval),'
        ' create_default_indexes => false, if_not_exists => true)',
        (SELECT extnamespace::regnamespace FROM pg_extension WHERE extname = 'timescaledb'), 'emotibit_packet',
        coalesce(nullif(current_setting('pulsefeed.chunk_interval', true), ''), '1 day'));
  END IF;
END $$;

-- The order of the columns serves "one signal of a device in a time range". session_id makes two recordings that contain the same
-- packet different, for example an imported file and its copy. The fill factor makes a rebuilt index of a complete chunk smaller.
CREATE UNIQUE INDEX IF NOT EXISTS emotibit_packet_key
  ON emotibit_packet (device_id, type_tag, timestamp, packet_number, session_id) WITH (fillfactor = 100);
