-- What the news say of each coin: one row for each window of 3 minutes in which an article that names the coin was published.
-- timestamp is the window's end; a window appears when it is over.

-- Few rows a day, so an index more costs nothing. Without it a question for an hour would read every article there is.
CREATE INDEX IF NOT EXISTS article_data_window ON article_data (pulsefeed_window('3 minutes', timestamp));
-- The planner knows nothing of an index over an expression before this.
ANALYZE article_data;

CREATE OR REPLACE VIEW sentiment_data AS
SELECT timestamp,
  crypto_symbol,
  score AS sentiment_score,
  -- The bounds of the article source, 0.05 and -0.05 on the scale from -1 to 1. Rounded, so that 0.525 as a mean is 0.525.
  CASE WHEN round(score::numeric, 9) >= 0.525 THEN 'positive'
       WHEN round(score::numeric, 9) <= 0.475 THEN 'negative'
       ELSE 'neutral' END::varchar(20) AS sentiment_label,
  'aggregated_articles'::varchar(100) AS source,
  -- Grows with the number of articles, falls with their disagreement: see docs/analytics.md.
  articles / (articles + 1.0::float8) * greatest(0, 1 - 2 * spread) AS confidence
FROM (
  SELECT pulsefeed_window('3 minutes', a.timestamp) AS timestamp, c.crypto_symbol,
    avg(a.sentiment_score) AS score, stddev_pop(a.sentiment_score) AS spread, count(*) AS articles
  FROM article_data a
  -- An article lists a coin under its name and its ticker, and counts once.
  CROSS JOIN LATERAL (
    SELECT DISTINCT s.crypto_symbol FROM crypto_symbols s WHERE s.mention = ANY (a.cryptocurrencies_mentioned)
  ) c
  WHERE a.sentiment_score IS NOT NULL
  GROUP BY 1, 2
) w
WHERE timestamp <= now();
