-- The end of the tumbling window that contains a time. With a width of 3 minutes, 12:00:00 to 12:02:59.999999 belong to 12:03:00.
-- Windows are aligned to 1970, as in Spark. IMMUTABLE, so that an index can use it: the result does not depend on the time zone.
CREATE OR REPLACE FUNCTION pulsefeed_window(width interval, moment timestamptz) RETURNS timestamptz
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT date_bin(width, moment, timestamptz '1970-01-01 00:00:00+00') + width
$$;
