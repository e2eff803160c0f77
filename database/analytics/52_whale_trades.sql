-- Individual large trades. The amount and the threshold are in the quote currency; the thresholds are in whale_threshold.

-- Contains only the few trades that can match, so it costs almost nothing on insert.
CREATE INDEX IF NOT EXISTS trade_data_whale ON trade_data (timestamp DESC) WHERE price * volume >= 10000;

CREATE OR REPLACE VIEW whale_trades AS
SELECT timestamp, pair, CASE side WHEN 'b' THEN 'BUY' ELSE 'SELL' END::varchar(4) AS side, price, volume,
  price * volume AS amount, t.threshold AS threshold_used, trade_id
FROM trade_data
CROSS JOIN LATERAL (
  -- Without a row for the asset and without *, all trades of the index match.
  SELECT coalesce(
    (SELECT w.amount FROM whale_threshold w WHERE w.asset = split_part(pair, '/', 1)),
    (SELECT w.amount FROM whale_threshold w WHERE w.asset = '*'), 10000) AS threshold
) t
-- The second condition is implied by the first, but the planner needs it to use the index.
WHERE price * volume >= t.threshold AND price * volume >= 10000;
