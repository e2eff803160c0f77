-- Whether two texts are near-duplicates, by their sketches: the column text_sketch of article_data, the smallest hashes of the text's
-- shingles of three words. True if the smaller text has at least 40 % of its shingles in common with the other, and at least five hashes
-- of the sketches show it. Up to its last hash, a sketch contains all hashes of its text; a sketch of fewer than 48 contains all.
CREATE OR REPLACE FUNCTION pulsefeed_same_story(a text, b text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT shared >= 5 AND shared >= 0.4 * least(count_a, count_b)
  FROM (
    SELECT count(x.hash) FILTER (WHERE x.hash COLLATE "C" <= l.bound) AS count_a,
      count(y.hash) FILTER (WHERE y.hash COLLATE "C" <= l.bound) AS count_b,
      count(*) FILTER (WHERE x.hash = y.hash) AS shared
    FROM (SELECT least(CASE WHEN length(a) < 431 THEN 'ffffffff' ELSE right(a, 8) END COLLATE "C",
      CASE WHEN length(b) < 431 THEN 'ffffffff' ELSE right(b, 8) END COLLATE "C") AS bound) l
    CROSS JOIN (unnest(string_to_array(a, ' ')) x (hash) FULL JOIN unnest(string_to_array(b, ' ')) y (hash) ON x.hash = y.hash)
  ) counts
$$;
