package io.pulsefeed.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefeed.simulators.emotibit.EmotiBitSimulator;
import io.pulsefeed.simulators.emotibit.Fault;
import io.pulsefeed.system.Pulsefeed.Result;
import io.pulsefeed.testing.FreePorts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands of the control topic, from {@code pulsefeed emotibit} over Kafka and the connector to devices, and back. */
class EmotiBitControlIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CONTROL = "emotibit_control";
    private static final String RECORDER = "MD-V5-0000410";

    @TempDir
    private static Path home;

    private static EmotiBitSimulator recorder;
    private static EmotiBitSimulator withoutCard;
    private static TestStack stack;
    private static Pulsefeed pulsefeed;

    private static EmotiBitSimulator device(int host, int port, Fault... faults) throws IOException {
        return new EmotiBitSimulator(EmotiBitSimulator.Options.devices(1)
                        .startingAt(host)
                        .onPort(port)
                        .with(Set.of(faults)))
                .start();
    }

    @BeforeAll
    static void start() throws Exception {
        int port = FreePorts.udp();
        recorder = device(141, port);
        withoutCard = device(142, port, Fault.NO_CARD, Fault.NO_ID);
        stack = TestStack.start(home, Map.of());
        pulsefeed = Pulsefeed.of(
                stack, Map.of("PULSEFEED_CONNECT_URL", stack.stack().restUrl()));
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", stack.stack().bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(CONTROL, 1, (short) 1)))
                    .all()
                    .get();
        }
        send("{\"command\":\"record_start\",\"id\":\"before the start\"}");
        stack.run(
                "emotibit-source",
                "emotibit-source",
                Map.of(
                        "device.addresses",
                        recorder.addresses() + "," + withoutCard.addresses(),
                        "discovery.port",
                        Integer.toString(port),
                        "discovery.broadcast.enabled",
                        "false",
                        "data.port",
                        "0",
                        "control.port",
                        "0",
                        "control.topic",
                        CONTROL,
                        "control.answer.timeout.ms",
                        "2000",
                        "control.consumer.bootstrap.servers",
                        stack.stack().bootstrapServers()));
        await().atMost(TestStack.LIMIT).until(() -> events("connected").size() == 2);
    }

    @AfterAll
    static void stop() {
        if (stack != null) {
            stack.close();
        }
        recorder.close();
        withoutCard.close();
    }

    private static void send(String command) {
        stack.topic(CONTROL).send("any", command.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    private static List<JsonNode> events(String event) throws IOException {
        List<JsonNode> events = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> found :
                stack.topic("Emotibit_processdata").records()) {
            JsonNode json = JSON.readTree(found.value());
            if (json.path("event").asText().equals(event)) {
                events.add(json);
            }
        }
        return events;
    }

    private static List<String> commandIds() throws IOException {
        return events("command").stream()
                .map(event -> event.at("/detail/id").asText())
                .toList();
    }

    @Test
    void recordsAndMarksOnDemand() throws Exception {
        Result started = pulsefeed.run(List.of("emotibit", "record", "start", "--json"));
        JsonNode results = JSON.readTree(started.out()).path("results");
        assertThat(started.code()).as(started.err()).isEqualTo(1);
        assertThat(results).hasSize(2);
        JsonNode failed = results.get(0);
        assertThat(failed.path("device").asText()).isEqualTo(withoutCard.addresses());
        assertThat(failed.path("reason").asText()).isEqualTo("no answer for 2000 ms");
        JsonNode done = results.get(1);
        assertThat(done.path("device").asText()).isEqualTo(RECORDER);
        assertThat(done.path("done").asBoolean()).isTrue();
        String file = done.path("file").asText();
        assertThat(file).matches("\\d{4}-\\d\\d-\\d\\d_\\d\\d-\\d\\d-\\d\\d-\\d{6}\\.csv");

        for (String junk :
                List.of("no JSON", "{\"command\":\"ED\"}", "{\"command\":\"record_stop\",\"devices\":[]}", "")) {
            send(junk);
        }
        Result marked = pulsefeed.run(List.of("emotibit", "marker", "stimulus, left", "--device", RECORDER));
        assertThat(marked.out()).as(marked.err()).contains(RECORDER + ": marked in session");
        assertThat(marked.code()).isZero();
        JsonNode marker = events("marker").get(0);
        assertThat(marker.at("/detail/marker").asText()).isEqualTo("stimulus, left");
        double deviceTime = recorder.truths()
                        .get(0)
                        .epochMicros(marker.at("/detail/emotibit_ts").asLong())
                / 1e6;
        assertThat(Math.abs(deviceTime - marker.path("timestamp").asDouble())).isLessThan(0.15);

        Result stopped = pulsefeed.run(List.of("emotibit", "record", "stop", "--device", RECORDER));
        assertThat(stopped.out()).as(stopped.err()).contains(RECORDER + ": stopped " + file);
        assertThat(stopped.code()).isZero();
        assertThat(events("recording"))
                .extracting(event -> event.at("/detail/recording").asBoolean())
                .containsExactly(true, false);

        repeatsNothingAfterARestart();
        assertThat(pulsefeed
                        .run(List.of("emotibit", "record", "stop", "--device", "MD-UNKNOWN"))
                        .out())
                .contains("MD-UNKNOWN: failed: not connected");
    }

    private static void repeatsNothingAfterARestart() throws IOException {
        List<String> before = commandIds();
        assertThat(before).hasSize(3).doesNotContain("before the start");
        int sessions = events("connected").size();
        stack.connect().restart("emotibit-source");
        await().atMost(TestStack.LIMIT).until(() -> events("connected").size() == sessions + 2);
        send("{\"command\":\"record_stop\",\"id\":\"after the restart\",\"devices\":[\"" + RECORDER + "\"]}");

        await().atMost(TestStack.LIMIT).until(() -> commandIds().contains("after the restart"));
        assertThat(commandIds()).hasSize(4);
        assertThat(events("recording")).hasSize(2);
        assertThat(stack.connect().status("emotibit-source").failure()).isEmpty();
    }
}
