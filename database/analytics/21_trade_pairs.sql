-- The pairs of trade_data with the times of their first and last trade. See ticker_pairs.
CREATE OR REPLACE VIEW trade_pairs AS
WITH RECURSIVE found (pair) AS (
  (SELECT pair FROM trade_data ORDER BY pair LIMIT 1)
  UNION ALL
  SELECT (SELECT t.pair FROM trade_data t WHERE t.pair > found.pair ORDER BY t.pair LIMIT 1) FROM found WHERE found.pair IS NOT NULL
)
SELECT pair,
  CASE split_part(pair, '/', 1) WHEN 'XBT' THEN 'BTC' WHEN 'XDG' THEN 'DOGE' ELSE split_part(pair, '/', 1) END::varchar(50) AS crypto_symbol,
  split_part(pair, '/', 2)::varchar(20) AS quote,
  (SELECT t.timestamp FROM trade_data t WHERE t.pair = found.pair ORDER BY t.timestamp LIMIT 1) AS first_time,
  (SELECT t.timestamp FROM trade_data t WHERE t.pair = found.pair ORDER BY t.timestamp DESC LIMIT 1) AS last_time
FROM found
WHERE pair IS NOT NULL;
