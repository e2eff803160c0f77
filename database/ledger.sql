-- The ledger of the sink: what happened to each record, updated in the transaction that writes the rows and the offset. See docs/ledger.md.
-- Created if ledger.enabled is true. Hours are UTC.

-- Records by partition and hour of their Kafka timestamp. For each partition, the sum of written, ignored, dead_lettered and
-- without_record is the highest next_offset minus the lowest first_offset. offset_sum and offset_square_sum are the sums of the
-- offsets of the consumed records and of their squares, modulo 2^64: with the topic they identify records that never reached the sink.
CREATE TABLE IF NOT EXISTS pulsefeed_ledger (
  sink            text,
  topic           text,
  partition       int,
  hour            timestamptz,
  first_offset    bigint      NOT NULL,
  next_offset     bigint      NOT NULL,
  consumed        bigint      NOT NULL,
  written         bigint      NOT NULL,
  ignored         bigint      NOT NULL,
  dead_lettered   bigint      NOT NULL,
  without_record  bigint      NOT NULL,
  replayed        bigint      NOT NULL,
  skipped         bigint      NOT NULL,
  offset_sum      numeric     NOT NULL,
  offset_square_sum numeric   NOT NULL,
  updated_at      timestamptz NOT NULL,
  sealed_at       timestamptz,
  seal_reason     text,
  PRIMARY KEY (sink, topic, partition, hour)
) WITH (fillfactor = 50);

-- Rows by table and hour of their time: new keys, and rows whose key existed already.
CREATE TABLE IF NOT EXISTS pulsefeed_ledger_rows (
  table_name      text,
  hour            timestamptz,
  sink            text,
  topic           text,
  partition       int,
  rows            bigint      NOT NULL,
  keys_repeated   bigint      NOT NULL,
  reason          text        NOT NULL,
  sealed          boolean     NOT NULL,
  updated_at      timestamptz NOT NULL,
  PRIMARY KEY (table_name, hour, sink, topic, partition)
) WITH (fillfactor = 50);
CREATE INDEX IF NOT EXISTS pulsefeed_ledger_rows_open ON pulsefeed_ledger_rows (hour) WHERE NOT sealed;

-- Bad records. resolved_at is set when the sink writes the same record again without an error.
CREATE TABLE IF NOT EXISTS pulsefeed_ledger_dead (
  sink            text,
  topic           text,
  partition       int,
  record_offset   bigint,
  hour            timestamptz NOT NULL,
  reason          text        NOT NULL,
  reported_at     timestamptz NOT NULL,
  resolved_at     timestamptz,
  PRIMARY KEY (sink, topic, partition, record_offset)
);

-- The content of a table in an hour, counted after the hour. expected_rows is the sum of rows in pulsefeed_ledger_rows.
CREATE TABLE IF NOT EXISTS pulsefeed_ledger_seal (
  table_name      text,
  hour            timestamptz,
  time_column     text        NOT NULL,
  columns         text[]      NOT NULL,
  expected_rows   bigint      NOT NULL,
  table_rows      bigint      NOT NULL,
  digest          numeric     NOT NULL,
  reason          text        NOT NULL,
  sealed_at       timestamptz NOT NULL,
  PRIMARY KEY (table_name, hour)
);

-- From which hour on the rows of a table are accounted: earlier rows were written without the ledger.
CREATE TABLE IF NOT EXISTS pulsefeed_ledger_start (
  table_name      text        PRIMARY KEY,
  time_column     text        NOT NULL,
  complete_from   timestamptz NOT NULL
);
