-- Spread and imbalance of order books per minute and pair: means of the rows of the minute. avg_spread_bps is the spread relative to the
-- mean of bid and ask, in basis points, which compares pairs. bucket is the start of the minute.
DO $$
DECLARE
  newest text := $q$ date_bin('1 minute', max(last_time), timestamptz '1970-01-01 00:00:00+00') $q$;
  oldest text := $q$ date_bin('1 minute', min(first_time), timestamptz '1970-01-01 00:00:00+00') $q$;
  recent text := $q$ date_bin('1 minute', now(), timestamptz '1970-01-01 00:00:00+00') - interval '25 hours' $q$;
  -- The parameters are the newest and the oldest bucket, and a condition on rows.
  minutes text := $q$
    (SELECT m.bucket, p.pair, s.avg_spread, s.min_spread, s.max_spread, s.avg_spread_bps, s.avg_imbalance, s.samples
    FROM (
      SELECT bucket FROM (SELECT generate_series(%1$s, %2$s, interval '-1 minute') AS bucket FROM book_pairs) every ORDER BY bucket DESC
    ) m
    CROSS JOIN book_pairs p
    CROSS JOIN LATERAL (
      SELECT avg(b.spread) AS avg_spread, min(b.spread) AS min_spread, max(b.spread) AS max_spread,
        avg(20000 * b.spread / nullif(b.ask + b.bid, 0)) AS avg_spread_bps, avg(b.imbalance) AS avg_imbalance, count(*) AS samples
      FROM book_data b
      WHERE b.pair = p.pair AND b.timestamp >= m.bucket AND b.timestamp < m.bucket + interval '1 minute' AND %3$s
      HAVING count(*) > 0
    ) s) $q$;
BEGIN
  -- As in trade_candles_1m: the view generates the buckets first and reads the rows of each, and the buckets of the last 25 hours exclude
  -- older chunks once.
  EXECUTE 'CREATE OR REPLACE VIEW book_spread_1m AS '
    || format(minutes, newest, 'greatest(' || oldest || ', ' || recent || $q$ + interval '1 minute') $q$,
      $q$ b.timestamp >= now() - interval '25 hours 1 minute' $q$)
    || ' UNION ALL '
    || format(minutes, 'least(' || newest || ', ' || recent || ')', oldest, $q$ b.timestamp < now() - interval '24 hours 58 minutes' $q$);
END $$;
