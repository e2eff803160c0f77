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

    /** Text that only the rows of new records hold, by table. */
    private static final Map<String, String> NEW_ROWS = new TreeMap<>(Map.of(
            "ticker_data", "'LTC/USD'",
            "alert_data", "'LTC/USD'",
            "trade_data", "'LTC/USD'",
            "article_data", "/new'",
            "emotibit_packet", "'recorded-2'",
            "emotibit_sample", "'recorded-2'",
            "emotibit_metric", "'recorded-2'",
            "emotibit_event", "'recorded-2'"));

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
        List<StoredRecord> known = new ArrayList<>();
        for (String name : List.of("kraken", "article", "emotibit")) {
            fixture.lines(ReleaseFixture.records(name)).stream()
                    .map(line -> StoredRecord.parse(line.replace("\\\"{{now}}\\\"", "1.5")))
                    .forEach(known::add);
        }
        Map<String, Long> ends = new TreeMap<>();
        storedOffsets().forEach((topic, next) -> {
            List<StoredRecord> records = known.stream()
                    .filter(record -> record.topic().equals(topic))
                    .toList();
            List<StoredRecord> sent = new ArrayList<>();
            while (sent.size() < next) {
                sent.add(records.get(sent.size() % records.size()));
            }
            records.forEach(record -> sent.add(renamed(record)));
            stack.produce(sent);
            ends.put(topic, (long) sent.size());
        });
        return ends;
    }

    private static StoredRecord renamed(StoredRecord record) {
        return new StoredRecord(
                record.topic(),
                record.key().replaceAll("XBT/USD|ETH/USD", "LTC/USD").replace("recorded-1", "recorded-2"),
                record.value()
                        .replaceAll("XBT/USD|ETH/USD", "LTC/USD")
                        .replace("recorded-1", "recorded-2")
                        .replaceFirst("\"id\":\"([^\"]+)\"", "\"id\":\"$1/new\""),
                record.headers(),
                record.timestamp());
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
        for (String connector : SinkScenario.TOPICS.keySet()) {
            stack.run(connector, SinkScenario.settings(connector, database));
        }
        await().atMost(UpgradeStack.TIMEOUT)
                .untilAsserted(() -> assertThat(offsets(database)).isEqualTo(ends));
        PluginMetrics.assertRegistered(stack, fixture, "timescale");
        SinkScenario.TOPICS.keySet().forEach(stack::delete);

        NEW_ROWS.forEach((table, marker) -> {
            List<String> rows = database.inserts(table, ALL);
            assertThat(rows).as("rows of " + table).containsAll(storedRows(table));
            List<String> added = new ArrayList<>(rows);
            added.removeAll(storedRows(table));
            assertThat(added)
                    .as("rows added to " + table)
                    .isNotEmpty()
                    .allMatch(row -> row.contains(marker), "contains " + marker);
        });
        assertCatalogKept(database, edition);
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

    /** {@code database plan} keeps every table of the release, and {@code database apply} succeeds on them. */
    void acceptsTables(Database database, String edition) {
        List<String> plan = CommandLine.run(database, "database", "plan");
        assertThat(plan).as("database plan").noneMatch(line -> line.startsWith("~") || line.startsWith("!"));
        assertThat(plan)
                .as("database plan")
                .noneMatch(line -> line.startsWith("+")
                        && NEW_ROWS.keySet().stream().anyMatch(table -> line.startsWith("+ " + table)));
        assertThat(plan).as("database plan").anyMatch(line -> line.contains("trade_data"));

        CommandLine.run(database, "database", "apply");

        assertCatalogKept(database, edition);
        assertThat(database.inserts("trade_data", ALL)).containsAll(storedRows("trade_data"));
    }
}
