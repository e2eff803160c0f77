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
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pulsefeed bench latency}. */
@Command(
        name = "latency",
        mixinStandardHelpOptions = true,
        description =
                "Milliseconds from a Kraken frame on the wire to its committed record at a consumer, through a real"
                        + " worker.")
final class LatencyBenchCommand implements Callable<Integer> {

    private static final String TOPIC = "rawtrade";
    private static final String CONNECTOR = "latency";
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

    @Option(names = "--without-exactly-once", description = "Disable exactly-once support for sources in the worker.")
    private boolean plain;

    @Override
    public Integer call() throws Exception {
        Checkout checkout = Checkout.current();
        requireAtLeast("--rate", rate, 1);
        requireAtLeast("--seconds", seconds, 1);
        int frames = Math.multiplyExact(rate, seconds);
        PacedTradeServer server = new PacedTradeServer(frames, rate);
        server.startAndWait();
        try (TemporaryHome home = TemporaryHome.in(stack.home());
                LocalStack running = builder(checkout, home).start(stack.listener(System.err::println));
                KafkaConsumer<String, byte[]> consumer = consumer(running.bootstrapServers())) {
            ConnectRest worker = new ConnectRest(running.restUrl());
            worker.put(CONNECTOR, JSON.valueToTree(config(server.url())));
            print(measure(consumer, server, worker, frames));
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

    /** Sorted latencies in milliseconds, without the first third. */
    private double[] measure(
            KafkaConsumer<String, byte[]> consumer, PacedTradeServer server, ConnectRest worker, int frames) {
        double[] millis = new double[frames];
        int seen = 0;
        long deadline = System.nanoTime() + Duration.ofSeconds(seconds + 60L).toNanos();
        while (seen < frames) {
            if (System.nanoTime() > deadline) {
                throw new UserError("only " + seen + " of " + frames + " trades arrived within " + (seconds + 60L)
                        + " s; " + state(worker.statusOrUnassigned(CONNECTOR)));
            }
            for (ConsumerRecord<String, byte[]> trade : consumer.poll(Duration.ofMillis(100))) {
                long now = System.nanoTime();
                long id = Long.parseLong(
                        new String(trade.headers().lastHeader("kraken.trade_id").value(), StandardCharsets.UTF_8));
                millis[seen++] = (now - server.sentNanos(id)) / 1e6;
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

    private void print(double[] sorted) {
        String name = "frame to consumer, " + (plain ? "at least once" : "exactly once");
        double median = sorted[sorted.length / 2];
        BenchCommand.print(
                System.out,
                List.of(
                        BenchResult.of(name + ", p50", median, "ms", "10 ms", 10),
                        BenchResult.of(name + ", p99", sorted[(int) (sorted.length * 0.99)], "ms", "10 ms", 10)));
    }

    private static Map<String, String> config(String url) {
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

    private static KafkaConsumer<String, byte[]> consumer(String bootstrapServers) {
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
        List<TopicPartition> partitions = List.of(new TopicPartition(TOPIC, 0));
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        consumer.position(partitions.get(0));
        return consumer;
    }
}
