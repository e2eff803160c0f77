package io.pulsefeed.cli.emotibit;

import com.fasterxml.jackson.databind.JsonNode;
import io.pulsefeed.admin.ConnectRest;
import io.pulsefeed.cli.UserError;
import io.pulsefeed.cli.emotibit.ControlResults.Result;
import io.pulsefeed.cli.options.BrokerOptions;
import io.pulsefeed.cli.options.ConnectOptions;
import io.pulsefeed.cli.options.TimeoutOption;
import io.pulsefeed.cli.output.JsonOutput;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The devices of a command, and the connector that they are connected to. */
final class ControlOptions {

    private static final String DEFAULT_ANSWER_TIMEOUT_MS = "5000";
    /** Time for the topic, the task and the worker, in addition to that of the device. */
    private static final Duration MARGIN = Duration.ofSeconds(5);

    @Option(
            names = "--device",
            paramLabel = "ID",
            description = "Only this device. Can be repeated (default: all connected devices).")
    private List<String> devices = new ArrayList<>();

    @Option(
            names = "--source",
            paramLabel = "NAME",
            defaultValue = "emotibit-source",
            description = "Connector of the devices (default: emotibit-source).")
    private String source = "";

    @Mixin
    private TimeoutOption timeout = new TimeoutOption("60s");

    @Mixin
    private ConnectOptions connect = new ConnectOptions();

    @Mixin
    private BrokerOptions brokers = new BrokerOptions();

    /** Sends a command and waits for the results of its devices, which are sorted by device. */
    List<Result> send(Map<String, Object> command) {
        JsonNode connector = connector();
        String topic = connector.path("control.topic").asText();
        if (topic.isEmpty()) {
            throw new UserError("connector " + source + " has no control topic. Set control.topic and"
                    + " control.consumer.bootstrap.servers.");
        }
        String id = UUID.randomUUID().toString();
        Map<String, Object> record = new HashMap<>(command);
        record.put("id", id);
        if (!devices.isEmpty()) {
            record.put("devices", devices);
        }
        Duration limit = Duration.ofMillis(
                        connector.path("control.answer.timeout.ms").asLong(Long.parseLong(DEFAULT_ANSWER_TIMEOUT_MS)))
                .plus(MARGIN);
        return brokers.explaining(() -> {
            try (ControlResults results = new ControlResults(
                    brokers.clientConfig(),
                    topic,
                    connector.path("topic.processed").asText("Emotibit_processdata"),
                    new ControlResults.Request(
                            id, devices, connector.path("tasks.max").asInt(1)))) {
                produce(topic, JsonOutput.format(record));
                List<Result> found = results.await(limit.compareTo(timeout.value()) < 0 ? limit : timeout.value());
                if (found.isEmpty()) {
                    throw new UserError("no device answered. Check that devices are connected, that connector " + source
                            + " runs and can read topic " + topic + ", and that it has value.format=json.");
                }
                return found;
            }
        });
    }

    /** Whether every device did what the command says. */
    static boolean allDone(List<Result> results) {
        return results.stream().allMatch(Result::done);
    }

    private JsonNode connector() {
        ConnectRest worker = connect.rest(timeout.value());
        if (!worker.exists(source)) {
            throw new UserError("connector " + source + " does not exist. Specify it with --source.");
        }
        return worker.config(source);
    }

    private void produce(String topic, String record) {
        Map<String, Object> settings = brokers.clientConfig();
        long limitMs = timeout.value().toMillis();
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, limitMs);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, record.getBytes(StandardCharsets.UTF_8)))
                    .get(limitMs, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException kafka ? kafka : new KafkaException(e.getCause());
        } catch (TimeoutException e) {
            throw new UserError("topic " + topic + " did not accept the command within --timeout.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserError("interrupted.", e);
        }
    }
}
