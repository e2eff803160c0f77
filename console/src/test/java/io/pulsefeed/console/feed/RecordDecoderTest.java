package io.pulsefeed.console.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class RecordDecoderTest {

    private final LiveModel model = new LiveModel(() -> 2_000_000);
    private final RecordDecoder decoder = new RecordDecoder(FeedTopics.DEFAULT, model);

    private void send(String topic, String key, String json) {
        decoder.accept(new ConsumerRecord<>(topic, 0, 0, key, json.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void neverPassesOnPatientsOrNotes() {
        model.watch(Set.of("MD-1"));
        send("Emotibit_processdata", "MD-1", "{\"patient_id\":\"P-77\",\"timestamp\":1.5,\"bpm\":60}");
        send(
                "Emotibit_processdata",
                "MD-1",
                "{\"patient_id\":\"P-77\",\"timestamp\":1.5,\"event\":\"note\",\"detail\":{\"text\":\"Mrs P-77\"}}");
        send(
                "Emotibit_rawdata",
                "MD-1",
                "{\"device_id\":\"MD-1\",\"patient_id\":\"P-77\",\"timestamp\":1.5,\"period\":0.04,"
                        + "\"type_tag\":\"PG\",\"values\":[1,null,3]}");

        String sent = Json.write(
                List.of(model.snapshot(), model.drain(), model.drainSignals(), model.selected("MD-1"), model.latest()));
        assertThat(sent)
                .contains("MD-1", "\"bpm\":60", "\"note\"")
                .doesNotContain("P-77")
                .doesNotContain("patient");
    }

    @Test
    void decodesSamplesWithTheirTimesOnlyForWatchedDevices() {
        model.watch(Set.of("MD-1"));
        for (String device : List.of("MD-1", "MD-2")) {
            send(
                    "Emotibit_rawdata",
                    device,
                    "{\"device_id\":\"" + device
                            + "\",\"timestamp\":10.0,\"period\":0.04,"
                            + "\"type_tag\":\"EA\",\"values\":[0.5,0.6],\"time_uncertainty_ms\":3.5}");
        }
        Map<String, List<Object[]>> samples = model.drainSignals();
        assertThat(samples).containsOnlyKeys("MD-1");
        assertThat(samples.get("MD-1").get(0)).containsExactly("EA", 10_000.0, 40.0, List.of(0.5, 0.6), 3.5);
        assertThat((List<?>) model.selected("MD-2").get("samples")).hasSize(1);
    }

    @Test
    void countsRecordsThatItCannotRead() {
        send("rawtrade", "XBT/USD", "not json");
        send("rawtrade", "XBT/USD", "{\"price\":\"high\",\"volume\":1}");
        send("rawticker", "XBT/USD", "[1,2]");
        assertThat(model.snapshot().get("unreadable")).isEqualTo(3L);
    }

    @Test
    void countsLostPacketsOfGapEvents() {
        send("Emotibit_processdata", "MD-1", "{\"timestamp\":1.5,\"event\":\"gap\",\"detail\":{\"lost\":7}}");
        send("Emotibit_processdata", "MD-1", "{\"timestamp\":2.5,\"event\":\"gap\",\"detail\":{\"lost\":2}}");
        assertThat(model.latest().devices().get("MD-1").lost()).isEqualTo(9);
    }

    @Test
    void limitsTheNumberOfNames() {
        for (int i = 0; i < 2_000; i++) {
            send("rawtrade", "P" + i + "/USD", "{\"price\":1,\"volume\":1,\"timestamp\":1,\"side\":\"b\"}");
        }
        assertThat(model.latest().pairs()).hasSize(500);
    }

    @Test
    void countsRecordsThatAreNestedTooDeepForAnEvent() {
        String nested = "[".repeat(990) + "]".repeat(990);
        send("Emotibit_processdata", "MD-1", "{\"event\":\"x\",\"detail\":{\"a\":" + nested + "}}");

        assertThat(Json.write(model.snapshot())).contains("\"unreadable\":1");
    }

    @Test
    void aPacketWithATimeInTheFutureDoesNotDisplaceTheOthers() {
        String packet =
                "{\"type_tag\":\"EA\",\"timestamp\":1,\"values\":[1],\"packet\":\"" + "x".repeat(2 << 20) + "\"}";
        RawPacket odd = RawPacket.of("MD-1", Long.MAX_VALUE, packet.getBytes(StandardCharsets.UTF_8));
        Signals signals = new Signals();
        signals.add(odd, 2_000_000);
        for (int i = 0; i < 4; i++) {
            signals.add(new RawPacket("MD-1", "EA", 1_999_000 + i, odd.value()), 2_000_000);
        }

        assertThat(signals.recent("MD-1")).hasSize(2);
    }
}
