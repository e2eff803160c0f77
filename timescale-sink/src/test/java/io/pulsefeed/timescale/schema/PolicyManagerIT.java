package io.pulsefeed.timescale.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.testing.StubCommunity;
import io.pulsefeed.testing.TestDatabase;
import io.pulsefeed.timescale.config.TimescaleSinkConnectorConfig;
import io.pulsefeed.timescale.schema.PolicyManager.TablePolicies;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Policies in a stand-in for the Community edition: its catalog on PostgreSQL. */
@TestInstance(Lifecycle.PER_CLASS)
class PolicyManagerIT {

    private static final String SINK = "sink";

    private final AtomicLong failedJobs = new AtomicLong();
    private StubCommunity server;
    private TestDatabase database;

    @BeforeAll
    void startServer() {
        server = new StubCommunity();
        database = server.database();
    }

    @AfterAll
    void stopServer() throws IOException {
        server.close();
    }

    @BeforeEach
    void createTables() throws SQLException {
        database.execute("DROP TABLE IF EXISTS trade_data, article_data, connect_sink_policies;"
                + " DROP TABLE IF EXISTS candles, pulsefeed_definitions;"
                + " TRUNCATE stub.jobs, stub.hypertables, stub.aggregates");
        try (Connection connection = connect()) {
            TableCreator creator = new TableCreator(connection);
            creator.createBuiltIn("trade_data", Optional.empty());
            creator.createBuiltIn("article_data", Optional.empty());
        }
        // As for tables of an earlier release.
        database.execute("TRUNCATE connect_sink_retention");
    }

    @Test
    void newTablesHaveADefaultThatTheConfigurationOverrides() throws SQLException {
        database.execute("DROP TABLE trade_data");
        try (Connection connection = connect()) {
            new TableCreator(connection).createBuiltIn("trade_data", Optional.empty());
            new TableCreator(connection).createBuiltIn("article_data", Optional.empty());
        }
        assertThat(database.rows("SELECT table_name, interval_text FROM connect_sink_retention"))
                .as("article_data exists and is not changed")
                .containsExactly("trade_data|90 days");

        apply(SINK, Map.of());
        assertThat(policies()).containsExactly("trade_data retention 90 days");
        apply(SINK, Map.of("retention.trade_data", "2 weeks"));
        assertThat(policies()).containsExactly("trade_data retention 2 weeks");
        apply(SINK, Map.of("retention", ""));
        assertThat(policies()).as("empty keeps all rows").isEmpty();
        apply(SINK, Map.of("retention.trade_data", ""));
        assertThat(policies()).isEmpty();

        database.execute("UPDATE connect_sink_retention SET interval_text = '30 days'");
        apply(SINK, Map.of());
        assertThat(policies()).containsExactly("trade_data retention 30 days");
        database.execute("UPDATE connect_sink_retention SET interval_text = 'soon'");
        apply(SINK, Map.of());
        assertThat(policies()).isEmpty();
    }

    @Test
    void createsNothingWithoutConfiguration() throws SQLException {
        apply(SINK, Map.of());

        assertThat(policies()).isEmpty();
        assertThat(database.count("SELECT count(*) FROM pg_tables WHERE tablename = 'connect_sink_policies'"))
                .isZero();
    }

    @Test
    void changesAndRemovesPoliciesWithTheConfiguration() throws SQLException {
        apply(SINK, Map.of("retention.trade_data", "90 days", "compress.after.trade_data", "7 days"));
        assertThat(policies()).containsExactly("trade_data retention 90 days", "trade_data compression 7 days");
        List<String> jobs = database.rows("SELECT job_id FROM stub.jobs ORDER BY 1");

        apply(SINK, Map.of("retention.trade_data", "30 days", "compress.after.trade_data", "2 weeks"));
        assertThat(policies()).containsExactly("trade_data retention 30 days", "trade_data compression 2 weeks");
        assertThat(database.rows("SELECT job_id FROM stub.jobs ORDER BY 1")).isEqualTo(jobs);

        apply(SINK, Map.of("retention.trade_data", "30 days"));
        assertThat(policies()).containsExactly("trade_data retention 30 days");
        assertThat(database.rows("SELECT compression_options IS NOT NULL FROM stub.hypertables WHERE relation ="
                        + " 'trade_data'::regclass"))
                .as("chunks stay compressed")
                .containsExactly("t");

        apply(SINK, Map.of());
        assertThat(policies()).isEmpty();
        assertThat(database.count("SELECT count(*) FROM connect_sink_policies")).isZero();
    }

    @Test
    void keepsOtherSettingsOfAChangedJob() throws SQLException {
        apply(SINK, Map.of("retention.trade_data", "90 days"));
        database.execute("UPDATE stub.jobs SET schedule_interval = '3 hours', config = config || '{\"mine\": 1}'");

        apply(SINK, Map.of("retention.trade_data", "30 days"));

        assertThat(database.rows("SELECT schedule_interval, config ->> 'drop_after', config ->> 'mine' FROM stub.jobs"))
                .containsExactly("03:00:00|30 days|1");
    }

