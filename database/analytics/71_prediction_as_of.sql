-- prediction_data as it was at a time: from the ticks that were known then. See docs/look-ahead.md.
-- A condition on timestamp filters the list of windows before any tick is read.
CREATE OR REPLACE FUNCTION prediction_as_of(t timestamptz) RETURNS TABLE ("timestamp" timestamptz, crypto_symbol varchar(50),
  predicted_price float8, actual_price float8, model_name varchar(50), confidence_interval_low float8, confidence_interval_high float8)
LANGUAGE sql STABLE AS $$
  SELECT e.timestamp, p.crypto_symbol, w.mean, a.last, 'moving_average'::varchar(50),
    w.mean - coalesce(w.deviation, 0), w.mean + coalesce(w.deviation, 0)
  FROM (
    SELECT every.timestamp
    FROM (
      SELECT generate_series(
        least(date_bin('30 s', max(l.timestamp), timestamptz '1970-01-01 00:00:00+00') + interval '3 minutes',
          date_bin('30 s', t, timestamptz '1970-01-01 00:00:00+00')),
        date_bin('30 s', min(f.timestamp), timestamptz '1970-01-01 00:00:00+00') + interval '30 s',
        interval '-30 s') AS timestamp
      FROM ticker_pairs p
      CROSS JOIN LATERAL (SELECT d.timestamp FROM ticker_data d WHERE d.pair = p.pair ORDER BY d.timestamp LIMIT 1) f
      CROSS JOIN LATERAL (SELECT d.timestamp FROM ticker_data d WHERE d.pair = p.pair ORDER BY d.timestamp DESC LIMIT 1) l
    ) every
    ORDER BY every.timestamp DESC
  ) e
  -- The currency of a coin is chosen among the pairs that were known.
  CROSS JOIN (
    SELECT DISTINCT ON (k.crypto_symbol) k.crypto_symbol, k.pair FROM ticker_pairs k
    WHERE EXISTS (SELECT FROM ticker_data d WHERE d.pair = k.pair AND d.known_at <= t)
    ORDER BY k.crypto_symbol, array_position(ARRAY['USD', 'USDT', 'USDC', 'EUR'], k.quote::text), k.pair
  ) p
  CROSS JOIN LATERAL (
    SELECT avg(d.last) AS mean, stddev_samp(d.last) AS deviation FROM ticker_data d
    WHERE d.pair = p.pair AND d.timestamp >= e.timestamp - interval '3 minutes' AND d.timestamp < e.timestamp AND d.known_at <= t
    HAVING count(*) > 0
  ) w
  LEFT JOIN LATERAL (
    SELECT d.last FROM ticker_data d
    WHERE d.pair = p.pair AND d.timestamp >= e.timestamp AND d.timestamp <= e.timestamp + interval '3 minutes'
      AND e.timestamp + interval '3 minutes' <= t AND d.known_at <= t
    ORDER BY d.timestamp DESC LIMIT 1
  ) a ON true
$$;
