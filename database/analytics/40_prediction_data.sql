-- A moving average as a prediction: every 30 s, the mean price per coin of the preceding 3 minutes. timestamp is the end of the
-- window; a window is visible after it has ended, and only if it contains a tick.
DO $$
DECLARE
  -- The first and the last end of a window come from the first and the last tick of each pair, which the unique index finds.
  newest text := $q$ least(date_bin('30 s', max(l.timestamp), timestamptz '1970-01-01 00:00:00+00') + interval '3 minutes',
      date_bin('30 s', now(), timestamptz '1970-01-01 00:00:00+00')) $q$;
  oldest text := $q$ date_bin('30 s', min(f.timestamp), timestamptz '1970-01-01 00:00:00+00') + interval '30 s' $q$;
  recent text := $q$ date_bin('30 s', now(), timestamptz '1970-01-01 00:00:00+00') - interval '25 hours' $q$;
  -- The parameters are the newest and the oldest window, and a condition on ticks.
  windows text := $q$
    (SELECT e.timestamp,
      p.crypto_symbol,
      w.mean AS predicted_price,
      a.last AS actual_price,
      'moving_average'::varchar(50) AS model_name,
      -- A single tick has no deviation: the interval is then the price itself instead of null.
      w.mean - coalesce(w.deviation, 0) AS confidence_interval_low,
      w.mean + coalesce(w.deviation, 0) AS confidence_interval_high
    -- The ends of the windows, newest first. The result keeps this order, so that a LIMIT stops the query early, and a condition on
    -- timestamp filters the list before any tick is read.
    FROM (
      SELECT timestamp
      FROM (
        SELECT generate_series(%1$s, %2$s, interval '-30 s') AS timestamp
        FROM ticker_pairs p
        CROSS JOIN LATERAL (SELECT t.timestamp FROM ticker_data t WHERE t.pair = p.pair ORDER BY t.timestamp LIMIT 1) f
        CROSS JOIN LATERAL (SELECT t.timestamp FROM ticker_data t WHERE t.pair = p.pair ORDER BY t.timestamp DESC LIMIT 1) l
      ) every
      ORDER BY timestamp DESC
    ) e
    -- A coin can be quoted in several currencies, which must not be averaged: uses US dollars, then dollar stablecoins, then euros.
    CROSS JOIN (
      SELECT DISTINCT ON (crypto_symbol) crypto_symbol, pair FROM ticker_pairs
      ORDER BY crypto_symbol, array_position(ARRAY['USD', 'USDT', 'USDC', 'EUR'], quote::text), pair
    ) p
    CROSS JOIN LATERAL (
      SELECT avg(t.last) AS mean, stddev_samp(t.last) AS deviation FROM ticker_data t
      WHERE t.pair = p.pair AND t.timestamp >= e.timestamp - interval '3 minutes' AND t.timestamp < e.timestamp AND %3$s
      HAVING count(*) > 0
    ) w
    -- The last price of the 3 minutes after the window, available after they have passed; null if there was no trade.
    LEFT JOIN LATERAL (
      SELECT t.last FROM ticker_data t
      WHERE t.pair = p.pair AND t.timestamp >= e.timestamp AND t.timestamp <= e.timestamp + interval '3 minutes'
        AND e.timestamp + interval '3 minutes' <= now() AND %3$s
      ORDER BY t.timestamp DESC LIMIT 1
    ) a ON true
    ORDER BY e.timestamp DESC) $q$;
BEGIN
  -- TimescaleDB checks the bounds of each chunk for each window. The windows of the last 25 hours exclude older chunks once, by the condition
  -- on ticks; it selects all ticks that these windows need.
  EXECUTE 'CREATE OR REPLACE VIEW prediction_data AS '
    || format(windows, newest, 'greatest(' || oldest || ', ' || recent || $q$ + interval '30 s') $q$,
      $q$ t.timestamp >= now() - interval '25 hours 4 minutes' $q$)
    || ' UNION ALL '
    || format(windows, 'least(' || newest || ', ' || recent || ')', oldest,
      $q$ t.timestamp <= now() - interval '24 hours 56 minutes' $q$);
END $$;
