-- What a source received and wrote in an hour, from topic pulsefeed_accounts: numbers of trades or packets, or articles of a site.
-- detail has the missing numbers with their reason, and the items by path.
CREATE TABLE IF NOT EXISTS pulsefeed_source_account (
  timestamp     timestamptz NOT NULL,
  source        text        NOT NULL,
  kind          text        NOT NULL,
  topic         text        NOT NULL,
  stream        text        NOT NULL,
  first_number  bigint,
  last_number   bigint,
  expected      bigint,
  emitted       bigint,
  missing       bigint,
  detail        jsonb
);

-- A hypertable if the TimescaleDB extension is installed, otherwise an ordinary table.
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_extension WHERE extname = 'timescaledb') THEN
    EXECUTE format('SELECT %1$s.create_hypertable(%2$L, %1$s.by_range(''timestamp'', %3$L::interval),'
        ' create_default_indexes => false, if_not_exists => true)',
        (SELECT extnamespace::regnamespace FROM pg_extension WHERE extname = 'timescaledb'), 'pulsefeed_source_account',
        coalesce(nullif(current_setting('pulsefeed.chunk_interval', true), ''), '30 days'));
  END IF;
END $$;

CREATE UNIQUE INDEX IF NOT EXISTS pulsefeed_source_account_key ON pulsefeed_source_account (source, stream, timestamp);
