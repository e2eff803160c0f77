package io.pulsefeed.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefeed.admin.ConnectRest;
import io.pulsefeed.cli.Checkout;
import io.pulsefeed.cli.UserError;
import io.pulsefeed.cli.options.StackOptions;
import io.pulsefeed.stack.LocalStack;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Measures the time from {@code send()} of a producer until another database connection sees the row, through a real worker. It
 * therefore contains the broker and the worker's consumer, whose part a consumer without a sink measures in the same run.
 *
 * <p>Rows are visible when the offset after them is, because both are written in one transaction: each millisecond, a query reads
 * the stored offset, which equals the number of visible rows of the topic's only partition.
 */
final class SinkLatency {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<Integer> RATES = List.of(100, 10_000);
    private static final List<Integer> LINGER_MS = List.of(50, 0);
    private static final int WARM_UP_SECONDS = 20;
    private static final int SECONDS = 20;
    private static final long POLL_NANOS = 1_000_000;
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final Checkout checkout;
    private final StackOptions options;

    SinkLatency(Checkout checkout, StackOptions options) {
        this.checkout = checkout;
        this.options = options;
    }

    List<BenchResult> run(PrintStream progress) throws Exception {
        List<BenchResult> results = new ArrayList<>();
        try (TemporaryHome home = TemporaryHome.in(options.home());
                LocalStack stack = options.stack(checkout, checkout.pluginZips(), Map.of())
                        .home(home.path())
                        .jvmOptions(SinkBench.WORKER_HEAP)
                        .start(options.listener(progress::println));
                Connection connection = SinkBench.connect(SinkBench.login(stack))) {
            for (int lingerMs : LINGER_MS) {
                for (int rate : RATES) {
                    List<BenchResult> measured = new Run(stack, connection, rate, lingerMs).measure();
                    measured.forEach(result -> progress.println(result.line()));
                    results.addAll(measured);
                }
            }
        }
        return results;
    }

    /** One rate and one configuration. */
    private static final class Run {

        private final LocalStack stack;
        private final Connection connection;
        private final int rate;
        private final int lingerMs;
        private final String topic;
        private final int records;
        private final long[] sentNs;
        private final long[] visibleNs;
        private final long[] consumedNs;

        Run(LocalStack stack, Connection connection, int rate, int lingerMs) {
            this.stack = stack;
            this.connection = connection;
            this.rate = rate;
            this.lingerMs = lingerMs;
            this.topic = "bench_latency_" + System.currentTimeMillis();
            this.records = rate * (WARM_UP_SECONDS + SECONDS);
            this.sentNs = new long[records];
            this.visibleNs = new long[records];
            this.consumedNs = new long[records];
        }

