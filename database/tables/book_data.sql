-- Best bid and ask of order books, from topic rawbooktop. spread is ask minus bid. imbalance is the difference of the quantities of the
-- ten best bids and asks, relative to their sum: 1 for bids only, -1 for asks only.
CREATE TABLE IF NOT EXISTS book_data (
  timestamp  timestamptz NOT NULL,
  pair       varchar(20) NOT NULL,
  bid        float8      NOT NULL,
  bid_qty    float8,
  ask        float8      NOT NULL,
  ask_qty    float8,
  spread     float8,
  imbalance  float8,
  known_at   timestamptz DEFAULT now()
);

-- A hypertable if the TimescaleDB extension is installed, otherwise an ordinary table.
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_extension WHERE extname = 'timescaledb') THEN
    EXECUTE format('SELECT %1$s.create_hypertable(%2$L, %1$s.by_range(''timestamp'', %3$L::interval),'
        ' create_default_indexes => false, if_not_exists => true)',
        (SELECT extnamespace::regnamespace FROM pg_extension WHERE extname = 'timescaledb'), 'book_data',
        coalesce(nullif(current_setting('pulsefeed.chunk_interval', true), ''), '1 day'));
  END IF;
END $$;

CREATE UNIQUE INDEX IF NOT EXISTS book_data_key ON book_data (pair, timestamp);
