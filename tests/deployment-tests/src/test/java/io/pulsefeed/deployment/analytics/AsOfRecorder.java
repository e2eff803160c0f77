package io.pulsefeed.deployment.analytics;

import io.pulsefeed.deployment.analytics.ReceivedDay.Article;
import io.pulsefeed.deployment.analytics.ReceivedDay.Received;
import io.pulsefeed.deployment.analytics.ReceivedDay.Tick;
import io.pulsefeed.deployment.analytics.ReceivedDay.Trade;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a program knew at a time that received the data of a day itself and computed the analytics from what it had. */
final class AsOfRecorder {

    private static final Duration WINDOW = Duration.ofMinutes(3);
    private static final Map<String, String> COINS =
            Map.of("bitcoin", "BTC", "btc", "BTC", "ethereum", "ETH", "eth", "ETH", "dogecoin", "DOGE");
    private static final Map<String, String> COIN_OF_PAIR =
            Map.of("XBT/EUR", "BTC", "XBT/USD", "BTC", "ETH/EUR", "ETH", "XDG/USDT", "DOGE");
    private static final Comparator<Article> BY_TIME =
            Comparator.comparing(Article::time).thenComparing(Article::id);

    private final ReceivedDay day;
    private final boolean looksAhead;

    /** @param looksAhead whether it uses data that it had not received */
    AsOfRecorder(ReceivedDay day, boolean looksAhead) {
        this.day = day;
        this.looksAhead = looksAhead;
    }

    private boolean knew(Received data, Instant t) {
        return !data.received().isAfter(t) || looksAhead && !data.time().isAfter(t);
    }

    /** {@code timestamp, crypto_symbol, sentiment_score, sentiment_label, confidence}. @param once whether copies do not count */
    List<List<Object>> sentiment(Instant t, Duration since, boolean once) {
        List<Article> known = day.articles().stream()
                .filter(article -> knew(article, t))
                .sorted(BY_TIME)
                .toList();
        Map<String, List<Article>> bySketch = known.stream()
                .filter(article -> article.sketch() != null)
                .collect(Collectors.groupingBy(Article::sketch));
        Map<Instant, Map<String, List<Double>>> scores = new TreeMap<>();
        for (Article article : known) {
            Instant end = floor(article.time(), WINDOW).plus(WINDOW);
            boolean isShown = !end.isAfter(t) && !end.isBefore(t.minus(since));
            if (article.score() != null && isShown && !(once && isCopy(article, bySketch))) {
                Set<String> coins = article.coins().stream()
                        .filter(COINS::containsKey)
                        .map(COINS::get)
                        .collect(Collectors.toCollection(HashSet::new));
                coins.forEach(coin -> scores.computeIfAbsent(end, e -> new TreeMap<>())
                        .computeIfAbsent(coin, c -> new ArrayList<>())
                        .add(article.score()));
            }
        }
        List<List<Object>> rows = new ArrayList<>();
        scores.forEach((end, coins) -> coins.forEach((coin, values) -> {
            double mean = mean(values);
            double spread = Math.sqrt(squares(values) / values.size());
            double rounded = Math.round(mean * 1e9) / 1e9;
            rows.add(List.of(
                    end,
                    coin,
                    mean,
                    rounded >= 0.525 ? "positive" : rounded <= 0.475 ? "negative" : "neutral",
                    values.size() / (values.size() + 1.0) * Math.max(0, 1 - 2 * spread)));
        }));
        return rows;
    }

    /** Whether another site had the text before, within two days. */
    private static boolean isCopy(Article article, Map<String, List<Article>> bySketch) {
        return article.sketch() != null
                && bySketch.get(article.sketch()).stream()
                        .anyMatch(other -> !other.site().equals(article.site()) && BY_TIME.compare(other, article) < 0);
    }

