-- Order flow per minute: delta is the buy volume minus the sell volume; imbalance is delta divided by the volume, from -1 to 1.
CREATE OR REPLACE VIEW order_flow_1m AS
SELECT bucket, pair, buy_volume, sell_volume, buy_volume - sell_volume AS delta, (buy_volume - sell_volume) / nullif(volume, 0) AS imbalance
FROM trade_candles_1m;
