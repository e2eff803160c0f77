package io.pulsefeed.deployment.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulsefeed.admin.Change;
import io.pulsefeed.cli.access.Database;
import io.pulsefeed.cli.database.SchemaPlan;
import io.pulsefeed.testing.Checkout;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code pulsefeed database} on tables of earlier releases and of users. */
@ExtendWith(WithServers.class)
class TableUpgradeIT {

    private static final List<String> TABLES = List.of(
            "trade_data",
            "ticker_data",
            "alert_data",
            "article_data",
            "emotibit_packet",
            "emotibit_metric",
            "emotibit_event");

    private static final String ARTICLE_COLUMNS =
            "language, author, section, keywords, image, paywalled, date_source, date_precision, sentiment_scorer,"
                    + " sentiment_reason, page_problem, text_sketch, known_at";

    private static final String ROWS =
            """
            INSERT INTO trade_data VALUES ('2026-01-01 10:00Z', 'XBT/USD', 1.5, 2, 'b', 7),
              ('2026-01-01 10:00Z', 'XBT/USD', 1.5, 2, 'b', 8),
              ('2026-01-03 10:00Z', 'XBT/USD', 1.5, 2, 'b', NULL), ('2026-01-03 10:00Z', 'XBT/USD', 1.5, 2, 'b', NULL);
            INSERT INTO alert_data VALUES ('2026-01-01 10:00Z', 'XBT/USD', 1.5, 2, 3, 'PRICE_UP');
            INSERT INTO article_data (timestamp, article_id, title, url) VALUES ('2026-01-01 10:00Z', 'a', 't', 'u');
            INSERT INTO emotibit_packet (timestamp, device_id, session_id, packet_number, type_tag, packet)
              VALUES ('2026-01-01 10:00Z', 'd', 's', 1, 'PI', 'x');
            INSERT INTO emotibit_sample VALUES ('2026-01-01 10:00Z', 'd', 's', 'PI', 1, 0, 1.5, NULL, '{}');
            """;

    private static AnalyticsDatabase withEarlierTables(AnalyticsDatabase database) {
        database.execute(Checkout.text("tests/system-tests/src/test/resources/upgrade/0.1.0/tables.sql"));
        database.execute(ROWS);
        return database;
    }

    private static List<String> plan(AnalyticsDatabase database) {
        try (Database connection = Database.connect(database.url(), database.user(), database.password())) {
            return SchemaPlan.of(connection, new io.pulsefeed.cli.Checkout(Checkout.ROOT)).upgrades().stream()
                    .map(Change::text)
                    .toList();
        }
    }

    /** The statements of docs/upgrade.md that start with {@code start}. */
    private static String documented(String start) {
        Matcher statements = Pattern.compile(Pattern.quote(start) + "[^`]*").matcher(Checkout.text("docs/upgrade.md"));
        assertThat(statements.find()).isTrue();
        return statements.group();
    }

    private static List<List<Object>> indexes(AnalyticsDatabase database, String table) {
        return database.rows(
                "SELECT replace(pg_get_indexdef(indexrelid), current_schema() || '.', ''), indisvalid FROM pg_index"
                        + " WHERE indrelid = '" + table + "'::regclass ORDER BY 1");
    }

    @Test
    void upgradedTablesHaveTheIndexesOfNewOnes(Servers servers) {
        List<AnalyticsDatabase> fresh = servers.applied();
        List<AnalyticsDatabase> upgraded = servers.empty();
        for (int i = 0; i < upgraded.size(); i++) {
            AnalyticsDatabase database = withEarlierTables(upgraded.get(i));
            String meanwhile = database.hasTimescale() ? "; the sink waits meanwhile)" : "; the sink keeps writing)";
            assertThat(plan(database))
                    .anyMatch(line -> line.startsWith(
                                    "~ trade_data: unique index (pair, timestamp, trade_id) to be created, replaces ")
                            && line.contains("trade_data_key")
                            && line.contains("trade_data_pair_timestamp")
                            && line.endsWith(meanwhile))
                    .contains(
                            "~ ticker_data: to be dropped, because no query of Pulsefeed needs it: ticker_data_timestamp",
                            "~ emotibit_packet: columns to be added: period, values",
                            "~ article_data: columns to be added: " + ARTICLE_COLUMNS,
                            "~ emotibit_packet: columns to be added: known_at, study",
                            "~ trade_data: columns to be added: known_at",
                            "~ emotibit_metric: columns to be added: study")
                    .anyMatch(line -> line.startsWith("~ emotibit_sample: to become a view of emotibit_packet"));

            assertThat(database.apply())
                    .contains(
                            "created unique index (pair, timestamp, trade_id) of trade_data",
                            "dropped ticker_data_timestamp of ticker_data",
                            "added columns to emotibit_packet: period, values",
                            "added columns to article_data: " + ARTICLE_COLUMNS,
                            "added columns to emotibit_packet: known_at, study",
                            "added columns to trade_data: known_at",
                            "added columns to emotibit_metric: study",
                            "renamed table emotibit_sample to emotibit_sample_rows",
                            "created emotibit_sample")
                    .noneMatch(line -> line.startsWith("!"));

            for (String table : TABLES) {
                assertThat(indexes(database, table)).as(table).isEqualTo(indexes(fresh.get(i), table));
                // Their order can differ: a new emotibit_packet begins with the columns of eight bytes.
                assertThat(database.columns("SELECT * FROM " + table))
                        .as(table)
                        .containsExactlyInAnyOrderElementsOf(fresh.get(i).columns("SELECT * FROM " + table));
            }
            assertThat(plan(database)).isEmpty();
            assertThat(database.apply()).isEmpty();
            assertThat(database.rows("SELECT count(*), count(trade_id) FROM trade_data"))
                    .containsExactly(List.of(4L, 2L));
            assertThat(database.rows("SELECT value FROM emotibit_sample")).containsExactly(List.of(1.5));
            assertThat(database.rows("SELECT value FROM emotibit_sample_rows")).containsExactly(List.of(1.5));
        }
    }

