-- Who pressed, by the minute: delta is what was bought less what was sold, imbalance the same over all, from -1 to 1.
CREATE OR REPLACE VIEW order_flow_1m AS
SELECT bucket, pair, buy_volume, sell_volume, buy_volume - sell_volume AS delta, (buy_volume - sell_volume) / nullif(volume, 0) AS imbalance
FROM trade_candles_1m;
