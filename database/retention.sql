-- The retention of tables whose connector has no setting for it. A new built-in hypertable gets a default; a table that existed before
-- gets one only with "pulsefeed database apply --confirm". The sink that writes the table drops its old chunks. It reads a changed or
-- deleted row within an hour. A row counts only for the table that it was made for: one that is dropped and created by other means, or
-- restored from a backup, keeps all its rows.
-- The caller sets pulsefeed.new_table to the table that gets its default. Ordinary tables have no chunks to drop, so a server without
-- TimescaleDB needs no retention.
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_extension WHERE extname = 'timescaledb') THEN
    CREATE TABLE IF NOT EXISTS connect_sink_retention (
      table_name     text        PRIMARY KEY,
      table_oid      oid         NOT NULL,
      interval_text  text        NOT NULL,
      updated_at     timestamptz NOT NULL
    );
    INSERT INTO connect_sink_retention
    SELECT d.table_name, c.oid, d.interval_text, now()
    FROM (VALUES
      ('ticker_data', '90 days'),
      ('trade_data', '90 days'),
      ('article_data', '90 days'),
      ('alert_data', '90 days'),
      ('book_data', '90 days'),
      ('emotibit_packet', '365 days'),
      ('emotibit_metric', '365 days'),
      ('emotibit_event', '365 days')
    ) d (table_name, interval_text)
    JOIN timescaledb_information.hypertables h
      ON h.hypertable_schema = current_schema() AND h.hypertable_name = d.table_name
    JOIN pg_class c ON c.relname = d.table_name AND c.relnamespace = current_schema()::regnamespace
    WHERE d.table_name = current_setting('pulsefeed.new_table')
    ON CONFLICT (table_name) DO UPDATE SET table_oid = excluded.table_oid, interval_text = excluded.interval_text, updated_at = now()
      WHERE connect_sink_retention.table_oid <> excluded.table_oid;
  END IF;
END $$;
