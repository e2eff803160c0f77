package io.pulsefeed.system.upgrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The sink after an upgrade, on the tables, rows and offsets of the earlier release. */
final class SinkUpgrade {

    private static final int ALL = 100_000;
    private static final String OFFSETS = "connect_sink_offsets";

    /** Known records with other keys, which give new rows. */
    private enum NewRecords {
        BEFORE_APPLY("LTC/USD", "recorded-2", "new"),
        AFTER_APPLY("ADA/USD", "recorded-3", "newer");

        private final String pair;
        private final String device;
        private final String article;

        NewRecords(String pair, String device, String article) {
            this.pair = pair;
            this.device = device;
            this.article = article;
        }

        StoredRecord of(StoredRecord known) {
            return new StoredRecord(
                    known.topic(),
                    known.key().replaceAll("XBT/USD|ETH/USD", pair).replace("recorded-1", device),
                    known.value()
                            .replaceAll("XBT/USD|ETH/USD", pair)
                            .replace("recorded-1", device)
                            .replaceFirst("\"id\":\"([^\"]+)\"", "\"id\":\"$1/" + article + "\""),
                    known.headers(),
                    known.timestamp());
        }

        /** Text that only the rows of these records hold. */
        String marker(String table) {
            return switch (table) {
                case "ticker_data", "alert_data", "trade_data" -> "'" + pair + "'";
                case "article_data" -> "/" + article + "'";
                default -> "'" + device + "'";
            };
        }
    }

    private static final List<String> TABLES = List.of(
            "ticker_data",
            "alert_data",
            "trade_data",
            "article_data",
            "emotibit_packet",
            "emotibit_sample",
            "emotibit_metric",
            "emotibit_event");

    private final UpgradeStack stack;
    private final ReleaseFixture fixture;

    SinkUpgrade(UpgradeStack stack, ReleaseFixture fixture) {
        this.stack = stack;
        this.fixture = fixture;
    }

    /**
     * Fills each topic up to the offset that the earlier release has stored, then adds new records.
     *
     * @return the end offset of each topic
     */
    Map<String, Long> fillTopics() {
        List<StoredRecord> known = knownRecords();
        Map<String, Long> ends = new TreeMap<>();
        storedOffsets().forEach((topic, next) -> {
            List<StoredRecord> records = known.stream()
                    .filter(record -> record.topic().equals(topic))
                    .toList();
            List<StoredRecord> sent = new ArrayList<>();
            while (sent.size() < next) {
                sent.add(records.get(sent.size() % records.size()));
            }
            records.stream().map(NewRecords.BEFORE_APPLY::of).forEach(sent::add);
            stack.produce(sent);
            ends.put(topic, (long) sent.size());
        });
        return ends;
    }

    /**
     * Adds records to the topics that {@link #fillTopics} has filled.
     *
     * @param ends the end offset of each topic before
     * @return the end offset of each topic
     */
    Map<String, Long> addRecords(Map<String, Long> ends) {
        Map<String, Long> later = new TreeMap<>();
        List<StoredRecord> known = knownRecords();
        ends.forEach((topic, end) -> {
            List<StoredRecord> sent = known.stream()
                    .filter(record -> record.topic().equals(topic))
                    .map(NewRecords.AFTER_APPLY::of)
                    .toList();
            stack.produce(sent);
            later.put(topic, end + sent.size());
        });
        return later;
    }

    private List<StoredRecord> knownRecords() {
        List<StoredRecord> known = new ArrayList<>();
        for (String name : List.of("kraken", "article", "emotibit")) {
            fixture.lines(ReleaseFixture.records(name)).stream()
                    .map(line -> StoredRecord.parse(line.replace("\\\"{{now}}\\\"", "1.5")))
                    .forEach(known::add);
        }
        return known;
    }

    /** Topic to the next offset, as the release's rows say. */
    private Map<String, Long> storedOffsets() {
        Map<String, Long> offsets = new TreeMap<>();
        for (String row : storedRows(OFFSETS)) {
            String[] values = row.substring(row.indexOf("VALUES (")).split("'");
            offsets.put(values[3], Long.parseLong(values[7]));
        }
        return offsets;
    }

    private List<String> storedRows(String table) {
        return fixture.lines(ReleaseFixture.ROWS).stream()
                .filter(line -> line.startsWith("INSERT INTO " + table + " "))
                .toList();
    }

    /** Tables as the earlier release has created them, with its rows and offsets. */
    void createTables(Database database, String edition) {
        database.execute(fixture.text(ReleaseFixture.TABLES));
        database.execute(fixture.text(ReleaseFixture.ROWS));
        assertThat(database.catalog())
                .as("the fixture's tables are those that the release created")
                .containsExactlyElementsOf(fixture.lines(ReleaseFixture.catalog(edition)));
    }