        List<BenchResult> measure() throws Exception {
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.bootstrapServers()))) {
                admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1)))
                        .all()
                        .get();
            }
            BenchTable table =
                    new BenchTable(connection, SinkVariant.TABLE, new TradeRows(records, SinkVariants.KEY, false));
            table.recreate();
            Sessions sessions = new Sessions(connection);
            ConnectRest connect = new ConnectRest(stack.restUrl());
            connect.put(topic, JSON.valueToTree(config()));
            connect.awaitRunning(List.of(topic), TIMEOUT);
            CompletableFuture<Void> sending = CompletableFuture.runAsync(this::send);
            CompletableFuture<Void> consuming = CompletableFuture.runAsync(this::consume);
            awaitRows();
            sending.join();
            consuming.join();
            connect.delete(topic);
            sessions.awaitEnd();
            table.verify("the sink");
            table.drop();
            return results();
        }

        private Map<String, String> config() {
            Map<String, String> mapping = SinkVariants.tradeMapping(topic, "s", SinkVariants.KEY);
            mapping.put("linger.ms", Integer.toString(lingerMs));
            return SinkVariant.ours(topic, topic, records, SinkBench.login(stack), mapping)
                    .config();
        }

        private void send() {
            long startNs = System.nanoTime();
            try (BenchProducer producer = new BenchProducer(stack.bootstrapServers(), topic, 1)) {
                for (int i = 0; i < records; i++) {
                    long dueNs = startNs + i * 1_000_000_000L / rate;
                    for (long restNs = dueNs - System.nanoTime(); restNs > 0; restNs = dueNs - System.nanoTime()) {
                        LockSupport.parkNanos(restNs);
                    }
                    var trade = TradeLoad.record(topic, TradeLoad.Format.PLAIN, i, 0);
                    sentNs[i] = System.nanoTime();
                    producer.send(trade);
                }
            }
        }

        private void consume() {
            TopicPartition partition = new TopicPartition(topic, 0);
            try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                    Map.of("bootstrap.servers", stack.bootstrapServers(), "enable.auto.commit", "false"),
                    new ByteArrayDeserializer(),
                    new ByteArrayDeserializer())) {
                consumer.assign(List.of(partition));
                consumer.seekToBeginning(List.of(partition));
                long deadlineNs = deadlineNs();
                for (int seen = 0; seen < records && System.nanoTime() < deadlineNs; ) {
                    var polled = consumer.poll(Duration.ofMillis(100));
                    long nowNs = System.nanoTime();
                    for (ConsumerRecord<byte[], byte[]> message : polled) {
                        consumedNs[(int) message.offset()] = nowNs;
                        seen++;
                    }
                }
            }
        }

        private void awaitRows() throws SQLException {
            long deadlineNs = deadlineNs();
            int visible = 0;
            awaitOffsetTable(deadlineNs);
            try (PreparedStatement query = connection.prepareStatement(
                    "SELECT next_offset FROM connect_sink_offsets WHERE connector = ? AND topic = ?")) {
                query.setString(1, topic);
                query.setString(2, topic);
                while (visible < records) {
                    int stored = offset(query);
                    long nowNs = System.nanoTime();
                    if (nowNs > deadlineNs) {
                        throw new UserError(
                                "only " + visible + " of " + records + " rows became visible before the timeout.");
                    }
                    Arrays.fill(visibleNs, visible, Math.max(visible, stored), nowNs);
                    visible = Math.max(visible, stored);
                    LockSupport.parkNanos(POLL_NANOS);
                }
            }
        }

        /** The task creates the table; the connector is RUNNING before. */
        private void awaitOffsetTable(long deadlineNs) throws SQLException {
            try (PreparedStatement query =
                    connection.prepareStatement("SELECT to_regclass('connect_sink_offsets') IS NOT NULL")) {
                boolean exists = false;
                while (!exists && System.nanoTime() < deadlineNs) {
                    LockSupport.parkNanos(POLL_NANOS);
                    try (ResultSet result = query.executeQuery()) {
                        exists = result.next() && result.getBoolean(1);
                    }
                }
            }
        }

        private static int offset(PreparedStatement query) throws SQLException {
            try (ResultSet result = query.executeQuery()) {
                return result.next() ? result.getInt(1) : 0;
            }
        }

        private long deadlineNs() {
            return System.nanoTime()
                    + TIMEOUT.plusSeconds(WARM_UP_SECONDS + SECONDS).toNanos();
        }

        private List<BenchResult> results() {
            double[] rows = millis(visibleNs);
            double[] consumer = millis(consumedNs);
            List<BenchResult> results = new ArrayList<>();
            for (int percent : List.of(50, 99)) {
                String name = String.format(
                        Locale.ROOT, "send to visible row, %,d records/s, linger.ms=%d, p%d", rate, lingerMs, percent);
                results.add(BenchResult.of(
                        name,
                        percentile(rows, percent),
                        "ms",
                        "send to consumer, p" + percent,
                        percentile(consumer, percent)));
            }
            return results;
        }

        /** Sorted latencies without those of the warm-up. */
        private double[] millis(long[] arrivedNs) {
            int from = rate * WARM_UP_SECONDS;
            double[] millis = new double[records - from];
            for (int i = from; i < records; i++) {
                if (arrivedNs[i] == 0) {
                    throw new UserError("record " + i + " did not arrive at the consumer before the timeout.");
                }
                millis[i - from] = (arrivedNs[i] - sentNs[i]) / 1e6;
            }
            Arrays.sort(millis);
            return millis;
        }

        private static double percentile(double[] sorted, int percent) {
            return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
        }
    }
}