    /** A policy of a user, or of release 0.1.0, which recorded nothing. */
    @Test
    void neverTouchesPoliciesThatItDidNotCreate() throws SQLException {
        database.execute("SELECT timescale_functions.add_retention_policy('trade_data', interval '1 year')");

        apply(SINK, Map.of("retention.trade_data", "30 days"));
        apply(SINK, Map.of("retention.trade_data", "365 days"));
        apply(SINK, Map.of());
        assertThat(policies()).containsExactly("trade_data retention 1 year");

        database.execute("SELECT timescale_functions.remove_retention_policy('trade_data')");
        apply(SINK, Map.of("retention.trade_data", "30 days"));
        apply(SINK, Map.of("retention.trade_data", "40 days"));
        assertThat(policies()).as("handed over").containsExactly("trade_data retention 40 days");
    }

    @Test
    void keepsItsPolicyAfterAUserChangedIt() throws SQLException {
        apply(SINK, Map.of("retention.trade_data", "30 days"));
        database.execute("UPDATE stub.jobs SET config = '{\"drop_after\": \"10 years\"}'");

        apply(SINK, Map.of("retention.trade_data", "30 days"));
        apply(SINK, Map.of("retention.trade_data", "20 days"));
        apply(SINK, Map.of());
        assertThat(policies()).containsExactly("trade_data retention 10 years");

        apply(SINK, Map.of("retention.trade_data", "520 weeks"));
        assertThat(policies()).as("not the same interval").containsExactly("trade_data retention 10 years");
        database.execute("UPDATE stub.jobs SET config = '{\"drop_after\": \"3640 days\"}'");
        apply(SINK, Map.of("retention.trade_data", "520 weeks"));
        apply(SINK, Map.of("retention.trade_data", "30 days"));
        assertThat(policies()).as("managed again").containsExactly("trade_data retention 30 days");
    }

    @Test
    void leavesPoliciesOfAnotherConnector() throws SQLException {
        apply("other", Map.of("retention.trade_data", "30 days"));

        apply(SINK, Map.of("retention.trade_data", "20 days"));
        apply(SINK, Map.of());

        assertThat(policies()).containsExactly("trade_data retention 30 days");
    }

    @Test
    void createsAPolicyAgainForARecreatedTable() throws SQLException {
        apply(SINK, Map.of("retention.trade_data", "30 days"));
        database.execute("TRUNCATE stub.jobs");

        apply(SINK, Map.of("retention.trade_data", "30 days"));
        apply(SINK, Map.of("retention.trade_data", "31 days"));

        assertThat(policies()).containsExactly("trade_data retention 31 days");
    }

    @Test
    void compressesWithTheDefaultsOfTheTable() throws SQLException {
        apply(SINK, Map.of("compress.after", "7 days"));

        assertThat(options("trade_data"))
                .isEqualTo(
                        "timescaledb.compress, timescaledb.compress_segmentby = '\"pair\"', timescaledb.compress_orderby ="
                                + " '\"timestamp\" DESC, \"trade_id\" DESC'");
        assertThat(options("article_data"))
                .isEqualTo("timescaledb.compress, timescaledb.compress_segmentby = '\"website\"',"
                        + " timescaledb.compress_orderby = '\"timestamp\" DESC, \"article_id\" DESC'");
    }

    @Test
    void compressesAsConfigured() throws SQLException {
        apply(SINK, Map.of("compress.after", "7 days"));
        apply(
                SINK,
                Map.of(
                        "compress.after", "7 days",
                        "compress.segmentby.trade_data", "",
                        "compress.orderby.trade_data", "pair, timestamp desc nulls last"));

        assertThat(options("trade_data"))
                .isEqualTo("timescaledb.compress, timescaledb.compress_segmentby = '', timescaledb.compress_orderby ="
                        + " '\"pair\", \"timestamp\" DESC NULLS LAST'");
    }

    /** As made by a user, or by release 0.1.0. */
    @Test
    void keepsExistingCompressionSettingsUnlessConfigured() throws SQLException {
        database.execute("SELECT stub.set_compression('article_data', 'of a user')");
        apply(SINK, Map.of("compress.after", "7 days"));
        assertThat(options("article_data")).isEqualTo("of a user");

        apply(SINK, Map.of("compress.after", "7 days", "compress.segmentby.article_data", "website"));
        assertThat(options("article_data")).contains("compress_segmentby = '\"website\"'");
    }

