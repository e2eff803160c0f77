package io.pulsefeed.deployment.analytics;

import io.pulsefeed.article.sentiment.Sentiment;
import io.pulsefeed.deployment.analytics.MarketData.Article;
import io.pulsefeed.deployment.analytics.MarketData.Tick;
import io.pulsefeed.deployment.analytics.MarketData.Trade;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/** Reference implementation of the analytics: computes each window from the definitions, without optimization. */
final class Expected {

    private static final Duration WINDOW = Duration.ofMinutes(3);
    private static final Map<String, String> COINS =
            Map.of("bitcoin", "BTC", "btc", "BTC", "ethereum", "ETH", "eth", "ETH", "gala", "GALA");
    private static final Map<String, String> PAIR_OF_COIN =
            Map.of("BTC", "XBT/USD", "ETH", "ETH/EUR", "DOGE", "XDG/USDT", "QUIET", "QUIET/USD");
    private static final Map<String, Double> WHALES = Map.of("XBT", 100_000.0, "ETH", 50_000.0, "SOL", 20_000.0);

    private final MarketData data;

    Expected(MarketData data) {
        this.data = data;
    }

    /** {@code timestamp, crypto_symbol, sentiment_score, sentiment_label, source, confidence}. */
    List<List<Object>> sentiment() {
        List<List<Object>> rows = new ArrayList<>();
        scores(WINDOW)
                .forEach((window, coins) -> coins.forEach((coin, scores) -> {
                    double mean = mean(scores);
                    double spread = Math.sqrt(scores.stream()
                                    .mapToDouble(score -> (score - mean) * (score - mean))
                                    .sum()
                            / scores.size());
                    double confidence = scores.size() / (scores.size() + 1.0) * Math.max(0, 1 - 2 * spread);
                    // Label of the article source, whose scores are from -1 to 1.
                    String label =
                            Sentiment.of(Math.round((2 * mean - 1) * 1e8) / 1e8).label();
                    rows.add(List.of(window.plus(WINDOW), coin, mean, label, "aggregated_articles", confidence));
                }));
        return rows;
    }

    /** {@code bucket, crypto_symbol, avg_sentiment, sample_count}. */
    List<List<Object>> sentimentHourly() {
        List<List<Object>> rows = new ArrayList<>();
        scores(Duration.ofHours(1))
                .forEach((bucket, coins) -> coins.forEach(
                        (coin, scores) -> rows.add(List.of(bucket, coin, mean(scores), (long) scores.size()))));
        return rows;
    }

    private Map<Instant, Map<String, List<Double>>> scores(Duration width) {
        Map<Instant, Map<String, List<Double>>> scores = new TreeMap<>();
        for (Article article : data.articles()) {
            if (article.score() != null && article.coins() != null) {
                Set<String> coins = new HashSet<>();
                article.coins().stream().filter(COINS::containsKey).forEach(word -> coins.add(COINS.get(word)));
                coins.forEach(coin -> scores.computeIfAbsent(floor(article.time(), width), w -> new TreeMap<>())
                        .computeIfAbsent(coin, c -> new ArrayList<>())
                        .add(article.score()));
            }
        }
        return scores;
    }

    /** All columns of prediction_data; the actual price is null if there is no tick at the horizon. */
    List<List<Object>> predictions() {
        List<List<Object>> rows = new ArrayList<>();
        Instant first = data.ticks().stream()
                .map(Tick::time)
                .min(Comparator.naturalOrder())
                .orElseThrow();
        Instant last = data.ticks().stream()
                .map(Tick::time)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        for (Instant end = floor(first, Duration.ofSeconds(30));
                !end.isAfter(last.plus(WINDOW));
                end = end.plusSeconds(30)) {
            for (Map.Entry<String, String> coin : new TreeMap<>(PAIR_OF_COIN).entrySet()) {
                Instant e = end;
                List<Double> prices = ticks(coin.getValue(), t -> !t.isBefore(e.minus(WINDOW)) && t.isBefore(e));
                if (!prices.isEmpty()) {
                    List<Double> later = ticks(coin.getValue(), t -> !t.isBefore(e) && !t.isAfter(e.plus(WINDOW)));
                    double mean = mean(prices);
                    double deviation = prices.size() == 1
                            ? 0
                            : Math.sqrt(prices.stream()
                                            .mapToDouble(price -> (price - mean) * (price - mean))
                                            .sum()
                                    / (prices.size() - 1));
                    List<Object> row = new ArrayList<>(List.of(end, coin.getKey(), mean));
                    row.add(later.isEmpty() ? null : later.get(later.size() - 1));
                    row.addAll(List.of("moving_average", mean - deviation, mean + deviation));
                    rows.add(row);
                }
            }
        }
        return rows;
    }

