-- Single large trades: amount is in the quote currency, and so is the threshold.

-- Holds the few trades that can be meant, so it costs the writer next to nothing.
CREATE INDEX IF NOT EXISTS trade_data_whale ON trade_data (timestamp DESC) WHERE price * volume >= 10000;

CREATE OR REPLACE VIEW whale_trades AS
SELECT timestamp, pair, CASE side WHEN 'b' THEN 'BUY' ELSE 'SELL' END::varchar(4) AS side, price, volume,
  price * volume AS amount, threshold AS threshold_used, trade_id
FROM trade_data
CROSS JOIN LATERAL (
  SELECT CASE split_part(pair, '/', 1) WHEN 'XBT' THEN 100000 WHEN 'BTC' THEN 100000 WHEN 'ETH' THEN 50000 WHEN 'SOL' THEN 20000
    ELSE 10000 END::float8 AS threshold
) t
-- The second says nothing new, but lets the index be used.
WHERE price * volume >= threshold AND price * volume >= 10000;
