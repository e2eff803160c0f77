-- The pairs of book_data with the times of their first and last row. See ticker_pairs.
CREATE OR REPLACE VIEW book_pairs AS
WITH RECURSIVE found (pair) AS (
  (SELECT pair FROM book_data ORDER BY pair LIMIT 1)
  UNION ALL
  SELECT (SELECT b.pair FROM book_data b WHERE b.pair > found.pair ORDER BY b.pair LIMIT 1) FROM found WHERE found.pair IS NOT NULL
)
SELECT pair,
  CASE split_part(pair, '/', 1) WHEN 'XBT' THEN 'BTC' WHEN 'XDG' THEN 'DOGE' ELSE split_part(pair, '/', 1) END::varchar(50) AS crypto_symbol,
  split_part(pair, '/', 2)::varchar(20) AS quote,
  (SELECT b.timestamp FROM book_data b WHERE b.pair = found.pair ORDER BY b.timestamp LIMIT 1) AS first_time,
  (SELECT b.timestamp FROM book_data b WHERE b.pair = found.pair ORDER BY b.timestamp DESC LIMIT 1) AS last_time
FROM found
WHERE pair IS NOT NULL;