    @Test
    void keepsIndexesOfUsers(Servers servers) {
        for (AnalyticsDatabase database : servers.empty()) {
            withEarlierTables(database);
            database.execute(
                    "DROP INDEX ticker_data_timestamp; CREATE INDEX ticker_data_timestamp ON ticker_data (timestamp DESC, last);"
                            + "CREATE INDEX mine ON trade_data (side); DROP INDEX alert_data_key;"
                            + "CREATE UNIQUE INDEX alerts ON alert_data (alert_type, pair, timestamp)");

            database.apply();

            assertThat(indexes(database, "ticker_data").toString())
                    .contains("ticker_data_timestamp", "ticker_data_key");
            assertThat(indexes(database, "trade_data").toString()).contains("INDEX mine ON");
            assertThat(indexes(database, "alert_data"))
                    .hasSize(2)
                    .extracting(Object::toString)
                    .anyMatch(index -> index.contains("INDEX alerts ON"));
        }
    }

    @Test
    void reportsKeysThatAreStoredTwiceAndDeletesNothing(Servers servers) {
        for (AnalyticsDatabase database : servers.empty()) {
            withEarlierTables(database);
            database.execute("DROP INDEX trade_data_key; INSERT INTO trade_data SELECT * FROM trade_data");

            String expected =
                    "! trade_data: has no unique index (pair, timestamp, trade_id), so a repeated record is stored again;"
                            + " 2 keys are stored more than once. Not changed. See docs/upgrade.md";
            assertThat(plan(database)).contains(expected);
            assertThat(database.apply()).contains(expected);
            assertThat(database.rows("SELECT count(*) FROM trade_data")).containsExactly(List.of(8L));

            database.execute(documented("DELETE FROM trade_data a"));
            assertThat(database.rows("SELECT count(*), count(trade_id) FROM trade_data"))
                    .as("rows without a trade ID are no duplicates")
                    .containsExactly(List.of(6L, 2L));
            assertThat(database.apply()).contains("created unique index (pair, timestamp, trade_id) of trade_data");
        }
    }

    @Test
    void reportsMissingColumnsOfOlderTables(Servers servers) {
        for (AnalyticsDatabase database : servers.empty()) {
            database.execute("CREATE TABLE trade_data (timestamp timestamptz NOT NULL, pair varchar(20) NOT NULL)");

            assertThat(plan(database))
                    .containsExactly(
                            "! trade_data: has no unique index (pair, timestamp, trade_id), so a repeated record is stored"
                                    + " again; it has no column trade_id. Not changed. See docs/upgrade.md");
        }
    }

    /** A failed CREATE INDEX CONCURRENTLY leaves an invalid index with the temporary name. */
    @Test
    void rebuildsAnInvalidIndex(Servers servers) {
        AnalyticsDatabase database = AnalyticsDatabase.in("PostgreSQL", servers.plain());
        withEarlierTables(database);
        database.execute("DROP INDEX trade_data_key; INSERT INTO trade_data SELECT * FROM trade_data");
        assertThatThrownBy(
                        () -> database.execute(
                                "CREATE UNIQUE INDEX CONCURRENTLY trade_data_key_new ON trade_data (pair, timestamp, trade_id)"))
                .hasMessageContaining("could not create unique index");
        database.execute(
                "DELETE FROM trade_data a USING trade_data b WHERE a.ctid < b.ctid AND a.trade_id = b.trade_id");

        assertThat(database.apply()).contains("created unique index (pair, timestamp, trade_id) of trade_data");

        assertThat(indexes(database, "trade_data"))
                .filteredOn(index -> index.get(0).toString().contains("UNIQUE"))
                .containsExactly(List.of(
                        "CREATE UNIQUE INDEX trade_data_key ON trade_data USING btree (pair, \"timestamp\", trade_id)",
                        true));
    }

