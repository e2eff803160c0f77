package io.pulsefeed.emotibit.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefeed.emotibit.config.EmotiBitSourceConnectorConfig;
import io.pulsefeed.emotibit.session.TimedPacket;
import io.pulsefeed.emotibit.wire.Packet;
import io.pulsefeed.emotibit.wire.Values;
import io.pulsefeed.simulators.emotibit.body.Body;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

/** Metrics in records, compared with the truth of a simulated body. */
class MetricStreamTest {

    private static final long START_EPOCH_US = 1_700_000_000_000_000L;

    private final RecordFactory records = new RecordFactory("raw", "processed", Patients.plain(Map.of()), id -> null);
    private final MetricStream stream =
            new MetricStream(new EmotiBitSourceConnectorConfig(Map.of()).metrics(), records);
    private final List<SourceRecord> out = new ArrayList<>();

    private void feed(String tag, double seconds, double periodSeconds, double... values) {
        StringBuilder line = new StringBuilder("1,1," + values.length + "," + tag + ",1,100");
        for (double value : values) {
            line.append(String.format(Locale.ROOT, ",%.6f", value));
        }
        Packet packet = Packet.parse(line.toString());
        stream.onPacket(
                new TimedPacket(
                        "D1",
                        "S1",
                        tag,
                        1,
                        1,
                        START_EPOCH_US + Math.round(seconds * 1e6),
                        periodSeconds * 1e3,
                        "sync",
                        1,
                        100,
                        packet.payloadStart(),
                        Values.of(packet),
                        line.toString(),
                        0),
                out);
    }

    private void wear(Body body, int seconds) {
        for (int i = 0; i < seconds * 25; i++) {
            double at = i / 25.0;
            long[] light = body.light(at);
            feed("PI", at, 0.04, light[0]);
            feed("PR", at, 0.04, light[1]);
            feed("PG", at, 0.04, light[2]);
            double[] motion = body.motion(at);
            feed("AX", at, 0.04, motion[0]);
            feed("AY", at, 0.04, motion[1]);
            feed("AZ", at, 0.04, motion[2]);
            if (i % 5 == 4) {
                feed(
                        "EA",
                        at,
                        1 / 15.0,
                        body.conductance(at - 2 / 15.0),
                        body.conductance(at - 1 / 15.0),
                        body.conductance(at));
            }
        }
    }

    private List<JsonNode> found(boolean events) {
        return out.stream()
                .map(MetricStreamTest::json)
                .filter(json -> json.has("event") == events)
                .toList();
    }

    private static JsonNode json(SourceRecord found) {
        try {
            return new ObjectMapper().readTree((byte[]) found.value());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void publishesHeartRateOfSimulatedBody() {
        Body body = new Body(3, false);
        wear(body, 80);

        List<Double> beats = body.beats();
        double truth = 60 * (beats.size() - 1) / (beats.get(beats.size() - 1) - beats.get(0));
        assertThat(found(false)).hasSizeBetween(6, 8).allSatisfy(window -> {
            assertThat(window.get("bpm").asDouble()).isCloseTo(truth, offset(6.0));
            assertThat(window.get("quality").asDouble()).isBetween(0.7, 1.0);
            assertThat(window.get("device_id").asText()).isEqualTo("D1");
        });
        JsonNode last = found(false).get(found(false).size() - 1);
        assertThat(last.get("bpm_long").asDouble()).isCloseTo(truth, offset(2.0));
        assertThat(last.get("rmssd").asDouble()).isPositive();
        assertThat(last.get("breathingrate").asDouble()).isCloseTo(body.breathingRate(), offset(2.0));
        assertThat(last.get("eda_tonic_mean").asDouble()).isPositive();
        assertThat(last.get("acceleration").asDouble()).isCloseTo(1, offset(0.1));
    }

    @Test
    void reportsWhenDeviceIsTakenOff() {
        wear(new Body(3, true), 59);

        assertThat(found(true))
                .filteredOn(event -> event.get("event").asText().equals("contact"))
                .last()
                .satisfies(event ->
                        assertThat(event.at("/detail/worn").asBoolean()).isFalse());
    }

    @Test
    void reportsLowBatteryOnce() {
        for (double percent : new double[] {40, 15, 14, 16, 15, 20, 15}) {
            feed("B%", 0, 0, percent);
        }

        assertThat(found(true))
                .hasSize(2)
                .allSatisfy(event -> assertThat(event.get("event").asText()).isEqualTo("battery_low"));
    }

    @Test
    void batteryLevelOutsideOfTheRangeIsNotLow() {
        for (double percent : new double[] {40, -300, 40, Double.NaN}) {
            feed("B%", 0, 0, percent);
        }

        assertThat(found(true)).isEmpty();
    }
}
