-- A stand-in for TimescaleDB Community on plain PostgreSQL: the views and functions that Pulsefeed uses, with the names, columns and
-- parameters of the real ones (interval instead of "any"). Policies are stored like those of the server, but no job runs. The functions
-- are in a schema that is not in the search path.
CREATE SCHEMA timescale_functions;
CREATE SCHEMA _timescaledb_internal;
CREATE SCHEMA timescaledb_information;
CREATE SCHEMA stub;

SET allow_system_table_mods = on;
INSERT INTO pg_extension (oid, extname, extowner, extnamespace, extrelocatable, extversion)
SELECT 4000000, 'timescaledb', 10, 'timescale_functions'::regnamespace, false, '2.29.2';
RESET allow_system_table_mods;
DO $$ BEGIN
  EXECUTE format('ALTER DATABASE %I SET timescaledb.license = ''timescale''', current_database());
  EXECUTE format('ALTER DATABASE %I SET timescaledb.max_tuples_decompressed_per_dml_transaction = ''100000''', current_database());
END $$;

CREATE TABLE stub.hypertables (
  relation             regclass PRIMARY KEY,
  time_column          name     NOT NULL,
  chunk_interval       interval NOT NULL,
  compression_options  text
);
CREATE TABLE stub.aggregates (
  relation  regclass PRIMARY KEY,
  source    regclass NOT NULL,
  -- selects the bucket and the other columns of the aggregate from rows in a range, which is appended
  query     text     NOT NULL
);
CREATE TABLE stub.jobs (
  job_id             int GENERATED ALWAYS AS IDENTITY (START 1000) PRIMARY KEY,
  proc_name          name     NOT NULL,
  schedule_interval  interval NOT NULL,
  config             jsonb    NOT NULL,
  relation           regclass NOT NULL,
  last_run_status    text     NOT NULL DEFAULT 'Success',
  next_start         timestamptz
);

CREATE VIEW timescaledb_information.hypertables AS
SELECT n.nspname AS hypertable_schema, c.relname AS hypertable_name, pg_get_userbyid(c.relowner) AS owner, 1::smallint AS num_dimensions,
  1::bigint AS num_chunks, h.compression_options IS NOT NULL AS compression_enabled, NULL::name[] AS tablespaces
FROM stub.hypertables h JOIN pg_class c ON c.oid = h.relation JOIN pg_namespace n ON n.oid = c.relnamespace;

CREATE VIEW timescaledb_information.dimensions AS
SELECT n.nspname AS hypertable_schema, c.relname AS hypertable_name, 1::bigint AS dimension_number, h.time_column AS column_name,
  'timestamptz'::regtype AS column_type, 'Time' AS dimension_type, h.chunk_interval AS time_interval
FROM stub.hypertables h JOIN pg_class c ON c.oid = h.relation JOIN pg_namespace n ON n.oid = c.relnamespace;

CREATE VIEW timescaledb_information.jobs AS
SELECT j.job_id, 'Policy [' || j.job_id || ']' AS application_name, j.schedule_interval, j.proc_name, j.config, j.next_start,
  true AS scheduled, n.nspname AS hypertable_schema, c.relname AS hypertable_name
FROM stub.jobs j JOIN pg_class c ON c.oid = j.relation JOIN pg_namespace n ON n.oid = c.relnamespace;

CREATE VIEW timescaledb_information.job_stats AS
SELECT n.nspname AS hypertable_schema, c.relname AS hypertable_name, j.job_id, j.last_run_status, 'Scheduled' AS job_status, j.next_start,
  1::bigint AS total_runs, 0::bigint AS total_successes, 1::bigint AS total_failures
FROM stub.jobs j JOIN pg_class c ON c.oid = j.relation JOIN pg_namespace n ON n.oid = c.relnamespace;

CREATE VIEW timescaledb_information.continuous_aggregates AS
SELECT hn.nspname AS hypertable_schema, h.relname AS hypertable_name, n.nspname AS view_schema, c.relname AS view_name,
  n.nspname AS materialization_hypertable_schema, c.relname AS materialization_hypertable_name, a.query AS view_definition
FROM stub.aggregates a
JOIN pg_class c ON c.oid = a.relation JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_class h ON h.oid = a.source JOIN pg_namespace hn ON hn.oid = h.relnamespace;

CREATE FUNCTION stub.chunks(table_name regclass, time_column name, width interval) RETURNS SETOF timestamptz LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN QUERY EXECUTE format('SELECT DISTINCT date_bin(%L, %I, ''1970-01-01 00:00:00+00'') FROM %s', width, time_column, table_name);
END $$;
CREATE VIEW timescaledb_information.chunks AS
SELECT n.nspname AS hypertable_schema, c.relname AS hypertable_name, s AS range_start, s + h.chunk_interval AS range_end
FROM stub.hypertables h JOIN pg_class c ON c.oid = h.relation JOIN pg_namespace n ON n.oid = c.relnamespace
CROSS JOIN LATERAL stub.chunks(h.relation, h.time_column, h.chunk_interval) s;

CREATE TYPE _timescaledb_internal.dimension_info AS (column_name name, width interval);
CREATE FUNCTION timescale_functions.by_range(column_name name, partition_interval interval DEFAULT interval '7 days')
RETURNS _timescaledb_internal.dimension_info LANGUAGE sql AS $$ SELECT ROW(column_name, partition_interval)::_timescaledb_internal.dimension_info $$;

CREATE FUNCTION timescale_functions.create_hypertable(relation regclass, dimension _timescaledb_internal.dimension_info,
  create_default_indexes boolean DEFAULT true, if_not_exists boolean DEFAULT false, migrate_data boolean DEFAULT false)
