-- The next offset of each Kafka partition per connector, updated in the same transaction as the rows. Never a hypertable.
-- The fill factor leaves space on each page for HOT updates, because every batch updates its rows.
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
