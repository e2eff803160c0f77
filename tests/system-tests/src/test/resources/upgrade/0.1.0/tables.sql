SET pulsefeed.chunk_interval = '';
-- How far each connector has written each Kafka partition, in the same transaction as the rows. Never a hypertable.
-- Room on each page keeps the updates of every batch in place.
CREATE TABLE IF NOT EXISTS connect_sink_offsets (
  connector    text,
  topic        text,
  partition    int,
  next_offset  bigint      NOT NULL,
  epoch        bigint      NOT NULL,
  owner        text        NOT NULL,
  updated_at   timestamptz NOT NULL,
  PRIMARY KEY (connector, topic, partition)
) WITH (fillfactor = 50);

-- Price alerts (PRICE_UP, PRICE_DOWN), from topic rawalert.
CREATE TABLE IF NOT EXISTS alert_data (
  timestamp       timestamptz NOT NULL,
  pair            varchar(20) NOT NULL,
  last_price      float8      NOT NULL,
  change_percent  float8      NOT NULL,
  threshold       float8      NOT NULL,
  alert_type      varchar(20) NOT NULL
);

-- A hypertable where the TimescaleDB extension is there, an ordinary table elsewhere.
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_extension WHERE extname = 'timescaledb') THEN
    PERFORM create_hypertable('alert_data', by_range('timestamp',
        coalesce(nullif(current_setting('pulsefeed.chunk_interval', true), ''), '30 days')::interval),
        create_default_indexes => false, if_not_exists => true);
  END IF;
END $$;

CREATE UNIQUE INDEX IF NOT EXISTS alert_data_key ON alert_data (pair, alert_type, timestamp);
CREATE INDEX IF NOT EXISTS alert_data_timestamp ON alert_data (timestamp DESC);

-- News articles by publication time, from topic rawarticle.
CREATE TABLE IF NOT EXISTS article_data (
  timestamp                  timestamptz NOT NULL,
  article_id                 text        NOT NULL,
  title                      text        NOT NULL,
  url                        text        NOT NULL,
  website                    varchar(100),
  summary                    text,
  cryptocurrencies_mentioned text[],
  sentiment_score            float8,
  sentiment_label            varchar(20)
);

-- A hypertable where the TimescaleDB extension is there, an ordinary table elsewhere.
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_extension WHERE extname = 'timescaledb') THEN
    PERFORM create_hypertable('article_data', by_range('timestamp',
        coalesce(nullif(current_setting('pulsefeed.chunk_interval', true), ''), '30 days')::interval),
        create_default_indexes => false, if_not_exists => true);
  END IF;
END $$;

CREATE UNIQUE INDEX IF NOT EXISTS article_data_key ON article_data (article_id, timestamp);
CREATE INDEX IF NOT EXISTS article_data_timestamp ON article_data (timestamp DESC);
CREATE INDEX IF NOT EXISTS article_data_mentioned ON article_data USING gin (cryptocurrencies_mentioned);

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

-- A hypertable where the TimescaleDB extension is there, an ordinary table elsewhere.
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_extension WHERE extname = 'timescaledb') THEN
    PERFORM create_hypertable('emotibit_metric', by_range('timestamp',
        coalesce(nullif(current_setting('pulsefeed.chunk_interval', true), ''), '7 days')::interval),
        create_default_indexes => false, if_not_exists => true);
  END IF;
END $$;

CREATE UNIQUE INDEX IF NOT EXISTS emotibit_metric_key ON emotibit_metric (device_id, metric_name, timestamp);
CREATE INDEX IF NOT EXISTS emotibit_metric_name ON emotibit_metric (metric_name, timestamp DESC);

-- EmotiBit packets as the device sent them, from topic Emotibit_rawdata.
CREATE TABLE IF NOT EXISTS emotibit_packet (
  timestamp            timestamptz NOT NULL,
  device_id            text        NOT NULL,
  session_id           text        NOT NULL,
  patient_id           text,
  packet_number        bigint      NOT NULL,
  type_tag             text        NOT NULL,
  emotibit_ts          bigint,
  reliability          smallint,
  packet               text        NOT NULL,
  time_source          text,
  time_uncertainty_ms  float8,
  flags                text[]
);

-- A hypertable where the TimescaleDB extension is there, an ordinary table elsewhere.
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_extension WHERE extname = 'timescaledb') THEN
    PERFORM create_hypertable('emotibit_packet', by_range('timestamp',
        coalesce(nullif(current_setting('pulsefeed.chunk_interval', true), ''), '1 day')::interval),
        create_default_indexes => false, if_not_exists => true);
  END IF;
END $$;

CREATE UNIQUE INDEX IF NOT EXISTS emotibit_packet_key
  ON emotibit_packet (device_id, session_id, packet_number, type_tag, timestamp);

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

-- A hypertable where the TimescaleDB extension is there, an ordinary table elsewhere.
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_extension WHERE extname = 'timescaledb') THEN
    PERFORM create_hypertable('emotibit_sample', by_range('timestamp',
        coalesce(nullif(current_setting('pulsefeed.chunk_interval', true), ''), '1 day')::interval),
        create_default_indexes => false, if_not_exists => true);
  END IF;
END $$;

CREATE UNIQUE INDEX IF NOT EXISTS emotibit_sample_key
  ON emotibit_sample (device_id, session_id, packet_number, type_tag, timestamp, sample_index);
CREATE INDEX IF NOT EXISTS emotibit_sample_signal ON emotibit_sample (device_id, type_tag, timestamp DESC);

-- Last price and best quotes per pair, from topic rawticker.
CREATE TABLE IF NOT EXISTS ticker_data (
  timestamp   timestamptz NOT NULL,
  pair        varchar(20) NOT NULL,
  last        float8      NOT NULL,
  bid         float8,
  ask         float8,
  volume_24h  float8,
  pct_change  float8
);

-- A hypertable where the TimescaleDB extension is there, an ordinary table elsewhere.
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_extension WHERE extname = 'timescaledb') THEN
    PERFORM create_hypertable('ticker_data', by_range('timestamp',
        coalesce(nullif(current_setting('pulsefeed.chunk_interval', true), ''), '1 day')::interval),
        create_default_indexes => false, if_not_exists => true);
  END IF;
END $$;

CREATE UNIQUE INDEX IF NOT EXISTS ticker_data_key ON ticker_data (pair, timestamp);
CREATE INDEX IF NOT EXISTS ticker_data_timestamp ON ticker_data (timestamp DESC);

-- Every single trade, from topic rawtrade. trade_id is the venue's, null when the record's header lacks it.
CREATE TABLE IF NOT EXISTS trade_data (
  timestamp  timestamptz NOT NULL,
  pair       varchar(20) NOT NULL,
  price      float8      NOT NULL,
  volume     float8      NOT NULL,
  side       varchar(1)  NOT NULL,
  trade_id   bigint
);

-- A hypertable where the TimescaleDB extension is there, an ordinary table elsewhere.
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_extension WHERE extname = 'timescaledb') THEN
    PERFORM create_hypertable('trade_data', by_range('timestamp',
        coalesce(nullif(current_setting('pulsefeed.chunk_interval', true), ''), '1 day')::interval),
        create_default_indexes => false, if_not_exists => true);
  END IF;
END $$;

-- Neither (pair, timestamp) nor the whole payload is unique: one order may fill several equal ones in a microsecond.
CREATE UNIQUE INDEX IF NOT EXISTS trade_data_key ON trade_data (pair, trade_id, timestamp);
CREATE INDEX IF NOT EXISTS trade_data_pair_timestamp ON trade_data (pair, timestamp DESC);
