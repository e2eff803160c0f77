-- The pairs of ticker_data and the coin of each, by its common symbol: Kraken writes XBT and XDG for BTC and DOGE. The recursion
-- jumps from pair to pair through the index, so that it costs a look for each pair and not a look at each row.
CREATE OR REPLACE VIEW ticker_pairs AS
WITH RECURSIVE found (pair) AS (
  (SELECT pair FROM ticker_data ORDER BY pair LIMIT 1)
  UNION ALL
  SELECT (SELECT t.pair FROM ticker_data t WHERE t.pair > found.pair ORDER BY t.pair LIMIT 1) FROM found WHERE found.pair IS NOT NULL
)
SELECT pair,
  CASE split_part(pair, '/', 1) WHEN 'XBT' THEN 'BTC' WHEN 'XDG' THEN 'DOGE' ELSE split_part(pair, '/', 1) END::varchar(50) AS crypto_symbol,
  split_part(pair, '/', 2)::varchar(20) AS quote
FROM found
WHERE pair IS NOT NULL;
