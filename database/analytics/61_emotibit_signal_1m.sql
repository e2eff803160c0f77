-- Number, mean, minimum and maximum of the samples of each EmotiBit signal per minute. A packet counts in the minute of its last sample;
-- an EmotiBit puts less than a second into a packet. Values that are null do not count.
-- A continuous aggregate on TimescaleDB Community, otherwise a view. bucket is the start of the minute.

-- A continuous aggregate cannot read the elements of an array as rows. The planner replaces a call of emotibit_sum, emotibit_least and
-- emotibit_greatest by its expression, which is faster than the query for packets of up to three samples.
CREATE OR REPLACE FUNCTION emotibit_sum_of_all(samples float8[]) RETURNS float8 LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT sum(sample) FROM unnest(samples) sample
$$;
CREATE OR REPLACE FUNCTION emotibit_least_of_all(samples float8[]) RETURNS float8 LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT min(sample) FROM unnest(samples) sample
$$;
CREATE OR REPLACE FUNCTION emotibit_greatest_of_all(samples float8[]) RETURNS float8 LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT max(sample) FROM unnest(samples) sample
$$;
CREATE OR REPLACE FUNCTION emotibit_sum(samples float8[]) RETURNS float8 LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(CASE cardinality(samples) WHEN 1 THEN samples[1] WHEN 2 THEN samples[1] + samples[2]
    WHEN 3 THEN samples[1] + samples[2] + samples[3] END, emotibit_sum_of_all(samples))
$$;
CREATE OR REPLACE FUNCTION emotibit_least(samples float8[]) RETURNS float8 LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN cardinality(samples) <= 3 THEN least(samples[1], samples[2], samples[3]) ELSE emotibit_least_of_all(samples) END
$$;
CREATE OR REPLACE FUNCTION emotibit_greatest(samples float8[]) RETURNS float8 LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN cardinality(samples) <= 3 THEN greatest(samples[1], samples[2], samples[3]) ELSE emotibit_greatest_of_all(samples) END
$$;

DO $$
DECLARE
  edition text := pulsefeed_edition('emotibit_packet');
  -- The schema of TimescaleDB's functions, which need not be in the search path.
  ts text := (SELECT extnamespace::regnamespace FROM pg_extension WHERE extname = 'timescaledb');
  -- TimescaleDB derives bounds of the time from bounds of time_bucket, so it reads only the chunks of the selected minutes.
  bucket text := coalesce(ts || $q$.time_bucket('1 minute', timestamp)$q$,
    $q$date_bin('1 minute', timestamp, timestamptz '1970-01-01 00:00:00+00')$q$);
BEGIN
  IF edition = 'community' THEN
    BEGIN
      EXECUTE 'CREATE MATERIALIZED VIEW emotibit_signal_1m WITH (timescaledb.continuous, timescaledb.materialized_only = false) AS '
        || format($q$ SELECT %s AS bucket, device_id, type_tag,
          sum(cardinality(array_remove(values, NULL)))::bigint AS samples,
          sum(emotibit_sum(values)) / nullif(sum(cardinality(array_remove(values, NULL))), 0) AS mean,
          min(emotibit_least(values)) AS minimum, max(emotibit_greatest(values)) AS maximum
        FROM emotibit_packet WHERE cardinality(array_remove(values, NULL)) > 0 GROUP BY 1, 2, 3 WITH NO DATA $q$, bucket);
      -- A refresh of rows that retention has dropped deletes their minutes, so the policy starts within the retention.
      EXECUTE format('SELECT %s.add_continuous_aggregate_policy(%L, start_offset => $1, end_offset => interval %L, schedule_interval =>'
          ' interval %L)', ts, 'emotibit_signal_1m', '1 minute', '5 minutes')
        USING (SELECT least(interval '7 days', 0.8 * min((config ->> 'drop_after')::interval)) FROM timescaledb_information.jobs
          WHERE proc_name = 'policy_retention' AND hypertable_schema = current_schema() AND hypertable_name = 'emotibit_packet');
      RETURN;
    EXCEPTION
      -- A view that was created on another edition: the caller drops it and applies this file again.
      WHEN duplicate_table THEN RAISE;
      -- A view returns the same rows more slowly, which is better than a failing deployment.
      WHEN OTHERS THEN RAISE WARNING 'emotibit_signal_1m was created as a view instead of a continuous aggregate: %', SQLERRM;
    END;
  END IF;
  EXECUTE format($q$ CREATE OR REPLACE VIEW emotibit_signal_1m AS
    SELECT %s AS bucket, device_id, type_tag, count(sample) AS samples, avg(sample) AS mean, min(sample) AS minimum, max(sample) AS maximum
    FROM emotibit_packet CROSS JOIN LATERAL unnest(values) sample WHERE sample IS NOT NULL GROUP BY 1, 2, 3 $q$, bucket);
END $$;
