-- What happened to a device (gap, reboot, clipping, contact, battery), from topic Emotibit_processdata.
CREATE TABLE IF NOT EXISTS emotibit_event (
  timestamp   timestamptz NOT NULL,
  device_id   text        NOT NULL,
  session_id  text,
  event       text        NOT NULL,
  detail      jsonb
);

-- A hypertable where the TimescaleDB extension is there, an ordinary table elsewhere.
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_extension WHERE extname = 'timescaledb') THEN
    PERFORM create_hypertable('emotibit_event', by_range('timestamp',
        coalesce(nullif(current_setting('pulsefeed.chunk_interval', true), ''), '7 days')::interval),
        create_default_indexes => false, if_not_exists => true);
  END IF;
END $$;

-- Two events of one kind may fall on the same instant, for example a gap in two signals: only the detail tells them apart.
CREATE UNIQUE INDEX IF NOT EXISTS emotibit_event_key ON emotibit_event (device_id, event, timestamp, detail);
