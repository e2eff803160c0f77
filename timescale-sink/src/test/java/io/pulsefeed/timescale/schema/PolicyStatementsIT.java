package io.pulsefeed.timescale.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulsefeed.testing.TestDatabase;
import io.pulsefeed.testing.TestEdition;
import io.pulsefeed.timescale.config.OrderColumn;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The statements for the Community edition on the Apache edition, which knows all functions and options: it rejects a statement
 * because of the license only after it has found the function and converted its arguments.
 */
class PolicyStatementsIT {

    private static final String LICENSE = "0A000";

    private TestDatabase database;

    @BeforeEach
    void createTable() {
        database = TestDatabase.fresh();
        database.require("that TimescaleDB knows the statements for policies and compression", TestEdition.APACHE);
        database.execute("CREATE TABLE readings (at timestamptz NOT NULL, device text, n int);"
                + " SELECT create_hypertable('readings', by_range('at'))");
    }

    @Test
    void serverKnowsTheStatements() throws SQLException {
        try (Connection connection = database.connect()) {
            Extension extension = Server.detect(connection).timescale();
            PolicyJobs jobs = new PolicyJobs(connection, extension);
            List<String> statements = new ArrayList<>();
            for (PolicyKind kind : PolicyKind.values()) {
                statements.add(kind.addition(extension, "readings", "30 days"));
                statements.add(kind.removal(extension, "readings"));
                statements.add(jobs.changeStatement(1000, kind.argument(), "30 days"));
            }
            for (List<String> segmentBy : List.of(List.<String>of(), List.of("device"), List.of("device", "n"))) {
                CompressionLayout layout = new CompressionLayout(
                        segmentBy, List.of(OrderColumn.descending("at"), new OrderColumn("n", " NULLS LAST")), true);
                statements.add("ALTER TABLE readings SET (" + layout.options() + ")");
            }
            for (String sql : statements) {
                assertThatThrownBy(() -> execute(connection, sql))
                        .as(sql)
                        .asInstanceOf(InstanceOfAssertFactories.throwable(SQLException.class))
                        .extracting(SQLException::getSQLState)
                        .isEqualTo(LICENSE);
            }
            assertThatThrownBy(() -> jobs.remove(1000))
                    .asInstanceOf(InstanceOfAssertFactories.throwable(SQLException.class))
                    .extracting(SQLException::getSQLState)
                    .isEqualTo(LICENSE);
        }
    }

    @Test
    void serverHasTheViews() throws SQLException {
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            PolicyJobs jobs =
                    new PolicyJobs(connection, Server.detect(connection).timescale());

            assertThat(new Catalog(connection).hypertable("readings"))
                    .contains(new Catalog.Hypertable(database.schema() + ".readings", false));
            assertThat(jobs.find("readings", PolicyKind.RETENTION)).isEmpty();
            new RefreshWindows(connection, jobs).shorten("readings", "5 days");
            assertThat(JobHealth.failedJobs(connection)).isZero();
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