    private List<Double> ticks(String pair, Predicate<Instant> within) {
        return data.ticks().stream()
                .filter(tick -> tick.pair().equals(pair) && within.test(tick.time()))
                .sorted(Comparator.comparing(Tick::time))
                .map(Tick::last)
                .toList();
    }

    /** {@code bucket, pair, open, high, low, close, avg_volume}. */
    List<List<Object>> hourlyPrices() {
        List<List<Object>> rows = new ArrayList<>();
        grouped(data.ticks(), Tick::time, Tick::pair, Duration.ofHours(1), Comparator.comparing(Tick::time))
                .forEach((key, ticks) -> {
                    List<Object> row =
                            candle(key, ticks.stream().map(Tick::last).toList());
                    List<Double> volumes = ticks.stream()
                            .map(Tick::volume)
                            .filter(volume -> volume != null)
                            .toList();
                    row.add(volumes.isEmpty() ? null : mean(volumes));
                    rows.add(row);
                });
        return rows;
    }

    /** {@code bucket, pair, open, high, low, close, volume, buy_volume, sell_volume, trades, vwap}. */
    List<List<Object>> candles() {
        List<List<Object>> rows = new ArrayList<>();
        grouped(
                        data.trades(),
                        Trade::time,
                        Trade::pair,
                        Duration.ofMinutes(1),
                        Comparator.comparing(Trade::time).thenComparing(Trade::id))
                .forEach((key, trades) -> {
                    List<Object> row =
                            candle(key, trades.stream().map(Trade::price).toList());
                    double bought = volume(trades, "b");
                    double sold = volume(trades, "s");
                    double paid = trades.stream()
                            .mapToDouble(t -> t.price() * t.volume())
                            .sum();
                    row.addAll(List.of(bought + sold, bought, sold, (long) trades.size(), paid / (bought + sold)));
                    rows.add(row);
                });
        return rows;
    }

    /** {@code bucket, pair, buy_volume, sell_volume, delta, imbalance}. */
    List<List<Object>> orderFlow() {
        return candles().stream()
                .map(row -> {
                    double bought = (double) row.get(7);
                    double sold = (double) row.get(8);
                    return List.of(
                            row.get(0), row.get(1), bought, sold, bought - sold, (bought - sold) / (bought + sold));
                })
                .toList();
    }

    /** {@code timestamp, pair, side, price, volume, amount, threshold_used, trade_id}. */
    List<List<Object>> whales() {
        return data.trades().stream()
                .filter(t -> t.price() * t.volume() >= threshold(t))
                .sorted(Comparator.comparing(Trade::time)
                        .thenComparing(Trade::pair)
                        .thenComparing(Trade::id))
                .<List<Object>>map(t -> List.of(
                        t.time(),
                        t.pair(),
                        t.side().equals("b") ? "BUY" : "SELL",
                        t.price(),
                        t.volume(),
                        t.price() * t.volume(),
                        threshold(t),
                        t.id()))
                .toList();
    }

    private static double threshold(Trade trade) {
        return WHALES.getOrDefault(trade.pair().split("/")[0], 10_000.0);
    }

    private static double volume(List<Trade> trades, String side) {
        return trades.stream()
                .filter(t -> t.side().equals(side))
                .mapToDouble(Trade::volume)
                .sum();
    }

    private record Key(Instant bucket, String pair) {}

    private static <T> Map<Key, List<T>> grouped(
            List<T> all, Function<T, Instant> time, Function<T, String> pair, Duration width, Comparator<T> order) {
        Map<Key, List<T>> groups =
                new TreeMap<>(Comparator.comparing(Key::bucket).thenComparing(Key::pair));
        all.stream().sorted(order).forEach(each -> groups.computeIfAbsent(
                        new Key(floor(time.apply(each), width), pair.apply(each)), k -> new ArrayList<>())
                .add(each));
        return groups;
    }

    private static List<Object> candle(Key key, List<Double> prices) {
        return new ArrayList<>(List.of(
                key.bucket(),
                key.pair(),
                prices.get(0),
                prices.stream().max(Comparator.naturalOrder()).orElseThrow(),
                prices.stream().min(Comparator.naturalOrder()).orElseThrow(),
                prices.get(prices.size() - 1)));
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).sum() / values.size();
    }

    private static Instant floor(Instant time, Duration width) {
        return Instant.ofEpochMilli(Math.floorDiv(time.toEpochMilli(), width.toMillis()) * width.toMillis());
    }
}
