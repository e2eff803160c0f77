package io.pulsefeed.deployment.analytics;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Generated ticks, trades and articles of some hours, with the edge cases of windows. */
record MarketData(List<Tick> ticks, List<Trade> trades, List<Article> articles) {

    record Tick(Instant time, String pair, double last, Double volume) {

        Object[] row() {
            return new Object[] {at(time), pair, last, last - 1, last + 1, volume, null};
        }
    }

    record Trade(Instant time, String pair, double price, double volume, String side, long id) {

        Object[] row() {
            return new Object[] {at(time), pair, price, volume, side, id};
        }
    }

    /** @param coins as listed by the article source; null for an article without a list */
    record Article(Instant time, String id, List<String> coins, Double score) {

        Object[] row() {
            return new Object[] {
                at(time),
                id,
                "title",
                id,
                "site",
                "summary",
                coins == null ? null : coins.toArray(String[]::new),
                score,
                "neutral"
            };
        }
    }

    private static final long SPAN_MILLIS = 100 * 60_000L;
    private static final List<List<String>> MENTIONS = Stream.of(
                    List.of("bitcoin", "btc"),
                    List.of("ethereum", "eth", "bitcoin", "btc"),
                    List.of("btc"),
                    List.of("gala"),
                    List.of("exchange", "trading", "wallet"),
                    List.<String>of())
            .toList();

    /** @param start a full hour, so long ago that every window has ended */
    static MarketData random(Instant start, long seed) {
        Random random = new Random(seed);
        List<Tick> ticks = new ArrayList<>();
        // A coin in dollars and euros, one only in euros, one with a Kraken name, and one with few ticks.
        addTicks(ticks, random, start, "XBT/USD", 400, 60_000);
        addTicks(ticks, random, start, "XBT/EUR", 300, 55_000);
        addTicks(ticks, random, start, "ETH/EUR", 200, 3_000);
        addTicks(ticks, random, start, "XDG/USDT", 150, 0.2);
        addTicks(ticks, random, start, "XDG/EUR", 150, 0.3);
        addTicks(ticks, random, start, "QUIET/USD", 3, 7);
        // On the boundary of two windows; belongs to the later one.
        ticks.add(new Tick(start.plusSeconds(1800), "QUIET/USD", 8, null));
        return new MarketData(ticks, trades(random, start), articles(random, start));
    }

    private static void addTicks(List<Tick> ticks, Random random, Instant start, String pair, int count, double price) {
        random.longs(count, 0, SPAN_MILLIS)
                .distinct()
                .forEach(millis -> ticks.add(new Tick(
                        start.plusMillis(millis),
                        pair,
                        price * (1 + random.nextGaussian() / 100),
                        random.nextInt(5) == 0 ? null : random.nextDouble() * 1000)));
    }

    private static List<Trade> trades(Random random, Instant start) {
        List<Trade> trades = new ArrayList<>();
        long id = 0;
        for (String pair : List.of("XBT/USD", "ETH/USD", "SOL/USD", "ADA/EUR")) {
            for (int i = 0; i < 250; i++) {
                Instant time = start.plusMillis((long) (random.nextDouble() * SPAN_MILLIS));
                // One order with several fills: equal times, different trade ids.
                for (int fill = 0; fill <= random.nextInt(3); fill++) {
                    double size = Math.exp(random.nextGaussian() * 3);
                    trades.add(new Trade(
                            time, pair, 100 + random.nextInt(1000), size, random.nextBoolean() ? "b" : "s", ++id));
                }
            }
        }
        return trades;
    }

    private static List<Article> articles(Random random, Instant start) {
        List<Article> articles = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            List<String> coins = random.nextInt(20) == 0 ? null : MENTIONS.get(random.nextInt(MENTIONS.size()));
            Double score = random.nextInt(20) == 0 ? null : Math.round(random.nextDouble() * 10_000) / 10_000.0;
            Instant time = start.plusMillis((long) (random.nextDouble() * SPAN_MILLIS));
            articles.add(new Article(time, "https://site.example/" + i, coins, score));
        }
        return articles;
    }

    /** Inserts the rows in random order. */
    void insert(AnalyticsDatabase database, long seed) {
        database.insert("ticker_data", shuffled(ticks.stream().map(Tick::row).toList(), seed));
        database.insert("trade_data", shuffled(trades.stream().map(Trade::row).toList(), seed));
        database.insert(
                "article_data", shuffled(articles.stream().map(Article::row).toList(), seed));
    }

    private static List<Object[]> shuffled(List<Object[]> rows, long seed) {
        List<Object[]> shuffled = new ArrayList<>(rows);
        Collections.shuffle(shuffled, new Random(seed));
        return shuffled;
    }

    static OffsetDateTime at(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
