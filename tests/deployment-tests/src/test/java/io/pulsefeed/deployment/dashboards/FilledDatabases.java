package io.pulsefeed.deployment.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pulsefeed.cli.database.SchemaPlan;
import io.pulsefeed.deployment.monitoring.MonitoredStack;
import io.pulsefeed.simulators.emotibit.Fault;
import io.pulsefeed.testing.Checkout;
import io.pulsefeed.testing.TestDatabase;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Two databases with rows of every kind: that of the monitored stack, which is a TimescaleDB if one is available, and a plain
 * PostgreSQL that copies of the sinks write to.
 */
final class FilledDatabases implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(150);
    private static final List<String> SINKS = List.of("timescale-cryptoviz", "timescale-emotibit");
    private static final int DISCONNECTING_DEVICE = 1;

    private final MonitoredStack stack;
    private final TestDatabase postgres;
    private final List<String> added = new ArrayList<>();
    private final List<Database> databases;

    FilledDatabases(MonitoredStack stack) {
        this.stack = stack;
        this.postgres = TestDatabase.startPlainPostgres();
        Database plain = new Database("PostgreSQL", postgres.url(), postgres.user(), postgres.password());
        databases =
                List.of(new Database("stack", stack.jdbcUrl(), stack.databaseUser(), stack.databasePassword()), plain);
        databases.forEach(FilledDatabases::addAnalytics);
        SINKS.forEach(sink -> copy(sink, plain));
        stack.connect().awaitRunning(added, MonitoredStack.LIMIT);
        stack.sources().devices().strike(DISCONNECTING_DEVICE, Fault.TCP_RESET);
        databases.forEach(FilledDatabases::awaitFilled);
    }

    List<Database> databases() {
        return databases;
    }

    private static void addAnalytics(Database database) {
        try (io.pulsefeed.cli.access.Database connection =
                io.pulsefeed.cli.access.Database.connect(database.url(), database.user(), database.password())) {
            SchemaPlan.of(connection, new io.pulsefeed.cli.Checkout(Checkout.ROOT))
                    .apply();
        }
    }

    private void copy(String sink, Database to) {
        ObjectNode config = stack.connect().config(sink).deepCopy();
        String name = sink + "-plain";
        config.put("name", name)
                .put("connection.url", to.url())
                .put("connection.user", to.user())
                .put("connection.password", to.password());
        stack.connect().put(name, config);
        added.add(name);
    }

    /** Waits for the slowest values: variability needs a minute of signal, and alerts occur about once a minute. */
    private static void awaitFilled(Database database) {
        await(database.name()).atMost(LIMIT).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> {
            assertThat(database.texts("SELECT DISTINCT metric_name FROM emotibit_metric"))
                    .contains("rmssd", "breathingrate");
            assertThat(database.texts("SELECT DISTINCT event FROM emotibit_event"))
                    .contains("gap", "skin_response");
            assertThat(database.texts("SELECT DISTINCT website FROM article_data"))
                    .hasSizeGreaterThan(2);
            assertThat(database.texts("SELECT DISTINCT pair FROM trade_data")).hasSizeGreaterThan(5);
            // Written after the end of a three-minute window.
            assertThat(database.texts(
                            "SELECT timestamp FROM sentiment_data WHERE timestamp > now() - interval '25 minutes'"))
                    .isNotEmpty();
            assertThat(database.texts("SELECT timestamp FROM prediction_data")).isNotEmpty();
            assertThat(database.texts("SELECT pair FROM alert_data")).isNotEmpty();
        });
    }

    @Override
    public void close() throws IOException {
        added.forEach(name -> stack.connect().delete(name));
        postgres.close();
    }
}
