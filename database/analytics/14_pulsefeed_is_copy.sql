-- Whether another site had the text of an article before, within two days: see pulsefeed_same_story.
-- The sixteen smallest hashes find the candidates: two near-duplicates have one of them in common, except by a chance of 1 in 3,000.
DO $$
BEGIN
  IF EXISTS (SELECT FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = 'article_data'
      AND column_name = 'text_sketch') THEN
    CREATE INDEX IF NOT EXISTS article_data_sketch ON article_data USING gin (string_to_array(left(text_sketch, 143), ' '));
    ANALYZE article_data;
  END IF;
END $$;

CREATE OR REPLACE FUNCTION pulsefeed_is_copy(published timestamptz, id text) RETURNS boolean
 LANGUAGE plpgsql STABLE SET search_path FROM CURRENT AS $$
DECLARE
  site text;
  sketch text;
BEGIN
  SELECT a.website, a.text_sketch INTO site, sketch FROM article_data a WHERE a.timestamp = published AND a.article_id = id;
  RETURN sketch IS NOT NULL AND EXISTS (
    SELECT FROM article_data b
    WHERE string_to_array(left(b.text_sketch, 143), ' ') && string_to_array(left(sketch, 143), ' ')
      AND b.timestamp >= published - interval '2 days' AND b.timestamp <= published AND (b.timestamp, b.article_id) < (published, id)
      AND b.website IS DISTINCT FROM site AND pulsefeed_same_story(b.text_sketch, sketch));
END $$;
