package io.pulsefeed.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefeed.admin.ConnectRest;
import io.pulsefeed.cli.Checkout;
import io.pulsefeed.cli.UserError;
import io.pulsefeed.cli.options.StackOptions;
import io.pulsefeed.stack.LocalStack;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.LongUnaryOperator;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pulsefeed bench latency}. */
@Command(
        name = "latency",
        mixinStandardHelpOptions = true,
        description =
                "Milliseconds from a Kraken frame on the wire to its committed record at a consumer, through a real"
                        + " worker, and from a bare producer at the same rate that commits like the worker.")
final class LatencyBenchCommand implements Callable<Integer> {

    private static final String TOPIC = "rawtrade";
    private static final String CONNECTOR = "latency";
    private static final String PRODUCER = "producer.override.";
    private static final ObjectMapper JSON = new ObjectMapper();

    @Mixin
    private StackOptions stack;

    @Option(names = "--rate", defaultValue = "1000", description = "Frames per second, one trade each (default: 1000).")
    private int rate;

    @Option(
            names = "--seconds",
            defaultValue = "30",
            description = "Duration (default: 30); the first third is warm-up.")
    private int seconds;

    @Option(
            names = "--linger-ms",
            description = "linger.ms of both producers; by default that of the shipped connector, else the client's.")
    private @Nullable Integer lingerMs;

    @Option(names = "--without-exactly-once", description = "Disable exactly-once support for sources in the worker.")
    private boolean plain;

    @Override
    public Integer call() throws Exception {
        Checkout checkout = Checkout.current();
        requireAtLeast("--rate", rate, 1);
        requireAtLeast("--seconds", seconds, 1);
        if (lingerMs != null) {
            requireAtLeast("--linger-ms", lingerMs, 0);
        }
        int frames = Math.multiplyExact(rate, seconds);
        PacedTradeServer server = new PacedTradeServer(frames, rate);
        server.startAndWait();
        try (TemporaryHome home = TemporaryHome.in(stack.home());
                LocalStack running = builder(checkout, home).start(stack.listener(System.err::println))) {
            Map<String, String> producer = producerSettings(checkout);
            if (lingerMs != null) {
                producer.put("linger.ms", lingerMs.toString());
            }
            double[] connector = connector(running, server, frames, producer);
            print(connector, bare(running.bootstrapServers(), frames, producer));
        } finally {
            server.stop(0);
        }
        return 0;
    }

    private static void requireAtLeast(String option, int value, int min) {
        if (value < min) {
            throw new UserError(option + " must be " + min + " or more (got " + value + ").");
        }
    }

    private LocalStack.Builder builder(Checkout checkout, TemporaryHome home) throws IOException {
        LocalStack.Builder builder =
                stack.stack(checkout, checkout.pluginZips(), Map.of()).home(home.path());
        if (plain) {
            builder.connectConfig(
                    withoutExactlyOnce(checkout.connectConfig(), home.path().resolve("connect-config")));
        }
        return builder;
    }

    /** The settings of the producer in the shipped connector. */
    private static Map<String, String> producerSettings(Checkout checkout) throws IOException {
        Map<String, String> settings = new LinkedHashMap<>();
        JSON.readTree(checkout.connectConfig()
                        .resolve("connectors/kraken-source.json")
                        .toFile())
                .required("config")
                .properties()
                .forEach(entry -> {
                    if (entry.getKey().startsWith(PRODUCER)) {
                        settings.put(
                                entry.getKey().substring(PRODUCER.length()),
                                entry.getValue().asText());
                    }
                });
        return settings;
    }

    private double[] connector(
            LocalStack running, PacedTradeServer server, int frames, Map<String, String> producerSettings) {
        ConnectRest worker = new ConnectRest(running.restUrl());
        try (KafkaConsumer<String, byte[]> consumer = consumer(running.bootstrapServers(), TOPIC)) {
            worker.put(CONNECTOR, JSON.valueToTree(config(server.url(), producerSettings)));
            double[] latencies =
                    measure(consumer, server::sentNanos, frames, () -> state(worker.statusOrUnassigned(CONNECTOR)));
            worker.delete(CONNECTOR);
            return latencies;
        }
    }