    /** {@code timestamp, crypto_symbol, predicted_price, actual_price, confidence_interval_low, confidence_interval_high}. */
    List<List<Object>> predictions(Instant t, Duration since) {
        Map<String, String> pairs = pairs(t);
        Instant first = t.minus(since).minus(WINDOW);
        List<Tick> known = day.ticks().stream()
                .filter(tick -> !tick.time().isAfter(t) && !tick.time().isBefore(first) && knew(tick, t))
                .sorted(Comparator.comparing(Tick::time))
                .toList();
        List<List<Object>> rows = new ArrayList<>();
        for (Instant end = ceiling(t.minus(since), Duration.ofSeconds(30));
                !end.isAfter(t);
                end = end.plusSeconds(30)) {
            for (Map.Entry<String, String> coin : pairs.entrySet()) {
                List<Double> prices = prices(known, coin.getValue(), end.minus(WINDOW), end);
                if (!prices.isEmpty()) {
                    double mean = mean(prices);
                    double deviation = prices.size() == 1 ? 0 : Math.sqrt(squares(prices) / (prices.size() - 1));
                    List<Object> row = new ArrayList<>(List.of(end, coin.getKey(), mean));
                    row.add(actual(known, coin.getValue(), end, t));
                    row.addAll(List.of(mean - deviation, mean + deviation));
                    rows.add(row);
                }
            }
        }
        return rows;
    }

    /** The pair of each coin: of those received, the one in dollars. */
    private Map<String, String> pairs(Instant t) {
        Map<String, String> pairs = new TreeMap<>();
        for (String pair : List.of("XBT/USD", "XDG/USDT", "XBT/EUR", "ETH/EUR")) {
            if (day.ticks().stream().anyMatch(tick -> tick.pair().equals(pair) && knew(tick, t))) {
                pairs.putIfAbsent(COIN_OF_PAIR.get(pair), pair);
            }
        }
        return pairs;
    }

    /** The last price of the three minutes after the window, once they have passed. */
    private static @Nullable Double actual(List<Tick> known, String pair, Instant end, Instant t) {
        if (end.plus(WINDOW).isAfter(t)) {
            return null;
        }
        List<Double> later = prices(known, pair, end, end.plus(WINDOW).plusNanos(1));
        return later.isEmpty() ? null : later.get(later.size() - 1);
    }

    private static List<Double> prices(List<Tick> ticks, String pair, Instant from, Instant to) {
        return ticks.stream()
                .filter(tick -> tick.pair().equals(pair)
                        && !tick.time().isBefore(from)
                        && tick.time().isBefore(to))
                .map(Tick::last)
                .toList();
    }

    /** {@code bucket, pair, open, high, low, close, volume, buy_volume, sell_volume, trades, vwap}. */
    List<List<Object>> candles(Instant t, Duration since) {
        Map<Instant, Map<String, List<Trade>>> minutes = new TreeMap<>();
        Instant first = ceiling(t.minus(since), Duration.ofMinutes(1));
        day.trades().stream()
                .filter(trade -> !trade.time().isBefore(first) && knew(trade, t))
                .sorted(Comparator.comparing(Trade::time).thenComparing(Trade::id))
                .forEach(trade -> minutes.computeIfAbsent(
                                trade.time().truncatedTo(ChronoUnit.MINUTES), minute -> new TreeMap<>())
                        .computeIfAbsent(trade.pair(), pair -> new ArrayList<>())
                        .add(trade));
        List<List<Object>> rows = new ArrayList<>();
        minutes.forEach((minute, pairs) -> pairs.forEach((pair, trades) -> {
            double bought = volume(trades, "b");
            double sold = volume(trades, "s");
            double paid = trades.stream()
                    .mapToDouble(trade -> trade.price() * trade.volume())
                    .sum();
            rows.add(List.of(
                    minute,
                    pair,
                    trades.get(0).price(),
                    trades.stream().mapToDouble(Trade::price).max().orElseThrow(),
                    trades.stream().mapToDouble(Trade::price).min().orElseThrow(),
                    trades.get(trades.size() - 1).price(),
                    bought + sold,
                    bought,
                    sold,
                    (double) trades.size(),
                    paid / (bought + sold)));
        }));
        return rows;
    }

    private static double volume(List<Trade> trades, String side) {
        return trades.stream()
                .filter(trade -> trade.side().equals(side))
                .mapToDouble(Trade::volume)
                .sum();
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).sum() / values.size();
    }

    private static double squares(List<Double> values) {
        double mean = mean(values);
        return values.stream()
                .mapToDouble(value -> (value - mean) * (value - mean))
                .sum();
    }

    private static Instant floor(Instant time, Duration width) {
        return Instant.ofEpochMilli(Math.floorDiv(time.toEpochMilli(), width.toMillis()) * width.toMillis());
    }

    private static Instant ceiling(Instant time, Duration width) {
        Instant floor = floor(time, width);
        return floor.equals(time) ? floor : floor.plus(width);
    }
}
