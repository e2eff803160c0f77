-- What the server supports for a table: plain (no hypertable), apache (hypertable), community (hypertable and continuous aggregates).
CREATE OR REPLACE FUNCTION pulsefeed_edition(table_name text) RETURNS text LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_extension WHERE extname = 'timescaledb') THEN
    RETURN 'plain';
  END IF;
  -- This also loads the extension's library into the session, without which it has no settings.
  IF NOT EXISTS (SELECT FROM timescaledb_information.hypertables h
      WHERE h.hypertable_schema = current_schema() AND h.hypertable_name = table_name) THEN
    RETURN 'plain';
  END IF;
  -- Never inferred from a version: many vendors ship the Apache edition.
  RETURN CASE current_setting('timescaledb.license', true) WHEN 'timescale' THEN 'community' ELSE 'apache' END;
END $$;
