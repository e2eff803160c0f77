package io.pulsefeed.system.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

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

        assertThat(EmotiBitScenario.importedLines(stack, GOLDEN))
                .containsExactlyElementsOf(fixture.lines(ReleaseFixture.records("emotibit")));
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
