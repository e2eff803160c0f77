-- From which amount, in the quote currency, a trade is in whale_trades; asset is the base currency of the pair, * stands for all others.
-- The smallest amount is that of the index on trade_data, which contains only the trades that can match.
CREATE TABLE IF NOT EXISTS whale_threshold (
  asset   text   PRIMARY KEY,
  amount  float8 NOT NULL CHECK (amount >= 10000)
);

INSERT INTO whale_threshold VALUES ('XBT', 100000), ('BTC', 100000), ('ETH', 50000), ('SOL', 20000), ('*', 10000) ON CONFLICT DO NOTHING;
