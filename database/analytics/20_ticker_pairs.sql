-- The pairs of ticker_data with the common symbol of each coin: Kraken uses XBT and XDG for BTC and DOGE. The recursion is a loose
-- index scan: it needs one index lookup per pair instead of reading every row.
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
