package io.pulsefeed.emotibit.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.data.Offset.offset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefeed.emotibit.config.BackfillConfig;
import io.pulsefeed.emotibit.config.MetricConfig;
import io.pulsefeed.emotibit.record.MetricStream;
import io.pulsefeed.emotibit.record.Patients;
import io.pulsefeed.emotibit.record.RecordFactory;
import io.pulsefeed.emotibit.session.DeviceEvent;
import io.pulsefeed.emotibit.session.SessionOutput;
import io.pulsefeed.emotibit.session.SimulatedRecording;
import io.pulsefeed.emotibit.session.TimedPacket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackfillTest {

    private static final int SECONDS = 130;
    private static final int FIRST_NUMBER = 64_900;
    private static final double P95_MS = 4;

    @TempDir
    private Path folder;

    private final SimulatedRecording recording = new SimulatedRecording(SECONDS, FIRST_NUMBER);
    private final RecordFactory records =
            new RecordFactory("raw", "processed", Patients.plain(Map.of()), device -> null);

    /** The records that the topics have after a live session. */
    private List<SourceRecord> live(double lossShare) {
        return published(recording.live(lossShare));
    }

    private List<SourceRecord> published(List<SessionOutput> outputs) {
        List<SourceRecord> out = new ArrayList<>();
        MetricStream metrics = new MetricStream(MetricConfig.DEFAULT, records);
        for (SessionOutput output : outputs) {
            if (output instanceof TimedPacket packet) {
                out.add(records.packet(packet));
                metrics.onPacket(packet, out);
            } else {
                out.add(records.event((DeviceEvent) output));
            }
        }
        metrics.onSessionEnd("D1", out);
        return out;
    }

    private static LiveSessions sessions(List<SourceRecord> topic) throws IOException {
        LiveSessions sessions = new LiveSessions("");
        for (SourceRecord found : topic) {
            sessions.add((byte[]) found.value());
        }
        return sessions;
    }

    private static BackfillConfig config(String device, String session, boolean dryRun) {
        return new BackfillConfig(List.of(), device, session, dryRun, List.of(), Map.of());
    }

    private Path file(List<String> lines) throws IOException {
        return Files.write(folder.resolve("card.csv"), lines, StandardCharsets.ISO_8859_1);
    }

    private List<SourceRecord> backfill(List<SourceRecord> topic, BackfillConfig config) throws IOException {
        return backfill(topic, config, recording.lines());
    }

    private List<SourceRecord> backfill(List<SourceRecord> topic, BackfillConfig config, List<String> lines)
            throws IOException {
        List<SourceRecord> out = new ArrayList<>();
        Path file = file(lines);
        try (Backfill backfill =
                new Backfill(file.toString(), config, MetricConfig.DEFAULT, sessions(topic), records)) {
            boolean more = true;
            while (more) {
                more = backfill.read(997, out);
            }
        }
        return out;
    }

    private static JsonNode json(SourceRecord found) {
        try {
            return new ObjectMapper().readTree((byte[]) found.value());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<JsonNode> raw(List<SourceRecord> found) {
        return found.stream()
                .filter(r -> r.topic().equals("raw"))
                .map(BackfillTest::json)
                .toList();
    }

    private static List<JsonNode> events(List<SourceRecord> found, String type) {
        return found.stream()
                .filter(r -> r.topic().equals("processed"))
                .map(BackfillTest::json)
                .filter(json -> json.path("event").asText().equals(type))
                .toList();
    }

    /** Whether the clock of the live session has settled, so that its own error is small. */
    private static boolean isSettled(double epochSeconds) {
        return epochSeconds > SimulatedRecording.START_EPOCH_US / 1e6 + 40;
    }

    private static Map<Double, JsonNode> windows(List<SourceRecord> found) {
        Map<Double, JsonNode> windows = new HashMap<>();
        found.stream()
                .filter(r -> r.topic().equals("processed"))
                .map(BackfillTest::json)
                .filter(json -> !json.has("event"))
                .forEach(json -> windows.put(json.get("timestamp").asDouble(), json));
        return windows;
    }

    @Test
    void publishesExactlyThePacketsThatTheLiveSessionLacks() throws IOException {
        for (double loss : new double[] {0.01, 0.1}) {
            List<SourceRecord> live = live(loss);
            List<SourceRecord> added = backfill(live, config("D1", "", false));

            List<String> texts = Stream.concat(raw(live).stream(), raw(added).stream())
                    .map(json -> json.get("packet").asText())
                    .toList();
            assertThat(raw(added)).isNotEmpty();
            assertThat(texts).containsExactlyInAnyOrderElementsOf(recording.lines());
            assertThat(raw(added)).allSatisfy(json -> {
                assertThat(json.get("session_id").asText()).isEqualTo("S1");
                assertThat(json.get("time_source").asText()).isEqualTo("backfill");
                assertThat(json.get("packet_number").asLong() % 65_536)
                        .isEqualTo(Long.parseLong(json.get("packet").asText().split(",")[1]));
            });
        }
    }

    /** A timestamp that is far behind looks like a reboot, and a wrong number like a packet that the session lacks. */
    @Test
    void damagedLinesChangeNothing() throws IOException {
        List<SourceRecord> live = live(0.05);
        List<String> expected = texts(backfill(live, config("D1", "", false)));
        List<String> damaged = new ArrayList<>(recording.lines());
        int place = 300;
        for (String line : List.of(
                "5,17,1,PI,1,100,7000",
                "4000000000,18,1,EA,1,100,2.0",
                damaged.get(700).replaceFirst(",[0-9]+,", ",31999,"),
                "\u0000\u0000\u00ff",
                damaged.get(900))) {
            damaged.add(place, line);
            place += 211;
        }
        damaged.add("9".repeat(100_000));

        assertThat(texts(backfill(live, config("D1", "", false), damaged))).isEqualTo(expected);
    }

    /** Without the summary, which contains the path. */
    private static List<String> texts(List<SourceRecord> found) {
        return found.stream()
                .map(record -> new String((byte[]) record.value(), StandardCharsets.UTF_8))
                .filter(text -> !text.contains("\"backfilled\""))
                .toList();
    }

    @Test
    void placesPacketsInTheCorrectedTimeOfTheSession() throws IOException {
        Map<String, Long> trueUs = new HashMap<>();
        for (int batch = 1; batch <= 5 * SECONDS; batch++) {
            for (String line : recording.batch(batch)) {
                trueUs.put(line, SimulatedRecording.START_EPOCH_US + batch * SimulatedRecording.BATCH_US);
            }
        }
        List<Double> errorsMs = new ArrayList<>();
        for (JsonNode json : raw(backfill(live(0.1), config("D1", "S1", false)))) {
            double truth = trueUs.get(json.get("packet").asText()) / 1e6;
            if (json.get("type_tag").asText().equals("PI") && isSettled(truth)) {
                errorsMs.add(1000 * Math.abs(json.get("timestamp").asDouble() - truth));
                assertThat(json.get("period").asDouble()).isCloseTo(0.04, offset(0.004));
            }
        }
        errorsMs.sort(null);
        assertThat(errorsMs).hasSizeGreaterThan(20);
        double p95 = errorsMs.get((int) (0.95 * errorsMs.size()) - 1);
        System.out.printf("backfilled packets: 95 %% within %.1f ms of their true time%n", p95);
        assertThat(p95).isLessThanOrEqualTo(P95_MS);
    }

    @Test
    void closesEveryGap() throws IOException {
        List<SourceRecord> live = live(0.05);
        List<SourceRecord> added = backfill(live, config("D1", "", false));

        Set<String> gaps = new HashSet<>();
        events(live, "gap")
                .forEach(gap -> gaps.add(gap.at("/detail/first_packet") + "-" + gap.at("/detail/last_packet")));
        Set<String> closed = new HashSet<>();
        events(added, "gap_closed")
                .forEach(gap -> closed.add(gap.at("/detail/first_packet") + "-" + gap.at("/detail/last_packet")));
        assertThat(closed).isNotEmpty().isEqualTo(gaps);
        assertThat(events(added, "backfilled")).hasSize(1).allSatisfy(event -> {
            assertThat(event.at("/detail/packets").asLong())
                    .isEqualTo(raw(added).size());
            assertThat(event.at("/detail/gaps_closed").asLong()).isEqualTo(closed.size());
        });
    }

    @Test
    void recomputesMetricsLikeThoseOfSessionWithoutLoss() throws IOException {
        Map<Double, JsonNode> truth = windows(live(0));
        List<SourceRecord> live = live(0.05);
        Map<Double, JsonNode> lossy = windows(live);
        Map<Double, JsonNode> repaired = windows(backfill(live, config("D1", "", false)));

        assertThat(repaired).isNotEmpty();
        assertThat(lossy.keySet()).containsAll(repaired.keySet());
        int compared = 0;
        for (Map.Entry<Double, JsonNode> window : repaired.entrySet()) {
            if (!isSettled(window.getKey() - 60)) {
                continue;
            }
            JsonNode expected = truth.entrySet().stream()
                    .filter(t -> Math.abs(t.getKey() - window.getKey()) < 1)
                    .map(Map.Entry::getValue)
                    .findFirst()
                    .orElseThrow();
            for (String name : List.of("bpm", "ibi", "sdnn", "rmssd", "eda_tonic_mean", "acceleration")) {
                if (expected.has(name)) {
                    assertThat(window.getValue().has(name)).as(name).isTrue();
                    double value = expected.get(name).asDouble();
                    assertThat(window.getValue().get(name).asDouble())
                            .as(name + " at " + window.getKey())
                            .isCloseTo(value, offset(0.05 * value));
                    compared++;
                }
            }
        }
        assertThat(compared).isGreaterThan(20);
    }

    @Test
    void endsTheSameAfterAnInterruption() throws IOException {
        List<SourceRecord> live = live(0.05);
        List<SourceRecord> whole = backfill(live, config("D1", "", false));
        List<SourceRecord> interrupted = new ArrayList<>(live);
        interrupted.addAll(whole.subList(0, whole.size() / 2));

        List<SourceRecord> again = backfill(interrupted, config("D1", "", false));

        List<JsonNode> packets = new ArrayList<>(raw(interrupted));
        packets.addAll(raw(again));
        assertThat(packets)
                .extracting(json -> json.get("packet").asText())
                .containsExactlyInAnyOrderElementsOf(recording.lines());
        assertThat(new HashSet<>(raw(again))).isSubsetOf(new HashSet<>(raw(whole)));
        assertThat(events(again, "gap_closed")).isEqualTo(events(whole, "gap_closed"));
        assertThat(windows(again)).isEqualTo(windows(whole));
    }

    @Test
    void completesTheSessionsBeforeAndAfterReboot() throws IOException {
        SimulatedRecording rebooted = new SimulatedRecording(30, 0);
        SimulatedRecording before = new SimulatedRecording(40, 65_400);
        List<String> lines = new ArrayList<>(before.lines());
        lines.addAll(rebooted.lines());
        List<SourceRecord> live = new ArrayList<>(published(before.live(0.1, "S1")));
        live.addAll(published(rebooted.live(0.1, "S2")));

        List<SourceRecord> added = backfill(live, config("D1", "", false), lines);

        List<String> texts = Stream.concat(raw(live).stream(), raw(added).stream())
                .map(json ->
                        json.get("session_id").asText() + json.get("packet").asText())
                .toList();
        List<String> expected = new ArrayList<>();
        before.lines().forEach(line -> expected.add("S1" + line));
        rebooted.lines().forEach(line -> expected.add("S2" + line));
        assertThat(texts).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(events(added, "backfilled"))
                .extracting(event -> event.get("session_id").asText())
                .containsExactly("S1", "S2");
    }

    @Test
    void publishesOnlyTheSummaryInDryRun() throws IOException {
        List<SourceRecord> live = live(0.05);
        List<SourceRecord> out = backfill(live, config("", "", true));

        assertThat(out).hasSize(1);
        assertThat(json(out.get(0)).at("/detail/packets").asLong())
                .isEqualTo(recording.lines().size() - raw(live).size());
        assertThat(out.get(0).sourceOffset()).isEqualTo((Map<?, ?>) Map.of("lines", 0L));
    }

    @Test
    void refusesFileOfOtherDeviceOrSessionByName() throws IOException {
        List<SourceRecord> live = live(0.05);

        assertThatIOException()
                .isThrownBy(() -> backfill(live, config("D2", "", false)))
                .withMessageContaining("belongs to session S1 of device D1, not to a session of device D2");
        assertThatIOException()
                .isThrownBy(() -> backfill(live, config("D1", "S9", false)))
                .withMessageContaining("belongs to session S1 of device D1, not to session S9 of device D1");
        assertThatIOException()
                .isThrownBy(() -> backfill(List.of(), config("", "", false)))
                .withMessageContaining("does not match any live session");
    }
}
