-- News sentiment per coin: one row for each window of 3 minutes in which an article that mentions the coin was published.
-- timestamp is the end of the window; a window is visible after it has ended.

-- Cheap, because there are few articles per day. Without it, a query for one hour would read every article.
CREATE INDEX IF NOT EXISTS article_data_window ON article_data (pulsefeed_window('3 minutes', timestamp));
-- The planner has no statistics for an expression index before ANALYZE.
ANALYZE article_data;

CREATE OR REPLACE VIEW sentiment_data AS
SELECT timestamp,
  crypto_symbol,
  score AS sentiment_score,
  -- The thresholds of the article source, 0.05 and -0.05 on a scale from -1 to 1. Rounded, so that a mean of 0.525 compares equal.
  CASE WHEN round(score::numeric, 9) >= 0.525 THEN 'positive'
       WHEN round(score::numeric, 9) <= 0.475 THEN 'negative'
       ELSE 'neutral' END::varchar(20) AS sentiment_label,
  'aggregated_articles'::varchar(100) AS source,
  -- Increases with the number of articles and decreases with their disagreement: see docs/analytics.md.
  articles / (articles + 1.0::float8) * greatest(0, 1 - 2 * spread) AS confidence
FROM (
  SELECT pulsefeed_window('3 minutes', a.timestamp) AS timestamp, c.crypto_symbol,
    avg(a.sentiment_score) AS score, stddev_pop(a.sentiment_score) AS spread, count(*) AS articles
  FROM article_data a
  -- An article can mention a coin by name and by ticker, but is counted once.
  CROSS JOIN LATERAL (
    SELECT DISTINCT s.crypto_symbol FROM crypto_symbols s WHERE s.mention = ANY (a.cryptocurrencies_mentioned)
  ) c
  WHERE a.sentiment_score IS NOT NULL
    AND (current_setting('pulsefeed.stories', true) IS DISTINCT FROM 'once' OR NOT pulsefeed_is_copy(a.timestamp, a.article_id))
  GROUP BY 1, 2
) w
WHERE timestamp <= now();
