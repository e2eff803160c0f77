-- The end of the tumbling window that holds a moment: of 3 minutes, 12:00:00 to 12:02:59.999999 belong to 12:03:00. Windows lie
-- as Spark's do, counted from 1970. Immutable, so that an index can hold it: minutes and hours are the same in every time zone.
CREATE OR REPLACE FUNCTION pulsefeed_window(width interval, moment timestamptz) RETURNS timestamptz
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT date_bin(width, moment, timestamptz '1970-01-01 00:00:00+00') + width
$$;