RETURNS TABLE (hypertable_id int, created boolean) LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO stub.hypertables VALUES (relation, dimension.column_name, dimension.width) ON CONFLICT DO NOTHING;
  IF NOT FOUND AND NOT if_not_exists THEN
    RAISE 'table is already a hypertable' USING ERRCODE = 'TS110';
  END IF;
  RETURN QUERY SELECT relation::oid::int, FOUND;
END $$;

CREATE FUNCTION timescale_functions.time_bucket(bucket_width interval, ts timestamptz) RETURNS timestamptz
LANGUAGE sql IMMUTABLE STRICT AS $$ SELECT date_bin(bucket_width, ts, timestamptz '2000-01-03 00:00:00+00') $$;

CREATE FUNCTION stub.add_policy(proc name, target regclass, settings jsonb, if_not_exists boolean, every interval) RETURNS int
LANGUAGE plpgsql AS $$
DECLARE
  created int;
BEGIN
  IF EXISTS (SELECT FROM stub.jobs j WHERE j.proc_name = proc AND j.relation = target) THEN
    IF NOT if_not_exists THEN
      RAISE 'policy already exists for "%"', target USING ERRCODE = '42710';
    END IF;
    RAISE WARNING 'policy already exists for "%"', target;
    RETURN -1;
  END IF;
  INSERT INTO stub.jobs (proc_name, schedule_interval, config, relation) VALUES (proc, every, settings, target)
  RETURNING job_id INTO created;
  RETURN created;
END $$;

CREATE FUNCTION timescale_functions.add_retention_policy(relation regclass, drop_after interval DEFAULT NULL, if_not_exists boolean DEFAULT false,
  schedule_interval interval DEFAULT interval '1 day')
RETURNS int LANGUAGE sql AS $$
  SELECT stub.add_policy('policy_retention', relation, jsonb_build_object('drop_after', drop_after), if_not_exists, schedule_interval) $$;

CREATE FUNCTION timescale_functions.add_compression_policy(hypertable regclass, compress_after interval DEFAULT NULL,
  if_not_exists boolean DEFAULT false, schedule_interval interval DEFAULT interval '12 hours')
RETURNS int LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM stub.hypertables h WHERE h.relation = hypertable AND h.compression_options IS NOT NULL) THEN
    RAISE 'columnstore not enabled on hypertable "%"', hypertable USING ERRCODE = '55000';
  END IF;
  RETURN stub.add_policy('policy_compression', hypertable, jsonb_build_object('compress_after', compress_after), if_not_exists,
    schedule_interval);
END $$;

CREATE FUNCTION timescale_functions.add_continuous_aggregate_policy(continuous_aggregate regclass, start_offset interval, end_offset interval,
  schedule_interval interval, if_not_exists boolean DEFAULT false)
RETURNS int LANGUAGE sql AS $$
  SELECT stub.add_policy('policy_refresh_continuous_aggregate', continuous_aggregate,
    jsonb_build_object('start_offset', start_offset, 'end_offset', end_offset), if_not_exists, schedule_interval) $$;

CREATE FUNCTION timescale_functions.remove_retention_policy(relation regclass, if_exists boolean DEFAULT false) RETURNS void LANGUAGE sql AS $$
  DELETE FROM stub.jobs j WHERE j.relation = $1 AND j.proc_name = 'policy_retention' $$;

CREATE FUNCTION timescale_functions.remove_compression_policy(hypertable regclass, if_exists boolean DEFAULT false) RETURNS boolean
LANGUAGE sql AS $$ DELETE FROM stub.jobs j WHERE j.relation = $1 AND j.proc_name = 'policy_compression'; SELECT true $$;

CREATE FUNCTION timescale_functions.delete_job(job_id int) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM stub.jobs j WHERE j.job_id = $1;
  IF NOT FOUND THEN
    RAISE 'job % not found', $1 USING ERRCODE = '42704';
  END IF;
END $$;

CREATE FUNCTION timescale_functions.alter_job(job_id int, schedule_interval interval DEFAULT NULL, config jsonb DEFAULT NULL)
RETURNS TABLE (id int, settings jsonb) LANGUAGE plpgsql AS $$
BEGIN
  RETURN QUERY UPDATE stub.jobs j SET config = coalesce($3, j.config), schedule_interval = coalesce($2, j.schedule_interval)
    WHERE j.job_id = $1 RETURNING j.job_id, j.config;
  IF NOT FOUND THEN
    RAISE 'job % not found', $1 USING ERRCODE = '42704';
  END IF;
END $$;

-- The real procedure does the same within whole buckets: a bucket whose rows are gone disappears.
CREATE PROCEDURE timescale_functions.refresh_continuous_aggregate(continuous_aggregate regclass, window_start timestamptz, window_end timestamptz)
LANGUAGE plpgsql AS $$
DECLARE
  a stub.aggregates;
BEGIN
  SELECT * INTO a FROM stub.aggregates WHERE relation = continuous_aggregate;
  EXECUTE format('DELETE FROM %s WHERE bucket >= coalesce($1, ''-infinity'') AND bucket < $2', a.relation) USING window_start, window_end;
  EXECUTE format('INSERT INTO %s %s', a.relation, a.query) USING coalesce(window_start, '-infinity'), window_end;
END $$;

-- ALTER TABLE .. SET (timescaledb.compress, ..), which PostgreSQL rejects.
CREATE FUNCTION stub.set_compression(table_name regclass, options text) RETURNS void LANGUAGE sql AS $$
  UPDATE stub.hypertables SET compression_options = options WHERE relation = table_name $$;
