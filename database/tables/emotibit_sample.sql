-- One row per EmotiBit sample, computed from emotibit_packet: sample_index counts from 0 within its packet. After an upgrade from 0.1.0,
-- the samples that it stored one per row are in emotibit_sample_rows; their packets have no values, so no sample appears twice.

-- Nanoseconds between two samples of a packet, rounded half up. The product of two floats is exact enough except near half a
-- nanosecond. A period of a day or more is not valid: all samples then have the time of the packet, which is also the case without one.
CREATE OR REPLACE FUNCTION emotibit_step_ns(period float8) RETURNS float8 LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE
    WHEN abs(period) < 86400 THEN
      CASE WHEN abs(period * 1e9 - floor(period * 1e9) - 0.5) > 0.05 THEN floor(period * 1e9 + 0.5)
      ELSE round(period::text::numeric * 1000000000)::float8 END
    ELSE 0
  END
$$;

-- With the time of the packet, which a condition can use to find the packets by index. The time of a sample is computed in nanoseconds
-- from that of the packet and rounded half up to microseconds, so that the rounding of a period such as 1/15 s does not add up.
DO $$
DECLARE
  packets text := $q$
    SELECT p.timestamp AS packet_timestamp,
      p.timestamp - floor((emotibit_step_ns(p.period) * (cardinality(p.values) - v.position) + 500) / 1000)
        * interval '1 microsecond' AS timestamp,
      p.device_id, p.session_id, p.type_tag, p.packet_number, (v.position - 1)::smallint AS sample_index, v.value,
      p.time_uncertainty_ms, p.flags
    FROM emotibit_packet p CROSS JOIN LATERAL unnest(p.values) WITH ORDINALITY AS v (value, position) $q$;
  rows text := $q$
    UNION ALL
    SELECT r.timestamp, r.timestamp, r.device_id, r.session_id, r.type_tag, r.packet_number, r.sample_index, r.value,
      r.time_uncertainty_ms, r.flags
    FROM emotibit_sample_rows r $q$;
BEGIN
  EXECUTE 'CREATE OR REPLACE VIEW emotibit_packet_sample AS ' || packets
    || CASE WHEN to_regclass('emotibit_sample_rows') IS NULL THEN '' ELSE rows END;
END $$;

CREATE OR REPLACE VIEW emotibit_sample AS
SELECT timestamp, device_id, session_id, type_tag, packet_number, sample_index, value, time_uncertainty_ms, flags
FROM emotibit_packet_sample;

-- The samples of one signal from since (inclusive) to until (exclusive). Use it instead of the view for a time range: it reads only the
-- packets of the range, while a condition on the computed time of the view reads the whole signal. longest is the time that a packet can
-- span; packets of an EmotiBit span less than a second, so a query of many short ranges is faster with a smaller value.
CREATE OR REPLACE FUNCTION emotibit_samples(
  device text, tag text, since timestamptz, until timestamptz, longest interval DEFAULT interval '10 seconds')
RETURNS SETOF emotibit_sample LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT s.timestamp, s.device_id, s.session_id, s.type_tag, s.packet_number, s.sample_index, s.value, s.time_uncertainty_ms, s.flags
  FROM emotibit_packet_sample s
  WHERE s.device_id = device AND s.type_tag = tag
    AND s.packet_timestamp >= since AND s.packet_timestamp < until + longest
    -- The time of a sample is computed only where a packet can cross a bound.
    AND (s.packet_timestamp >= since + longest AND s.packet_timestamp < until OR s.timestamp >= since AND s.timestamp < until)
$$;
