-- News articles by publication time, from topic rawarticle. The columns after sentiment_label are from the headers of the record.
CREATE TABLE IF NOT EXISTS article_data (
  timestamp                  timestamptz NOT NULL,
  article_id                 text        NOT NULL,
  title                      text        NOT NULL,
  url                        text        NOT NULL,
  website                    varchar(100),
  summary                    text,
  cryptocurrencies_mentioned text[],
  sentiment_score            float8,
  sentiment_label            varchar(20),
  language                   text,
  author                     text,
  section                    text,
  keywords                   text,
  image                      text,
  paywalled                  boolean,
  date_source                text,
  date_precision             text,
  sentiment_scorer           text,
  sentiment_reason           text,
  page_problem               text,
  text_sketch                text,
  known_at                   timestamptz DEFAULT now()
);

-- A hypertable if the TimescaleDB extension is installed, otherwise an ordinary table.
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_extension WHERE extname = 'timescaledb') THEN
    EXECUTE format('SELECT %1$s.create_hypertable(%2$L, %1$s.by_range(''timestamp'', %3$L::interval),'
        ' create_default_indexes => false, if_not_exists => true)',
        (SELECT extnamespace::regnamespace FROM pg_extension WHERE extname = 'timescaledb'), 'article_data',
        coalesce(nullif(current_setting('pulsefeed.chunk_interval', true), ''), '30 days'));
  END IF;
END $$;

-- Starts with the time, because articles are read by time.
CREATE UNIQUE INDEX IF NOT EXISTS article_data_key ON article_data (timestamp, article_id);
CREATE INDEX IF NOT EXISTS article_data_mentioned ON article_data USING gin (cryptocurrencies_mentioned);
