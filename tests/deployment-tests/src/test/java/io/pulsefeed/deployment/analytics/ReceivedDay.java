package io.pulsefeed.deployment.analytics;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/**
 * A day of trades, ticks and articles with the time at which each was received: some from a clock that is ahead, trades that REST filled
 * up to an hour later, articles that were found up to three hours later, and repeated records. Prices, volumes and scores have few
 * binary digits, so that sums do not depend on the order.
 */
record ReceivedDay(List<Trade> trades, List<Tick> ticks, List<Article> articles, List<Sent> repeated) {

    private static final int MILLIS = 86_400_000;

    /** Data with the time at which it was received first. */
    sealed interface Received {
        Instant time();

        Instant received();
    }

    record Trade(Instant time, Instant received, String pair, double price, double volume, String side, long id)
            implements Received {}

    record Tick(Instant time, Instant received, String pair, double last) implements Received {}

    /** @param sketch equal for near-duplicates; null for a short text */
    record Article(
            Instant time,
            Instant received,
            String id,
            String site,
            List<String> coins,
            @Nullable Double score,
            @Nullable String sketch)
            implements Received {}

    /** Data that a source sends. One that restarts can send a record again, and then has received it later. */
    record Sent(Received data, Instant received) {}

    static ReceivedDay of(Instant start, long seed) {
        Random random = new Random(seed);
        List<Trade> trades = trades(start, random);
        List<Tick> ticks = ticks(start, random);
        List<Article> articles = articles(start, random);
        List<Sent> repeated = Stream.of(trades, ticks, articles)
                .flatMap(List::stream)
                .filter(each -> random.nextInt(10) == 0)
                .map(each -> new Sent(each, each.received().plusMillis(random.nextInt(3_600_000))))
                .toList();
        return new ReceivedDay(trades, ticks, articles, repeated);
    }

    private static List<Trade> trades(Instant start, Random random) {
        List<Trade> trades = new ArrayList<>();
        for (int i = 0; i < 6_000; i++) {
            Instant time = start.plusMillis(random.nextInt(MILLIS));
            boolean isFilled = random.nextInt(10) == 0;
            trades.add(new Trade(
                    time,
                    isFilled ? time.plusMillis(random.nextInt(3_600_000)) : live(time, random),
                    random.nextInt(3) == 0 ? "ETH/USD" : "XBT/USD",
                    100 + random.nextInt(50),
                    1 + random.nextInt(9),
                    random.nextBoolean() ? "b" : "s",
                    i));
        }
        return trades;
    }

    /** A coin in two currencies, of which the preferred one is received first after some hours, and one with a Kraken name. */
    private static List<Tick> ticks(Instant start, Random random) {
        Map<List<Object>, Tick> ticks = new LinkedHashMap<>();
        for (String pair : List.of("XBT/EUR", "XBT/USD", "ETH/EUR", "XDG/USDT")) {
            int first = pair.equals("XBT/USD") ? MILLIS / 3 : 0;
            for (int i = 0; i < 2_000; i++) {
                Instant time = start.plusMillis(first + random.nextInt(MILLIS - first));
                boolean isLate = random.nextInt(20) == 0;
                ticks.putIfAbsent(
                        List.of(pair, time),
                        new Tick(
                                time,
                                isLate ? time.plusMillis(random.nextInt(1_200_000)) : live(time, random),
                                pair,
                                100 + random.nextInt(400) / 4.0));
            }
        }
        return List.copyOf(ticks.values());
    }

