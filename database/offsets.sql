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