    void writesNewRecordsOnly(Database database, String edition, Map<String, Long> ends) {
        runUntil(database, ends, () -> PluginMetrics.assertRegistered(stack, fixture, "timescale"));

        for (String table : TABLES) {
            assertAdded(table, storedRows(table), database.inserts(table, ALL), NewRecords.BEFORE_APPLY);
        }
        assertCatalogKept(database, edition);
    }

    private static void assertAdded(String table, List<String> before, List<String> after, NewRecords records) {
        assertThat(after).as("rows of " + table).containsAll(before);
        List<String> added = new ArrayList<>(after);
        added.removeAll(before);
        String marker = records.marker(table);
        assertThat(added)
                .as("rows added to " + table)
                .isNotEmpty()
                .allMatch(row -> row.contains(marker), "contains " + marker);
    }

    private static Map<String, Long> offsets(Database database) {
        Map<String, Long> offsets = new TreeMap<>();
        for (String row : database.column("SELECT topic || ' ' || next_offset FROM " + OFFSETS)) {
            String[] words = row.split(" ");
            offsets.put(words[0], Long.parseLong(words[1]));
        }
        return offsets;
    }

    /** Later releases may add tables, columns and indexes; they keep those of the earlier one. */
    void assertCatalogKept(Database database, String edition) {
        Collection<String> before = fixture.lines(ReleaseFixture.catalog(edition));
        assertThat(database.catalog()).as("catalog").containsAll(before);
    }

    /** {@code database plan} lists the upgrade of the tables, {@code database apply} keeps rows and offsets. */
    void upgradesTables(Database database, String edition) {
        Map<String, List<String>> before = rows(database);
        Map<String, Long> offsets = offsets(database);
        List<String> plan = CommandLine.run(database, "database", "plan");
        assertThat(plan).as("database plan").noneMatch(line -> line.startsWith("!"));
        assertThat(plan)
                .as("database plan")
                .noneMatch(line ->
                        line.startsWith("+") && TABLES.stream().anyMatch(table -> line.startsWith("+ " + table)));
        assertThat(plan).as("database plan").anyMatch(line -> line.startsWith("~ trade_data: unique index"));
        assertThat(plan).as("database plan").anyMatch(line -> line.startsWith("~ emotibit_sample: to become a view"));

        CommandLine.run(database, "database", "apply");

        assertThat(rows(database)).as("rows").isEqualTo(before);
        assertThat(offsets(database)).as("offsets").isEqualTo(offsets);
        assertThat(database.catalog())
                .as("columns, constraints and hypertables")
                .containsAll(fixture.lines(ReleaseFixture.catalog(edition)).stream()
                        .filter(line -> !line.startsWith("index "))
                        .map(line -> line.replaceFirst("\\bemotibit_sample\\b", "emotibit_sample_rows"))
                        .toList());
        assertThat(CommandLine.run(database, "database", "apply")).contains("Nothing to change.");
    }

    /** All rows by table, with the columns of the release. */
    private Map<String, List<String>> rows(Database database) {
        Map<String, List<String>> rows = new TreeMap<>();
        for (String table : TABLES) {
            String first = storedRows(table).get(0);
            List<String> columns = List.of(
                    first.substring(first.indexOf('(') + 1, first.indexOf(')')).split(", "));
            rows.put(table, database.inserts(table, columns, ALL));
        }
        return rows;
    }

    /** @param ends the end offset of each topic */
    void continuesOnUpgradedTables(Database database, Map<String, Long> ends) {
        Map<String, List<String>> before = rows(database);
        List<String> sampleRows = database.column("SELECT count(*) FROM emotibit_sample_rows");

        runUntil(database, ends, () -> {});

        rows(database).forEach((table, rows) -> assertAdded(table, before.get(table), rows, NewRecords.AFTER_APPLY));
        assertThat(database.column("SELECT count(*) FROM emotibit_sample_rows")).isEqualTo(sampleRows);
    }

    private void runUntil(Database database, Map<String, Long> ends, Runnable atTheEnd) {
        for (String connector : SinkScenario.TOPICS.keySet()) {
            stack.run(connector, SinkScenario.settings(connector, database));
        }
        await().atMost(UpgradeStack.TIMEOUT)
                .untilAsserted(() -> assertThat(offsets(database)).isEqualTo(ends));
        atTheEnd.run();
        SinkScenario.TOPICS.keySet().forEach(stack::delete);
    }
}
