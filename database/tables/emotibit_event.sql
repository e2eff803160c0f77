-- Device events (gap, reboot, clipping, contact, battery), from topic Emotibit_processdata.
CREATE TABLE IF NOT EXISTS emotibit_event (
  timestamp   timestamptz NOT NULL,
  device_id   text        NOT NULL,
  session_id  text,
  event       text        NOT NULL,
  detail      jsonb
);

-- A hypertable if the TimescaleDB extension is installed, otherwise an ordinary table.
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_extension WHERE extname = 'timescaledb') THEN
    EXECUTE format('SELECT %1$s.create_hypertable(%2$L, %1$s.by_range(''timestamp'', %3$L::interval),'
        ' create_default_indexes => false, if_not_exists => true)',
        (SELECT extnamespace::regnamespace FROM pg_extension WHERE extname = 'timescaledb'), 'emotibit_event',
        coalesce(nullif(current_setting('pulsefeed.chunk_interval', true), ''), '7 days'));
  END IF;
END $$;

-- Two events of the same type can have the same time, for example a gap in two signals; they differ only in the detail.
CREATE UNIQUE INDEX IF NOT EXISTS emotibit_event_key ON emotibit_event (device_id, event, timestamp, detail);
