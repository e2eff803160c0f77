-- Hourly sentiment per coin, averaged over articles (not windows), all with the same weight. bucket is the start of the hour.
CREATE INDEX IF NOT EXISTS article_data_hour ON article_data (date_bin('1 hour', timestamp, timestamptz '1970-01-01 00:00:00+00'));
ANALYZE article_data;

CREATE OR REPLACE VIEW sentiment_hourly AS
SELECT date_bin('1 hour', a.timestamp, timestamptz '1970-01-01 00:00:00+00') AS bucket, c.crypto_symbol,
  avg(a.sentiment_score) AS avg_sentiment, count(*) AS sample_count
FROM article_data a
CROSS JOIN LATERAL (
  SELECT DISTINCT s.crypto_symbol FROM crypto_symbols s WHERE s.mention = ANY (a.cryptocurrencies_mentioned)
) c
WHERE a.sentiment_score IS NOT NULL
  AND (current_setting('pulsefeed.stories', true) IS DISTINCT FROM 'once' OR NOT pulsefeed_is_copy(a.timestamp, a.article_id))
GROUP BY 1, 2;