    private double[] bare(String bootstrapServers, int frames, Map<String, String> producerSettings)
            throws InterruptedException {
        BareProducer.createTopics(bootstrapServers);
        try (KafkaConsumer<String, byte[]> consumer = consumer(bootstrapServers, BareProducer.TOPIC);
                BareProducer bare = BareProducer.start(bootstrapServers, frames, rate, !plain, producerSettings)) {
            return measure(consumer, bare.arrivals(), frames, () -> {
                bare.throwIfFailed();
                return "the bare producer is slower than --rate.";
            });
        }
    }

    /**
     * Sorted latencies in milliseconds, without the first third.
     *
     * @param sentNs the time when a trade was sent, by its id
     * @param explanation of missing trades
     */
    private double[] measure(
            KafkaConsumer<String, byte[]> consumer,
            LongUnaryOperator sentNs,
            int frames,
            Supplier<String> explanation) {
        double[] millis = new double[frames];
        int seen = 0;
        long deadline = System.nanoTime() + Duration.ofSeconds(seconds + 60L).toNanos();
        while (seen < frames) {
            if (System.nanoTime() > deadline) {
                throw new UserError("only " + seen + " of " + frames + " trades arrived within " + (seconds + 60L)
                        + " s; " + explanation.get());
            }
            for (ConsumerRecord<String, byte[]> trade : consumer.poll(Duration.ofMillis(100))) {
                long now = System.nanoTime();
                long id = Long.parseLong(
                        new String(trade.headers().lastHeader("kraken.trade_id").value(), StandardCharsets.UTF_8));
                millis[seen++] = (now - sentNs.applyAsLong(id)) / 1e6;
            }
        }
        double[] warm = Arrays.copyOfRange(millis, frames / 3, frames);
        Arrays.sort(warm);
        return warm;
    }

    private static String state(ConnectRest.Status status) {
        String failure = status.failure().lines().findFirst().orElse("");
        return "the connector is " + status.state() + (failure.isEmpty() ? "." : ": " + failure);
    }

    private void print(double[] connector, double[] bare) {
        String name = "frame to consumer, " + (plain ? "at least once" : "exactly once");
        String reference = plain ? "bare producer" : "bare transactional producer";
        BenchCommand.print(
                System.out,
                Stream.of(50, 99)
                        .map(percent -> BenchResult.of(
                                name + ", p" + percent,
                                percentile(connector, percent),
                                "ms",
                                reference,
                                percentile(bare, percent)))
                        .toList());
    }

    private static double percentile(double[] sorted, int percent) {
        return sorted[(int) (sorted.length * (percent / 100.0))];
    }

    private static Map<String, String> config(String url, Map<String, String> producerSettings) {
        Map<String, String> config = new LinkedHashMap<>();
        config.put("connector.class", "io.pulsefeed.kraken.KrakenSourceConnector");
        config.put("tasks.max", "1");
        config.put("pairs", "XBT/USD");
        config.put("channels", "trade");
        config.put("trade.start", "snapshot");
        config.put("kraken.ws.url", url);
        config.put("kraken.rest.url", "http://127.0.0.1:9");
        config.put("key.converter", "org.apache.kafka.connect.storage.StringConverter");
        config.put("value.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
        producerSettings.forEach((key, value) -> config.put(PRODUCER + key, value));
        return config;
    }

    /** A copy of the configuration folder with exactly-once support disabled. */
    private static Path withoutExactlyOnce(Path original, Path copy) throws IOException {
        try (Stream<Path> files = Files.walk(original)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = copy.resolve(original.relativize(file));
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
        Path worker = copy.resolve("worker/local.properties");
        Files.writeString(
                worker,
                Files.readString(worker)
                        .replace("exactly.once.source.support=enabled", "exactly.once.source.support=disabled"));
        return copy;
    }

    private static KafkaConsumer<String, byte[]> consumer(String bootstrapServers, String topic) {
        KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "isolation.level",
                        "read_committed",
                        "enable.auto.commit",
                        "false"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = List.of(new TopicPartition(topic, 0));
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        consumer.position(partitions.get(0));
        return consumer;
    }
}
