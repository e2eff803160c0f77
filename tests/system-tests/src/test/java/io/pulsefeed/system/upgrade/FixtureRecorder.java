package io.pulsefeed.system.upgrade;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * Writes the fixtures of a release: runs its plugins in its own stack and keeps what they leave. Arguments: the release's checkout,
 * already packaged; the folder to write; the JDBC URL of a TimescaleDB, whose current schema is empty.
 */
final class FixtureRecorder {

    private static final Set<String> RECORDED_TAGS = Set.of("RD", "TL", "AK", "PG", "EA", "T1", "AX", "AY", "AZ", "B%");
    private static final String BACKFILL_TOPIC = "backfill";
    private static final int RECORDED_PACKETS = 2_700;
    private static final int ROWS = 6;

    private final ReleaseFixture fixture;
    private final UpgradeStack stack;
    private final Set<String> metrics = new TreeSet<>();

    private FixtureRecorder(ReleaseFixture fixture, UpgradeStack stack) {
        this.fixture = fixture;
        this.stack = stack;
    }

    public static void main(String[] arguments) throws Exception {
        Path checkout = Path.of(arguments[0]);
        ReleaseFixture fixture = new ReleaseFixture(Path.of(arguments[1]));
        Path home = Files.createTempDirectory("upgrade");
        fixture.write(ReleaseFixture.CONFIG_KEYS, ConfigKeys.lines());
        try (UpgradeStack stack = UpgradeStack.start(checkout, home)) {
            FixtureRecorder recorder = new FixtureRecorder(fixture, stack);
            recorder.kraken();
            recorder.article();
            recorder.emotibit();
            recorder.tables(checkout);
            recorder.sinks("plain", stack.database());
            recorder.sinks("timescale", new Database(arguments[2], "", ""));
            fixture.write(ReleaseFixture.METRICS, List.copyOf(recorder.metrics));
        }
    }

    private void kraken() throws IOException {
        stack.createTopics(List.of(BACKFILL_TOPIC));
        try (KrakenScenario kraken = new KrakenScenario()) {
            kraken.run(stack, "kraken-source", "");
            stack.run("kraken-backfill", kraken.backfillSettings(BACKFILL_TOPIC));
            stack.awaitRecords(BACKFILL_TOPIC, kraken.backfillIds().size());
            metrics.addAll(PluginMetrics.lines(stack.pid()));
        }
        fixture.write(ReleaseFixture.records("kraken"), KrakenScenario.lines(stack, ""));
        fixture.write(ReleaseFixture.records("kraken-backfill"), KrakenScenario.backfillLines(stack, BACKFILL_TOPIC));
        List<String> offsets = new ArrayList<>();
        SourceOffsets.latest(stack, "kraken-source").forEach(offset -> offsets.add(offset.toLine()));
        List<StoredRecord> backfill = SourceOffsets.all(stack, "kraken-backfill").stream()
                .filter(offset ->
                        SourceOffsets.partition(offset).path("channel").asText().equals("backfill"))
                .toList();
        offsets.add(backfill.get(backfill.size() / 2).toLine());
        fixture.write(ReleaseFixture.offsets("kraken"), offsets);
        stack.delete("kraken-source");
        stack.delete("kraken-backfill");
    }

    private void article() throws IOException {
        try (ArticleScenario article = new ArticleScenario()) {
            article.run(stack, "article-source", ArticleScenario.TOPIC);
            metrics.addAll(PluginMetrics.lines(stack.pid()));
            fixture.write(ReleaseFixture.records("article"), article.lines(stack, ArticleScenario.TOPIC));
            List<String> lines = new ArrayList<>();
            article.origins().forEach((name, origin) -> lines.add(name + "=" + origin));
            fixture.write("article-origins.txt", lines);
            stack.delete("article-source");
        }
        fixture.write(
                ReleaseFixture.offsets("article"),
                SourceOffsets.latest(stack, "article-source").stream()
                        .map(StoredRecord::toLine)
                        .toList());
    }

