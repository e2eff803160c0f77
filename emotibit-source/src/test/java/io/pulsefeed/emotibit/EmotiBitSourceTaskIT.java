package io.pulsefeed.emotibit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pulsefeed.simulators.emotibit.EmotiBitSimulator;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EmotiBitSourceTaskIT {

    private final int port = TaskHarness.freePort();

    private Map<String, String> devices(String addresses) {
        return Map.of("device.addresses", addresses, "discovery.port", Integer.toString(port));
    }

    @Test
    void streamsADeviceThatItFoundAndConnected() throws Exception {
        try (EmotiBitSimulator simulator = new EmotiBitSimulator(
                                EmotiBitSimulator.Options.devices(1).onPort(port))
                        .start();
                TaskHarness task = new TaskHarness(devices(simulator.addresses())).start()) {
            await().atMost(Duration.ofSeconds(20)).until(() -> task.raw().size() > 500);
            assertThat(task.failure()).isNull();
            System.out.println(task.raw().get(20));
            System.out.println(task.raw().get(30));
            task.json("Emotibit_processdata").forEach(System.out::println);
            System.out.println(simulator.counters());
        }
    }
}