    private static List<Article> articles(Instant start, Random random) {
        List<List<String>> mentions = List.of(
                List.of("bitcoin", "btc"),
                List.of("ethereum", "eth", "bitcoin", "btc"),
                List.of("dogecoin"),
                List.of("exchange", "wallet"));
        List<Article> articles = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            Article original = i > 0 && random.nextInt(4) == 0 ? articles.get(random.nextInt(i)) : null;
            // A copy is published within some minutes, and can be found before the original.
            Instant time = original == null
                    ? start.plusMillis(random.nextInt(MILLIS))
                    : original.time().plusMillis(random.nextInt(400_000));
            long delay = random.nextInt(8) == 0 ? random.nextInt(10_800_000) : random.nextInt(600_000);
            articles.add(new Article(
                    time,
                    random.nextInt(20) == 0 ? live(time, random) : time.plusMillis(delay),
                    "a" + i,
                    "site" + random.nextInt(4),
                    original == null ? mentions.get(random.nextInt(4)) : original.coins(),
                    random.nextInt(15) == 0 ? null : random.nextInt(65) / 64.0,
                    original != null ? original.sketch() : random.nextInt(10) == 0 ? null : sketch(random)));
        }
        return articles;
    }

    private static String sketch(Random random) {
        return IntStream.range(0, 48)
                .mapToObj(i -> String.format("%08x", random.nextInt()))
                .sorted()
                .collect(Collectors.joining(" "));
    }

    /** Within a second, or a little before its own time. */
    private static Instant live(Instant time, Random random) {
        return time.plusMillis(random.nextInt(1_200) - 200);
    }

    /** The topics in the order of receipt, with the header {@code recv_ns}. */
    Map<TopicPartition, List<SinkRecord>> topics() {
        List<Sent> sent = new ArrayList<>();
        Stream.of(trades, ticks, articles)
                .flatMap(List::stream)
                .forEach(each -> sent.add(new Sent(each, each.received())));
        sent.addAll(repeated);
        sent.sort(Comparator.comparing(Sent::received));
        Map<TopicPartition, List<SinkRecord>> topics = new HashMap<>();
        sent.forEach(each -> {
            List<SinkRecord> log =
                    topics.computeIfAbsent(new TopicPartition(topic(each.data()), 0), topic -> new ArrayList<>());
            log.add(record(topic(each.data()), log.size(), each));
        });
        return topics;
    }

    private static String topic(Received data) {
        return data instanceof Trade ? "rawtrade" : data instanceof Tick ? "rawticker" : "rawarticle";
    }

    private static SinkRecord record(String topic, long offset, Sent sent) {
        ConnectHeaders headers = new ConnectHeaders();
        headers.addBytes("recv_ns", ascii(sent.received().toEpochMilli() + "000000"));
        String json;
        if (sent.data() instanceof Trade trade) {
            headers.addBytes("kraken.trade_id", ascii(Long.toString(trade.id())));
            json = String.format(
                    Locale.ROOT,
                    "{\"pair\":\"%s\",\"price\":%s,\"volume\":%s,\"timestamp\":%s,\"side\":\"%s\"}",
                    trade.pair(),
                    trade.price(),
                    trade.volume(),
                    seconds(trade.time()),
                    trade.side());
        } else if (sent.data() instanceof Tick tick) {
            json = String.format(
                    Locale.ROOT,
                    "{\"pair\":\"%s\",\"last\":%s,\"timestamp\":%s}",
                    tick.pair(),
                    tick.last(),
                    seconds(tick.time()));
        } else {
            Article article = (Article) sent.data();
            if (article.sketch() != null) {
                headers.addBytes("text_sketch", ascii(article.sketch()));
            }
            json = String.format(
                    Locale.ROOT,
                    "{\"id\":\"%s\",\"title\":\"t\",\"url\":\"u\",\"website\":\"%s\",\"published_at\":%s,"
                            + "\"cryptocurrencies_mentioned\":[%s],\"sentiment\":{\"score\":%s}}",
                    article.id(),
                    article.site(),
                    seconds(article.time()),
                    article.coins().stream().map(coin -> '"' + coin + '"').collect(Collectors.joining(",")),
                    article.score());
        }
        return new SinkRecord(
                topic,
                0,
                null,
                null,
                null,
                json.getBytes(StandardCharsets.UTF_8),
                offset,
                sent.received().toEpochMilli(),
                TimestampType.CREATE_TIME,
                headers);
    }

    private static String seconds(Instant time) {
        return String.format(Locale.ROOT, "%d.%03d", time.getEpochSecond(), time.getNano() / 1_000_000);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
