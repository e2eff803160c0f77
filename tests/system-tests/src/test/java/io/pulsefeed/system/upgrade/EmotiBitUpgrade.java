package io.pulsefeed.system.upgrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The EmotiBit source after an upgrade. */
final class EmotiBitUpgrade {

    private static final String GOLDEN = "golden.";
    private static final String RESUMED = "resumed.";
    private static final int DEVICE_PACKETS = 50;

    private final UpgradeStack stack;
    private final ReleaseFixture fixture;

    EmotiBitUpgrade(UpgradeStack stack, ReleaseFixture fixture) {
        this.stack = stack;
        this.fixture = fixture;
    }

    void writesSameRecords() {
        stack.createTopics(topics(GOLDEN));
        EmotiBitScenario.importFile(stack, "golden-emotibit", recording(), GOLDEN);
        stack.delete("golden-emotibit");

        List<StoredRecord> before = parse(fixture.lines(ReleaseFixture.records("emotibit")));
        List<StoredRecord> now = parse(EmotiBitScenario.importedLines(stack, GOLDEN));
        assertThat(in(now, "Emotibit_rawdata")).isEqualTo(in(before, "Emotibit_rawdata"));
        for (StoredRecord expected : in(before, "Emotibit_processdata")) {
            assertThat(in(now, "Emotibit_processdata")).anySatisfy(found -> assertCorresponds(found, expected));
        }
    }

    private static List<StoredRecord> parse(List<String> lines) {
        return lines.stream().map(StoredRecord::parse).toList();
    }

    private static List<StoredRecord> in(List<StoredRecord> records, String topic) {
        return records.stream().filter(record -> record.topic().equals(topic)).toList();
    }

    /** Metrics may have become more accurate since the release. Since then, skt excludes the temperature of the light sensor's chip. */
    private static void assertCorresponds(StoredRecord found, StoredRecord expected) {
        JsonNode old = expected.json();
        JsonNode json = found.json();
        assertThat(json.path("event")).isEqualTo(old.path("event"));
        assertThat(json.path("timestamp").asDouble())
                .isCloseTo(old.path("timestamp").asDouble(), offset(0.5));
        for (Map.Entry<String, JsonNode> field : old.properties()) {
            String name = field.getKey();
            if (name.equals("skt")) {
                assertThat(json.has("skt_absent")).isTrue();
            } else if (field.getValue().isNumber() && !name.equals("timestamp")) {
                double value = field.getValue().asDouble();
                assertThat(json.path(name).asDouble())
                        .as(name)
                        .isCloseTo(value, offset(0.001 + 0.05 * Math.abs(value)));
            } else if (!field.getValue().isObject()) {
                assertThat(json.has(name)).as(name).isTrue();
            }
        }
    }

    /** The imported file is not imported again, and the device's first packet is compared with the stored one. */
    void resumesAfterStoredPacketAndFile() throws IOException {
        stack.createTopics(topics(RESUMED));
        List<StoredRecord> offsets = SourceOffsets.parse(fixture.lines(ReleaseFixture.offsets("emotibit")).stream()
                .map(line -> line.replace("{{recording}}", recording().toString()))
                .toList());
        stack.produce(offsets);
        try (EmotiBitScenario emotibit = new EmotiBitScenario()) {
            Map<String, String> settings = new HashMap<>(EmotiBitScenario.importSettings(recording(), RESUMED));
            settings.putAll(emotibit.deviceSettings(RESUMED));
            stack.run("emotibit-source", settings);
            emotibit.start();

            StoredRecord reboot = EmotiBitScenario.awaitEvent(stack, RESUMED, "reboot");
            assertThat(reboot.json().at("/detail/previous_session").asText())
                    .isEqualTo(storedSession(offsets, reboot.key()));
            assertThat(stack.awaitRecords(RESUMED + "Emotibit_rawdata", DEVICE_PACKETS))
                    .allMatch(record -> record.key().equals(reboot.key()));
            assertThat(stack.records(RESUMED + "Emotibit_processdata"))
                    .allMatch(record -> record.key().equals(reboot.key()));
            PluginMetrics.assertRegistered(stack, fixture, "emotibit");
        }
        stack.delete("emotibit-source");
    }

    private static String storedSession(List<StoredRecord> offsets, String device) {
        return offsets.stream()
                .filter(offset ->
                        SourceOffsets.partition(offset).path("device").asText().equals(device))
                .findFirst()
                .orElseThrow()
                .json()
                .get("session")
                .asText();
    }

    private Path recording() {
        return fixture.file(ReleaseFixture.RECORDING);
    }

    private static List<String> topics(String prefix) {
        return EmotiBitScenario.TOPICS.stream().map(topic -> prefix + topic).toList();
    }
}
