-- Individual trades, from topic rawtrade. trade_id is the trade ID of Kraken, null if the record has no such header.
CREATE TABLE IF NOT EXISTS trade_data (
  timestamp  timestamptz NOT NULL,
  pair       varchar(20) NOT NULL,
  price      float8      NOT NULL,
  volume     float8      NOT NULL,
  side       varchar(1)  NOT NULL,
  trade_id   bigint,
  known_at   timestamptz DEFAULT now()
);

-- A hypertable if the TimescaleDB extension is installed, otherwise an ordinary table.
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_extension WHERE extname = 'timescaledb') THEN
    EXECUTE format('SELECT %1$s.create_hypertable(%2$L, %1$s.by_range(''timestamp'', %3$L::interval),'
        ' create_default_indexes => false, if_not_exists => true)',
        (SELECT extnamespace::regnamespace FROM pg_extension WHERE extname = 'timescaledb'), 'trade_data',
        coalesce(nullif(current_setting('pulsefeed.chunk_interval', true), ''), '1 day'));
  END IF;
END $$;

-- Neither (pair, timestamp) nor the whole payload is unique: one order can fill several identical orders in a microsecond.
-- The order of the columns also serves "the newest trades of a pair".
CREATE UNIQUE INDEX IF NOT EXISTS trade_data_key ON trade_data (pair, timestamp, trade_id);
