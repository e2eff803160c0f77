-- The retention and compression policies (jobs of TimescaleDB Community) that each connector has created. A connector changes and
-- removes only these. Created with the first policy.
CREATE TABLE IF NOT EXISTS connect_sink_policies (
  connector      text,
  table_name     text,
  kind           text,
  job_id         int         NOT NULL,
  interval_text  text        NOT NULL,
  options        text,
  updated_at     timestamptz NOT NULL,
  PRIMARY KEY (connector, table_name, kind)
);
