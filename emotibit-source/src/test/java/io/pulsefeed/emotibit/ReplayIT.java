package io.pulsefeed.emotibit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pulsefeed.simulators.emotibit.EmotiBitSimulator;
import io.pulsefeed.simulators.emotibit.EmotiBitSimulator.Options;
import io.pulsefeed.testing.EvaluationData;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Replays a recording of a real device over sockets. */
class ReplayIT {

    private static final int PACKETS = 1_000;

    @Test
    void publishesPacketsOfRealDeviceUnchanged() throws Exception {
        Path file = EvaluationData.require("emotibit/esp32-stock-wrist", "live replay of a real recording")
                .resolve("first.csv");
        int port = TaskHarness.freePort();
        Options options = Options.devices(1).startingAt(200).onPort(port).replaying(file);
        try (EmotiBitSimulator simulator = new EmotiBitSimulator(options).start();
                TaskHarness task = new TaskHarness(Map.of(
                                "device.addresses", simulator.addresses(), "discovery.port", Integer.toString(port)))
                        .start()) {
            await().atMost(Duration.ofSeconds(40)).until(() -> task.raw().size() >= PACKETS);

            List<String> recorded =
                    Files.readAllLines(file, StandardCharsets.ISO_8859_1).subList(0, PACKETS);
            List<String> published = task.raw().subList(0, PACKETS).stream()
                    .map(found -> found.get("packet").asText())
                    .toList();
            for (int i = 0; i < PACKETS; i++) {
                if (!recorded.get(i).contains(",TL,1,")) {
                    assertThat(published.get(i)).isEqualTo(recorded.get(i));
                }
            }
            assertThat(task.events("gap")).isEmpty();
        }
    }
}
