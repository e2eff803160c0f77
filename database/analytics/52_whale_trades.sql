-- Individual large trades. The amount and the threshold are in the quote currency.

-- Contains only the few trades that can match, so it costs almost nothing on insert.
CREATE INDEX IF NOT EXISTS trade_data_whale ON trade_data (timestamp DESC) WHERE price * volume >= 10000;

CREATE OR REPLACE VIEW whale_trades AS
SELECT timestamp, pair, CASE side WHEN 'b' THEN 'BUY' ELSE 'SELL' END::varchar(4) AS side, price, volume,
  price * volume AS amount, threshold AS threshold_used, trade_id
FROM trade_data
CROSS JOIN LATERAL (
  SELECT CASE split_part(pair, '/', 1) WHEN 'XBT' THEN 100000 WHEN 'BTC' THEN 100000 WHEN 'ETH' THEN 50000 WHEN 'SOL' THEN 20000
    ELSE 10000 END::float8 AS threshold
) t
-- The second condition is implied by the first, but the planner needs it to use the index.
WHERE price * volume >= threshold AND price * volume >= 10000;