    private void emotibit() throws IOException {
        stack.createTopics(List.of("device.Emotibit_rawdata", "device.Emotibit_processdata"));
        try (EmotiBitScenario emotibit = new EmotiBitScenario()) {
            emotibit.start();
            stack.run("emotibit-source", emotibit.deviceSettings("device."));
            await().atMost(UpgradeStack.TIMEOUT)
                    .until(() -> stack.records("device.Emotibit_rawdata").size() >= RECORDED_PACKETS);
            metrics.addAll(PluginMetrics.lines(stack.pid()));
        }
        if (Files.notExists(fixture.file(ReleaseFixture.RECORDING))) {
            Files.write(
                    fixture.file(ReleaseFixture.RECORDING),
                    stack.records("device.Emotibit_rawdata").stream()
                            .map(StoredRecord::json)
                            .filter(packet -> RECORDED_TAGS.contains(
                                    packet.path("type_tag").asText()))
                            .map(packet -> packet.path("packet").asText())
                            .toList(),
                    StandardCharsets.ISO_8859_1);
        }
        // The same connector imports the file, so that its offsets are stored under the same name.
        EmotiBitScenario.importFile(stack, "emotibit-source", fixture.file(ReleaseFixture.RECORDING), "");
        fixture.write(ReleaseFixture.records("emotibit"), EmotiBitScenario.importedLines(stack, ""));
        stack.delete("emotibit-source");
        String path = fixture.file(ReleaseFixture.RECORDING).toString();
        fixture.write(
                ReleaseFixture.offsets("emotibit"),
                SourceOffsets.latest(stack, "emotibit-source").stream()
                        .map(offset -> offset.toLine().replace(path, "{{recording}}"))
                        .toList());
    }

    /** The statements that the sink executes: those of its SQL files. */
    private void tables(Path checkout) throws IOException {
        List<String> sql = new ArrayList<>();
        sql.add("SET pulsefeed.chunk_interval = '';");
        sql.addAll(Files.readAllLines(checkout.resolve("database/offsets.sql")));
        try (var files = Files.list(checkout.resolve("database/tables"))) {
            for (Path file : files.sorted().toList()) {
                sql.add("");
                sql.addAll(Files.readAllLines(file));
            }
        }
        fixture.write(ReleaseFixture.TABLES, sql);
    }

    private void sinks(String edition, Database database) throws Exception {
        Map<String, Integer> expected = new HashMap<>();
        for (String connector : SinkScenario.TOPICS.keySet()) {
            // A different name than for the other database: that consumer group has already read the topics.
            stack.run(name(connector, edition), SinkScenario.settings(connector, database));
            for (String topic : SinkScenario.TOPICS.get(connector)) {
                expected.put(topic, stack.consume(topic).size());
            }
        }
        await().atMost(UpgradeStack.TIMEOUT)
                .ignoreExceptions()
                .until(() -> database.column("SELECT count(*) FROM trade_data")
                                .get(0)
                                .equals(expected.get("rawtrade").toString())
                        && database.column("SELECT count(*) FROM emotibit_packet")
                                .get(0)
                                .equals(expected.get("Emotibit_rawdata").toString()));
        // Late batches of the other tables.
        TimeUnit.SECONDS.sleep(3);
        metrics.addAll(PluginMetrics.lines(stack.pid()));
        for (String connector : SinkScenario.TOPICS.keySet()) {
            stack.delete(name(connector, edition));
        }
        TimeUnit.SECONDS.sleep(2);
        fixture.write(ReleaseFixture.catalog(edition), database.catalog());
        if (edition.equals("plain")) {
            List<String> rows = new ArrayList<>();
            for (String table : database.tables()) {
                rows.addAll(database.inserts(table, table.equals("connect_sink_offsets") ? 100 : ROWS));
            }
            fixture.write(ReleaseFixture.ROWS, rows);
        }
    }

    private static String name(String connector, String edition) {
        return edition.equals("plain") ? connector : connector + "-" + edition;
    }
}
