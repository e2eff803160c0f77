package io.pulsefeed.emotibit.importing;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.emotibit.config.MetricConfig;
import io.pulsefeed.emotibit.signal.BodyOutput;
import io.pulsefeed.emotibit.signal.BodySignals;
import io.pulsefeed.emotibit.signal.MetricWindow;
import io.pulsefeed.emotibit.wire.Values;
import io.pulsefeed.testing.EvaluationData;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Metrics of recordings of real devices. */
class RecordedSignalsTest {

    @Test
    void reportsNoHeartRateForDevicesThatAreNotWorn() throws IOException {
        Path root = EvaluationData.require("emotibit", "no heart rate from devices that are not worn");
        List<String> open = List.of(
                "m0-ppg-eda-lsl/2022-12-14_08-55-09-834278.csv",
                "m0-stock-lsl/2023-01-17_18-09-42-832110.csv",
                "m0-stock-nolsl/2022-12-12_16-07-50-264437.csv");
        for (String recording : open) {
            List<MetricWindow> windows = windows(root.resolve(recording));
            assertThat(windows).as(recording).hasSizeGreaterThan(10);
            assertThat(windows).as(recording).allSatisfy(window -> {
                assertThat(window.metrics()).doesNotContainKeys("bpm", "rmssd", "breathingrate");
                assertThat(window.metrics()).doesNotContainKeys("eda_tonic_mean", "eda_phasic_mean", "scr_count");
                assertThat(window.reasons().get("eda_tonic_mean")).isEqualTo("electrodes open: no skin contact");
                assertThat(window.reasons()).containsKey("scr_count");
                assertThat(window.metrics().get("wearing_status_numeric")).isEqualTo(0);
            });
        }
    }

    private static List<MetricWindow> windows(Path file) throws IOException {
        BodySignals signals = new BodySignals(MetricConfig.DEFAULT);
        List<MetricWindow> windows = new ArrayList<>();
        try (RecordingReader reader = new RecordingReader(file, ZoneOffset.UTC)) {
            for (RecordedPacket packet = reader.next(); packet != null; packet = reader.next()) {
                long[] micros = packet.sampleEpochUs();
                if (packet.packet() == null
                        || !List.of("PI", "PR", "PG", "EA", "AX", "AY", "AZ", "TH")
                                .contains(packet.packet().tag())) {
                    continue;
                }
                double period =
                        micros.length < 2 ? 0 : (micros[micros.length - 1] - micros[micros.length - 2]) / 1000.0;
                signals.onSamples(
                        packet.packet().tag(),
                        Values.of(packet.packet()).samples(),
                        micros.length,
                        micros[micros.length - 1],
                        period);
                for (BodyOutput output : signals.drain()) {
                    if (output instanceof MetricWindow window) {
                        windows.add(window);
                    }
                }
            }
        }
        return windows;
    }
}