    @Test
    void keepsCompressionSettingsNextToAPolicyThatItDidNotCreate() throws SQLException {
        Map<String, String> configured = Map.of("compress.after", "7 days", "compress.segmentby.trade_data", "side");
        database.execute("SELECT stub.set_compression('trade_data', 'of a user');"
                + " SELECT timescale_functions.add_compression_policy('trade_data', interval '7 days')");
        apply(SINK, configured);
        assertThat(options("trade_data")).isEqualTo("of a user");

        database.execute("SELECT timescale_functions.remove_compression_policy('trade_data')");
        apply(SINK, configured);
        assertThat(options("trade_data")).as("handed over").contains("compress_segmentby = '\"side\"'");
    }

    @Test
    void shortensItsRefreshPoliciesToTheRetention() throws SQLException {
        database.execute("CREATE TABLE candles (bucket timestamptz, pair text);"
                + " CREATE TABLE pulsefeed_definitions (name text);"
                + " INSERT INTO stub.aggregates VALUES ('candles', 'trade_data', '');"
                + " SELECT timescale_functions.add_continuous_aggregate_policy('candles', interval '7 days', interval '1 hour',"
                + " interval '1 hour')");

        apply(SINK, Map.of("retention.trade_data", "5 days"));
        assertThat(refreshStart()).as("of a user").isEqualTo("7 days");

        database.execute("INSERT INTO pulsefeed_definitions VALUES ('candles')");
        apply(SINK, Map.of("retention.trade_data", "6 days"));
        assertThat(refreshStart()).isEqualTo("4 days 19:12:00");
        apply(SINK, Map.of("retention.trade_data", "90 days"));
        assertThat(refreshStart()).as("database apply makes it longer").isEqualTo("4 days 19:12:00");
    }

    @Test
    void countsFailedJobs() throws SQLException {
        apply(SINK, Map.of("retention", "30 days"));
        assertThat(failedJobs).hasValue(0);

        database.execute("UPDATE stub.jobs SET last_run_status = 'Failed'");
        apply(SINK, Map.of());
        assertThat(failedJobs).hasValue(2);
    }

    @Test
    void appliesPoliciesWithoutAccessToJobs() throws SQLException {
        database.execute("ALTER VIEW timescaledb_information.job_stats RENAME TO hidden");
        try {
            apply(SINK, Map.of("retention.trade_data", "30 days"));
        } finally {
            database.execute("ALTER VIEW timescaledb_information.hidden RENAME TO job_stats");
        }

        assertThat(policies()).containsExactly("trade_data retention 30 days");
    }

    @Test
    void continuesWithOtherTablesAfterAnError() throws SQLException {
        database.execute(
                "CREATE FUNCTION stub.fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'must be owner' USING"
                        + " ERRCODE = '42501'; END $$; CREATE TRIGGER fail BEFORE UPDATE ON stub.hypertables FOR EACH ROW EXECUTE"
                        + " FUNCTION stub.fail()");
        try {
            apply(SINK, Map.of("retention", "30 days", "compress.after.trade_data", "7 days"));
        } finally {
            database.execute("DROP FUNCTION stub.fail() CASCADE");
        }

        assertThat(policies()).containsExactly("trade_data retention 30 days", "article_data retention 30 days");
    }

    private void apply(String connector, Map<String, String> settings) throws SQLException {
        Map<String, String> all = new HashMap<>(settings);
        all.putAll(Map.of("connection.url", "jdbc:postgresql://localhost/x", "topics", "rawtrade"));
        TimescaleSinkConnectorConfig config = new TimescaleSinkConnectorConfig(all);
        try (Connection connection = connect()) {
            Server found = Server.detect(connection);
            Catalog catalog = new Catalog(connection);
            List<TablePolicies> tables = new ArrayList<>();
            for (String name : List.of("trade_data", "article_data")) {
                TableDescription table = catalog.describe(name, List.of()).orElseThrow();
                tables.add(TablePolicies.of(table, catalog.timeDimension(name, found), config.schema()));
            }
            new PolicyManager(connector, tables, () -> {}, failedJobs::set, System::nanoTime).apply(connection, found);
        }
    }

    private Connection connect() throws SQLException {
        Connection connection = server.connect();
        connection.setAutoCommit(false);
        return connection;
    }

    private List<String> policies() {
        return database.rows("SELECT concat_ws(' ', relation, replace(proc_name, 'policy_', ''),"
                + " coalesce(config ->> 'drop_after', config ->> 'compress_after')) FROM stub.jobs"
                + " WHERE proc_name <> 'policy_refresh_continuous_aggregate' ORDER BY job_id");
    }

    private String options(String table) {
        return database.rows(
                        "SELECT compression_options FROM stub.hypertables WHERE relation = '" + table + "'::regclass")
                .get(0);
    }

    private String refreshStart() {
        return database.rows("SELECT config ->> 'start_offset' FROM stub.jobs WHERE proc_name ="
                        + " 'policy_refresh_continuous_aggregate'")
                .get(0);
    }
}
