package io.pulsefeed.emotibit.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefeed.commons.metrics.LogThrottle;
import io.pulsefeed.emotibit.config.EmotiBitSourceConnectorConfig;
import io.pulsefeed.emotibit.config.MetricConfig;
import io.pulsefeed.emotibit.config.TimeConfig;
import io.pulsefeed.emotibit.config.ValueFormat;
import io.pulsefeed.emotibit.importing.FileImporter;
import io.pulsefeed.emotibit.record.MetricStream;
import io.pulsefeed.emotibit.record.Patients;
import io.pulsefeed.emotibit.record.RecordFactory;
import io.pulsefeed.simulators.emotibit.body.Body;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.IntToDoubleFunction;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** One recording gives the same metrics live and imported, for any batch size and speed, and after a restart. */
class SameMetricsTest {

    private static final InetSocketAddress DEVICE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 3132);
    private static final int SECONDS = 85;
    private static final double SKEW = 0.015;
    private static final long BATCH_US = 200_000;
    private static final int BATCHES_PER_SYNC = 25;
    private static final DateTimeFormatter LOCAL_TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd_HH-mm-ss-SSSSSS", Locale.ROOT);

    @TempDir
    private Path folder;

    /** The lines of each batch of 200 ms. */
    private final List<List<String>> batches = new ArrayList<>();

    private final RecordFactory records =
            new RecordFactory("raw", "processed", Patients.plain(Map.of()), device -> null);
    private int number;

    @BeforeEach
    void record() {
        Body body = new Body(3, false);
        VirtualClock clock = new VirtualClock();
        for (int batch = 1; batch <= 5 * SECONDS; batch++) {
            clock.advanceUs(BATCH_US);
            long deviceMs = Math.round(5_000 + batch * 200 / (1 + SKEW));
            double first = batch / 5.0 - 0.16;
            List<String> lines = new ArrayList<>();
            if (batch % BATCHES_PER_SYNC == 1) {
                int request = number;
                String time = LOCAL_TIME.format(clock.instant().atZone(ZoneOffset.UTC));
                lines.add(packet(deviceMs, "RD", 2, "TL,TU"));
                lines.add(packet(deviceMs + 4, "TL", 1, time));
                lines.add(packet(deviceMs + 5, "AK", 2, request + ",RD"));
            }
            long[][] light = new long[5][];
            double[][] motion = new double[5][];
            for (int i = 0; i < 5; i++) {
                light[i] = body.light(first + 0.04 * i);
                motion[i] = body.motion(first + 0.04 * i);
            }
            for (int axis = 0; axis < 3; axis++) {
                int a = axis;
                lines.add(packet(deviceMs, List.of("PI", "PR", "PG").get(axis), 5, values(5, i -> light[i][a])));
                lines.add(packet(deviceMs, List.of("AX", "AY", "AZ").get(axis), 5, values(5, i -> motion[i][a])));
            }
            lines.add(packet(deviceMs, "EA", 3, values(3, i -> body.conductance(first + i / 15.0))));
            lines.add(packet(deviceMs, "TH", 1, "33.125"));
            if (batch % 25 == 0) {
                lines.add(packet(deviceMs, "B%", 1, "91"));
            }
            batches.add(lines);
        }
    }

    private static String values(int count, IntToDoubleFunction value) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(i == 0 ? "" : ",").append(String.format(Locale.ROOT, "%.4f", value.applyAsDouble(i)));
        }
        return text.toString();
    }

    private String packet(long deviceMs, String tag, int count, String payload) {
        return deviceMs + "," + number++ % 65_536 + "," + count + "," + tag + ",1,100," + payload;
    }

    private List<SourceRecord> imported(int batchSize, long publishedLines) throws IOException {
        Path file = folder.resolve("run.csv");
        Files.write(file, batches.stream().flatMap(List::stream).toList(), StandardCharsets.ISO_8859_1);
        EmotiBitSourceConnectorConfig config =
                new EmotiBitSourceConnectorConfig(Map.of("import.paths", file.toString(), "import.device.id", "D1"));
        List<SourceRecord> out = new ArrayList<>();
        try (FileImporter importer =
                new FileImporter(config.imports(), ZoneOffset.UTC, records, config.metrics(), path -> publishedLines)) {
            while (importer.hasMore()) {
                importer.read(batchSize, out);
            }
        }
        return out;
    }

    /** The outputs of a live session, with 2 to 6 ms of network delay. */
    private List<SessionOutput> live() {
        VirtualClock clock = new VirtualClock();
        List<SessionOutput> outputs = new ArrayList<>();
        SessionListener listener = new SessionListener() {
            @Override
            public void onPacket(TimedPacket packet) {
                outputs.add(packet);
            }

            @Override
            public void onEvent(DeviceEvent event) {
                outputs.add(event);
            }
        };
        DeviceSession session = new DeviceSession(
                "D1",
                "S1",
                new SessionContext(
                        clock,
                        clock,
                        new TimeConfig(ZoneOffset.UTC, false, 0),
                        new NoSender(),
                        listener,
                        new HostCounters(),
                        new LogThrottle(LoggerFactory.getLogger(SameMetricsTest.class), clock)),
                new DeviceMetrics("D1"),
                null);
        Random random = new Random(5);
        for (List<String> lines : batches) {
            long delayUs = 2_000 + random.nextInt(4_000);
            clock.advanceUs(BATCH_US);
            byte[] data = String.join("\n", lines).getBytes(StandardCharsets.ISO_8859_1);
            session.onDatagram(
                    data, data.length, new Arrival(DEVICE, clock.epochUs() + delayUs, clock.nowNs() + delayUs * 1000));
            session.tick(clock.nowNs() + delayUs * 1000);
        }
        session.end("test");
        return outputs;
    }

    private static final class NoSender implements DatagramSender {
        @Override
        public void advertise(InetAddress to, byte[] packet) {}

        @Override
        public void reply(InetSocketAddress to, byte[] packet) {}
    }

    private List<String> metricsOf(List<SessionOutput> outputs) {
        List<SourceRecord> out = new ArrayList<>();
        MetricStream metrics = new MetricStream(MetricConfig.DEFAULT, records);
        for (SessionOutput output : outputs) {
            if (output instanceof TimedPacket packet) {
                metrics.onPacket(packet, out);
            }
        }
        metrics.onSessionEnd("D1", out);
        return processed(out);
    }

    private static List<String> processed(List<SourceRecord> found) {
        return found.stream()
                .filter(r -> r.topic().equals("processed"))
                .map(r -> new String((byte[]) r.value(), StandardCharsets.UTF_8))
                .filter(json -> !json.contains("\"imported\""))
                .toList();
    }

    private static List<Object> content(List<SourceRecord> found) {
        List<Object> content = new ArrayList<>();
        found.forEach(r -> content.add(List.of(
                r.topic(),
                new String((byte[]) r.value(), StandardCharsets.UTF_8),
                r.sourcePartition(),
                r.sourceOffset())));
        return content;
    }

    @Test
    void importDoesNotDependOnBatchSize() throws IOException {
        List<Object> expected = content(imported(1_000_000, 0));

        assertThat(processed(imported(7, 0))).hasSizeGreaterThan(8);
        for (int batchSize : new int[] {1, 7, 2_000}) {
            assertThat(content(imported(batchSize, 0))).isEqualTo(expected);
        }
    }

    @Test
    void importThatResumesPublishesTheRest() throws IOException {
        List<SourceRecord> whole = imported(1000, 0);
        for (int stop : new int[] {10, whole.size() / 2, whole.size() - 3}) {
            long lines = (Long) whole.get(stop - 1).sourceOffset().get("lines");
            List<Object> resumed = content(imported(1000, lines));

            // The records of a line that was not published completely are published again.
            int again = resumed.size() - (whole.size() - stop);
            assertThat(again).isBetween(0, 8);
            assertThat(resumed).isEqualTo(content(whole.subList(stop - again, whole.size())));
        }
    }

    @Test
    void liveSessionAndImportGiveTheSameMetrics() throws IOException {
        List<String> live = metricsOf(live());
        List<String> imported = processed(imported(1000, 0));

        assertThat(live).hasSameSizeAs(imported).hasSizeGreaterThan(8);
        for (int i = 0; i < live.size(); i++) {
            JsonNode one = new ObjectMapper().readTree(live.get(i));
            JsonNode other = new ObjectMapper().readTree(imported.get(i));
            assertThat(names(one)).isEqualTo(names(other));
            assertThat(one.get("timestamp").asDouble())
                    .isCloseTo(other.get("timestamp").asDouble(), offset(0.02));
            for (String name : names(one)) {
                // Before the second sync, the clock of a live session is still being corrected, which shifts single
                // beats.
                boolean settled = one.get("timestamp").asDouble() > VirtualClock.START_EPOCH_US / 1e6 + 66;
                double relative = settled ? 0.005 : 0.15;
                double tolerance =
                        Math.max(0.5, relative * Math.abs(one.get(name).asDouble()));
                if (one.get(name).isNumber() && !name.equals("timestamp")) {
                    assertThat(one.get(name).asDouble())
                            .as(name)
                            .isCloseTo(other.get(name).asDouble(), offset(tolerance));
                } else if (name.endsWith("_absent")) {
                    assertThat(one.get(name)).isEqualTo(other.get(name));
                }
            }
        }
    }

    @Test
    void everyMetricFitsIntoTheStructs() {
        RecordFactory structs = new RecordFactory(
                "raw", "processed", ValueFormat.STRUCT, Patients.plain(Map.of()), device -> null, epochMs -> epochMs);
        List<SourceRecord> out = new ArrayList<>();
        MetricStream metrics = new MetricStream(MetricConfig.DEFAULT, structs);
        for (SessionOutput output : live()) {
            if (output instanceof TimedPacket packet) {
                metrics.onPacket(packet, out);
            }
        }
        assertThat(out).hasSizeGreaterThan(8).allMatch(r -> r.value() instanceof Struct);
    }

    @Test
    void liveMetricsFollowFromThePacketsAlone() {
        List<SessionOutput> outputs = live();

        assertThat(metricsOf(outputs)).isEqualTo(metricsOf(new ArrayList<>(outputs)));
    }

    private static TreeSet<String> names(JsonNode json) {
        TreeSet<String> names = new TreeSet<>();
        for (Iterator<String> it = json.fieldNames(); it.hasNext(); ) {
            names.add(it.next());
        }
        names.remove("session_id");
        return names;
    }
}
