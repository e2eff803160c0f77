-- The articles with a text sketch, grouped into stories: near-duplicates on other sites within two days have the story_id of the first
-- of them, which is its article_id. Read it with a condition on timestamp.
CREATE OR REPLACE VIEW article_story AS
SELECT a.timestamp, a.article_id, a.website, a.title, coalesce(s.article_id, a.article_id) AS story_id,
  coalesce(s.timestamp, a.timestamp) AS story_timestamp
FROM article_data a
LEFT JOIN LATERAL (
  SELECT b.timestamp, b.article_id FROM article_data b
  WHERE string_to_array(left(b.text_sketch, 143), ' ') && string_to_array(left(a.text_sketch, 143), ' ')
    AND b.timestamp >= a.timestamp - interval '2 days' AND b.timestamp <= a.timestamp
    AND (b.timestamp, b.article_id) < (a.timestamp, a.article_id)
    AND b.website IS DISTINCT FROM a.website AND pulsefeed_same_story(b.text_sketch, a.text_sketch)
  ORDER BY b.timestamp, b.article_id LIMIT 1
) s ON true
WHERE a.text_sketch IS NOT NULL;
