-- sentiment_data as it was at a time: from the articles that were known then. See docs/look-ahead.md.
-- Without STRICT and SET, so that the planner merges it into the query and a condition on timestamp uses the index on the window.
CREATE OR REPLACE FUNCTION sentiment_as_of(t timestamptz) RETURNS TABLE ("timestamp" timestamptz, crypto_symbol varchar(50),
  sentiment_score float8, sentiment_label varchar(20), source varchar(100), confidence float8) LANGUAGE sql STABLE AS $$
  SELECT w.timestamp,
    w.crypto_symbol,
    w.score,
    CASE WHEN round(w.score::numeric, 9) >= 0.525 THEN 'positive'
         WHEN round(w.score::numeric, 9) <= 0.475 THEN 'negative'
         ELSE 'neutral' END::varchar(20),
    'aggregated_articles'::varchar(100),
    w.articles / (w.articles + 1.0::float8) * greatest(0, 1 - 2 * w.spread)
  FROM (
    SELECT pulsefeed_window('3 minutes', a.timestamp) AS timestamp, c.crypto_symbol,
      avg(a.sentiment_score) AS score, stddev_pop(a.sentiment_score) AS spread, count(*) AS articles
    FROM article_data a
    CROSS JOIN LATERAL (
      SELECT DISTINCT s.crypto_symbol FROM crypto_symbols s WHERE s.mention = ANY (a.cryptocurrencies_mentioned)
    ) c
    -- OFFSET 0, so that the array is computed once and not for each earlier article.
    CROSS JOIN LATERAL (SELECT string_to_array(left(a.text_sketch, 143), ' ') AS hashes OFFSET 0) h
    WHERE a.sentiment_score IS NOT NULL AND a.known_at <= t
      -- pulsefeed_is_copy, among the articles that were known: an earlier one can arrive later.
      AND (current_setting('pulsefeed.stories', true) IS DISTINCT FROM 'once' OR a.text_sketch IS NULL OR NOT EXISTS (
        SELECT FROM article_data b
        WHERE string_to_array(left(b.text_sketch, 143), ' ') && h.hashes
          AND b.timestamp >= a.timestamp - interval '2 days' AND b.timestamp <= a.timestamp
          AND (b.timestamp, b.article_id) < (a.timestamp, a.article_id) AND b.known_at <= t
          AND b.website IS DISTINCT FROM a.website AND pulsefeed_same_story(b.text_sketch, a.text_sketch)))
    GROUP BY 1, 2
  ) w
  WHERE w.timestamp <= t
$$;
