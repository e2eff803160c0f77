package io.pulsefeed.system.upgrade;

import static org.awaitility.Awaitility.await;

import io.pulsefeed.simulators.emotibit.EmotiBitSimulator;
import io.pulsefeed.testing.FreePorts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** An imported file, whose records depend on nothing else, and a simulated device. */
final class EmotiBitScenario implements AutoCloseable {

    static final List<String> TOPICS = List.of("Emotibit_rawdata", "Emotibit_processdata");
    static final String IMPORTED_DEVICE = "recorded-1";

    /** Last part of the device's loopback address. */
    private static final int HOST = 77;

    private static final long SEED = 9;
    private static final int RECORDS_A_TAG = 2;

    private final EmotiBitSimulator simulator;
    private final int port;

    EmotiBitScenario() throws IOException {
        port = FreePorts.udp();
        simulator = new EmotiBitSimulator(EmotiBitSimulator.Options.devices(1)
                .startingAt(HOST)
                .onPort(port)
                .seeded(SEED));
    }

    static Map<String, String> importSettings(Path recording, String prefix) {
        Map<String, String> settings = common(prefix);
        settings.put("import.paths", recording.toString());
        settings.put("import.device.id", IMPORTED_DEVICE);
        return settings;
    }

    Map<String, String> deviceSettings(String prefix) {
        Map<String, String> settings = common(prefix);
        settings.put("device.addresses", simulator.addresses());
        settings.put("discovery.port", Integer.toString(port));
        return settings;
    }

    private static Map<String, String> common(String prefix) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("connector.class", "io.pulsefeed.emotibit.EmotiBitSourceConnector");
        settings.put("tasks.max", "1");
        settings.put("topic.raw", prefix + "Emotibit_rawdata");
        settings.put("topic.processed", prefix + "Emotibit_processdata");
        settings.put("bind.address", "127.0.0.1");
        settings.put("data.port", "0");
        settings.put("control.port", "0");
        settings.put("discovery.broadcast.enabled", "false");
        settings.put("time.zone", "UTC");
        settings.put("key.converter", "org.apache.kafka.connect.storage.StringConverter");
        settings.put("value.converter", "org.apache.kafka.connect.converters.ByteArrayConverter");
        return settings;
    }

    static void importFile(UpgradeStack stack, String connector, Path recording, String prefix) {
        stack.run(connector, importSettings(recording, prefix));
        awaitEvent(stack, prefix, "imported");
    }

    static StoredRecord awaitEvent(UpgradeStack stack, String prefix, String event) {
        return await().alias("event " + event)
                .atMost(UpgradeStack.TIMEOUT)
                .until(
                        () -> stack.records(prefix + "Emotibit_processdata").stream()
                                .filter(record ->
                                        record.json().path("event").asText().equals(event))
                                .findFirst()
                                .orElse(null),
                        record -> record != null);
    }

    /** All computed records, and the first packets of each kind. The order of the two fields of an import's detail is left open. */
    static List<String> importedLines(UpgradeStack stack, String prefix) {
        List<String> lines = new ArrayList<>();
        Map<String, Integer> packets = new HashMap<>();
        for (StoredRecord record : stack.records(prefix + "Emotibit_rawdata")) {
            String tag = record.json().path("type_tag").asText();
            if (record.key().equals(IMPORTED_DEVICE) && packets.merge(tag, 1, Integer::sum) <= RECORDS_A_TAG) {
                lines.add(record.inTopic("Emotibit_rawdata").toLine());
            }
        }
        stack.records(prefix + "Emotibit_processdata").stream()
                .filter(record -> record.key().equals(IMPORTED_DEVICE))
                .map(record -> record.inTopic("Emotibit_processdata")
                        .withValue(value -> value.replaceFirst(
                                "\"malformed\":(\\d+),\"lines\":(\\d+)", "\"lines\":$2,\"malformed\":$1")))
                .forEach(record -> lines.add(record.toLine()));
        return lines;
    }

    void start() {
        simulator.start();
    }

    @Override
    public void close() {
        simulator.close();
    }
}
