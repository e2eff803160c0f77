-- The newest row of book_data per pair.
CREATE OR REPLACE VIEW book_latest AS
SELECT l.timestamp, l.pair, p.crypto_symbol, l.bid, l.bid_qty, l.ask, l.ask_qty, l.spread, l.imbalance
FROM book_pairs p
CROSS JOIN LATERAL (
  SELECT b.timestamp, b.pair, b.bid, b.bid_qty, b.ask, b.ask_qty, b.spread, b.imbalance FROM book_data b
  WHERE b.pair = p.pair ORDER BY b.timestamp DESC LIMIT 1
) l;