    @Test
    void dropsAnInvalidIndexOfATableWithAKey(Servers servers) {
        for (String key : List.of("trade_data_key", "mine")) {
            AnalyticsDatabase database = AnalyticsDatabase.in("PostgreSQL", servers.plain());
            database.apply();
            database.execute(
                    "DROP INDEX trade_data_key; INSERT INTO trade_data VALUES"
                            + " ('2026-01-01 10:00Z', 'XBT/USD', 1, 2, 'b', 7), ('2026-01-01 10:00Z', 'XBT/USD', 1, 2, 'b', 7)");
            assertThatThrownBy(() -> database.execute(
                    "CREATE UNIQUE INDEX CONCURRENTLY trade_data_key_new ON trade_data (pair, timestamp, trade_id)"));
            database.execute("DELETE FROM trade_data; CREATE UNIQUE INDEX " + key
                    + " ON trade_data (pair, timestamp, trade_id)");

            assertThat(database.apply()).containsExactly("dropped trade_data_key_new of trade_data");

            assertThat(database.apply()).isEmpty();
            assertThat(indexes(database, "trade_data"))
                    .filteredOn(index -> index.get(0).toString().contains("UNIQUE"))
                    .singleElement()
                    .asString()
                    .contains("INDEX " + key + " ON");
        }
    }

    /** The process was killed between the two steps. */
    @Test
    void finishesAnInterruptedUpgrade(Servers servers) {
        AnalyticsDatabase database = AnalyticsDatabase.in("PostgreSQL", servers.plain());
        withEarlierTables(database);
        database.execute(
                "CREATE UNIQUE INDEX CONCURRENTLY trade_data_key_new ON trade_data (pair, timestamp, trade_id)");

        assertThat(database.apply()).anyMatch(line -> line.startsWith("dropped ") && line.endsWith(" of trade_data"));

        assertThat(indexes(database, "trade_data").toString())
                .contains("trade_data_key ON", "trade_data_whale")
                .doesNotContain("trade_data_key_new", "trade_data_pair_timestamp");
    }

    @Test
    void keepsTheSampleTableThatAViewDependsOn(Servers servers) {
        for (AnalyticsDatabase database : servers.empty()) {
            withEarlierTables(database);
            database.execute("CREATE VIEW mine AS SELECT value FROM emotibit_sample");

            String expected =
                    "! emotibit_sample: cannot become a view of emotibit_packet: mine depends on it. Not changed."
                            + " See docs/upgrade.md";
            assertThat(plan(database)).contains(expected);
            assertThat(database.apply()).contains(expected);
            assertThat(database.columns("SELECT * FROM emotibit_packet")).doesNotContain("values");

            database.execute("DROP VIEW mine");
            assertThat(database.apply()).contains("created emotibit_sample", "created emotibit_signal_1m");
        }
    }

    @Test
    void createsTheViewAgainAfterTheOldSamplesAreDropped(Servers servers) {
        for (AnalyticsDatabase database : servers.empty()) {
            withEarlierTables(database).apply();
            database.execute(documented("DROP TABLE emotibit_sample_rows"));

            assertThat(database.apply()).containsExactly("created emotibit_sample");

            assertThat(database.rows("SELECT value FROM emotibit_sample")).isEmpty();
            assertThat(database.rows("SELECT packet FROM emotibit_packet")).containsExactly(List.of("x"));
        }
    }

    @Test
    void sampleTableCanBeRestoredAndUpgradedAgain(Servers servers) {
        for (AnalyticsDatabase database : servers.empty()) {
            withEarlierTables(database).apply();
            database.execute(documented("DROP VIEW emotibit_packet_sample"));

            database.execute("INSERT INTO emotibit_sample VALUES ('2026-01-01 10:00Z', 'd', 's', 'PI', 1, 0, 2.5, NULL,"
                    + " '{}'), ('2026-01-02 10:00Z', 'd', 's', 'PI', 2, 0, 3.5, NULL, '{}') ON CONFLICT DO NOTHING");
            assertThat(database.rows("SELECT value FROM emotibit_sample ORDER BY 1"))
                    .containsExactly(List.of(1.5), List.of(3.5));

            assertThat(database.apply()).contains("renamed table emotibit_sample to emotibit_sample_rows");
            assertThat(database.rows("SELECT value FROM emotibit_sample ORDER BY 1"))
                    .containsExactly(List.of(1.5), List.of(3.5));
        }
    }

    @Test
    void readersOfTheSampleTableCanReadTheView(Servers servers) {
        for (AnalyticsDatabase database : servers.empty()) {
            withEarlierTables(database);
            String reader = "reader_"
                    + database.rows("SELECT md5(current_schema())").get(0).get(0);
            database.execute("CREATE ROLE " + reader + "; GRANT SELECT ON emotibit_sample TO " + reader);

            database.apply();

            for (String view : List.of("emotibit_sample", "emotibit_packet_sample")) {
                assertThat(database.rows("SELECT has_table_privilege('" + reader + "', '" + view + "', 'SELECT')"))
                        .containsExactly(List.of(true));
            }
            assertThat(database.rows("SELECT has_table_privilege('" + reader + "', 'emotibit_packet', 'SELECT')"))
                    .containsExactly(List.of(false));
        }
    }
}
