package io.pulsefeed.deployment.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulsefeed.cli.UserError;
import io.pulsefeed.deployment.process.Command;
import io.pulsefeed.testing.Checkout;
import io.pulsefeed.testing.TestEdition;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Runs {@code pulsefeed database} as a separate process, on PostgreSQL and on TimescaleDB. */
@ExtendWith(WithServers.class)
class DatabaseCommandIT {

    private static final Map<TestEdition, String> EDITIONS = Map.of(
            TestEdition.PLAIN, " without TimescaleDB: ",
            TestEdition.APACHE, "(Apache edition): analytics are plain views.",
            TestEdition.COMMUNITY, "(Community edition): candles are continuous aggregates");

    private static Command.Ended pulsefeed(AnalyticsDatabase database, String... words) {
        Path target = Checkout.path("tools/cli/target");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dpulsefeed.root=" + Checkout.ROOT,
                "-cp",
                target.resolve("cli.jar") + ":" + target.resolve("lib") + "/*",
                "io.pulsefeed.cli.Main",
                "database"));
        command.addAll(List.of(words));
        return Command.of(command)
                .with(Map.of(
                        "PULSEFEED_JDBC_URL", database.url(),
                        "PULSEFEED_DB_USER", database.user(),
                        "PULSEFEED_DB_PASSWORD", database.password()))
                .run();
    }

    @Test
    void plansAndAppliesOnceAndReportsTheEdition(Servers servers) {
        for (AnalyticsDatabase database : servers.empty()) {
            Command.Ended plan = pulsefeed(database, "plan");
            assertThat(plan.code()).as(plan.output()).isEqualTo(3);
            assertThat(plan.output())
                    .contains(EDITIONS.get(database.edition()))
                    .contains("+ ticker_data: to be created", "+ sentiment_data: to be created");
            assertThat(database.rows("SELECT 1 FROM pg_tables WHERE schemaname = current_schema()"))
                    .isEmpty();

            Command.Ended apply = pulsefeed(database, "apply");
            assertThat(apply.code()).as(apply.output()).isZero();
            assertThat(apply.output()).contains("created ticker_data", "created prediction_data");
            assertThat(database.apply()).isEmpty();

            Command.Ended again = pulsefeed(database, "plan");
            assertThat(again.code()).as(again.output()).isZero();
            assertThat(again.output()).contains("  sentiment_data exists", "Tables and analytics match the files.");
            if (database.hasTimescale()) {
                assertThat(database.rows("SELECT 1 FROM timescaledb_information.hypertables"
                                + " WHERE hypertable_schema = current_schema() AND hypertable_name = 'trade_data'"))
                        .hasSize(1);
            }
            assertThat(pulsefeed(database, "refresh", "--from", "earliest").output())
                    .containsIgnoringCase("nothing to refresh");
        }
    }

    @Test
    void appliesWithoutTheExtensionInTheSearchPath(Servers servers) {
        for (AnalyticsDatabase each : servers.empty()) {
            AnalyticsDatabase database = each.withoutPublic();

            assertThat(database.apply()).contains("created trade_data", "created trade_candles_1m");

            assertThat(database.apply()).isEmpty();
            assertThat(database.rows("SELECT * FROM trade_candles_1m")).isEmpty();
            if (database.hasTimescale()) {
                assertThat(database.rows("SELECT 1 FROM timescaledb_information.hypertables"
                                + " WHERE hypertable_schema = current_schema()"))
                        .hasSizeGreaterThan(5);
            }
        }
    }

    @Test
    void reportsAnUnreachableDatabase(Servers servers) {
        AnalyticsDatabase unreachable =
                new AnalyticsDatabase("unreachable", "jdbc:postgresql://127.0.0.1:1/pulsefeed", "u", "p");

        Command.Ended plan = pulsefeed(unreachable, "plan");

        assertThat(plan.code()).isEqualTo(1);
        assertThat(plan.output()).contains("cannot connect to the database at jdbc:postgresql://127.0.0.1:1/pulsefeed");
        assertThat(pulsefeed(unreachable, "refresh").code()).isEqualTo(2);
        assertThat(pulsefeed(unreachable, "refresh", "--from", "2026-01-02", "--to", "2026-01-01")
                        .code())
                .isEqualTo(2);
    }

    /** The cases of an upgrade: equal columns, fewer columns below another view, and a changed function. */
    @Test
    void replacesChangedAnalyticsAndKeepsDependentViews(Servers servers) {
        for (AnalyticsDatabase database : servers.applied()) {
            database.execute("CREATE VIEW mine AS SELECT crypto_symbol FROM sentiment_data");
            database.execute("CREATE OR REPLACE VIEW sentiment_hourly AS SELECT timestamp AS bucket, crypto_symbol,"
                    + " sentiment_score AS avg_sentiment, 1::bigint AS sample_count FROM sentiment_data");
            database.execute(
                    "UPDATE pulsefeed_definitions SET fingerprint = 'of an older file' WHERE name = 'sentiment_data'");
            List<String> replaced = new ArrayList<>(List.of("replaced sentiment_data", "replaced sentiment_hourly"));
            if (database.edition() != TestEdition.COMMUNITY) {
                database.execute("DROP VIEW order_flow_1m, trade_candles_1m");
                database.execute(
                        "CREATE VIEW trade_candles_1m AS SELECT timestamp AS bucket, price AS other FROM trade_data");
                database.execute("CREATE VIEW order_flow_1m AS SELECT bucket FROM trade_candles_1m");
                replaced.addAll(List.of("replaced trade_candles_1m", "replaced order_flow_1m"));
            }

            assertThat(database.apply()).isEqualTo(replaced);

            assertThat(database.apply()).isEmpty();
            assertThat(database.columns("SELECT * FROM order_flow_1m")).contains("imbalance");
            assertThat(database.columns("SELECT * FROM mine")).containsExactly("crypto_symbol");
        }
    }

    @Test
    void changesNothingIfAUserViewPreventsIt(Servers servers) {
        for (AnalyticsDatabase database : servers.applied()) {
            database.execute("DROP VIEW whale_trades");
            database.execute(
                    "CREATE VIEW whale_trades AS SELECT pair FROM trade_data; CREATE VIEW mine AS SELECT pair FROM whale_trades");
            database.execute(
                    "UPDATE pulsefeed_definitions SET fingerprint = 'of an older file' WHERE name = 'sentiment_data'");

            assertThatThrownBy(database::apply)
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("whale_trades must be recreated")
                    .hasMessageContaining("mine");
            assertThat(database.rows("SELECT 1 FROM pulsefeed_definitions WHERE fingerprint = 'of an older file'"))
                    .hasSize(1);

            database.execute("DROP VIEW mine");
            assertThat(database.apply()).containsExactly("replaced sentiment_data", "replaced whale_trades");
        }
    }

    /** For example a table of the job that the sink replaces. */
    @Test
    void keepsTablesItDidNotCreate(Servers servers) {
        for (AnalyticsDatabase database : servers.empty()) {
            database.execute("CREATE TABLE sentiment_data (timestamp timestamptz, crypto_symbol text)");

            assertThat(database.apply())
                    .contains("created prediction_data")
                    .anyMatch(line -> line.startsWith("! sentiment_data: exists, but was not created by this command"));

            assertThat(database.columns("SELECT * FROM sentiment_data")).hasSize(2);
            Command.Ended plan = pulsefeed(database, "plan");
            assertThat(plan.code()).isEqualTo(3);
            assertThat(plan.output()).contains("! sentiment_data: exists").doesNotContain("+ prediction_data");
        }
    }

    /** The Apache edition parses continuous aggregates, which checks their syntax, and rejects them by license; then a view is created. */
    @Test
    void createsViewsWhereTheLicenseRejectsContinuousAggregates(Servers servers) throws SQLException {
        for (AnalyticsDatabase database : servers.applied()) {
            if (database.edition() != TestEdition.APACHE) {
                continue;
            }
            database.execute("CREATE OR REPLACE FUNCTION pulsefeed_edition(table_name text) RETURNS text LANGUAGE sql"
                    + " AS 'SELECT ''community'''");
            database.execute("DROP VIEW order_flow_1m, ticker_ohlc_hourly, trade_candles_1m, emotibit_signal_1m");
            for (String name : List.of("41_ticker_ohlc_hourly", "50_trade_candles_1m", "61_emotibit_signal_1m")) {
                try (Connection connection = database.connect();
                        Statement statement = connection.createStatement()) {
                    statement.execute(Checkout.text("database/analytics/" + name + ".sql"));

                    assertThat((Throwable) statement.getWarnings())
                            .hasMessageContaining("was created as a view instead of a continuous aggregate")
                            .hasMessageContaining("not supported under the current \"apache\" license");
                }
                assertThat(database.rows("SELECT * FROM " + name.substring(3))).isEmpty();
            }
        }
    }
}
