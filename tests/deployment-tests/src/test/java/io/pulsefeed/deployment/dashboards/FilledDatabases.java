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
 * What the connectors of the monitored stack write: in the stack's own database, which is a TimescaleDB where one can be had, and
 * in a plain PostgreSQL, by the same connectors under other names.
 */
final class FilledDatabases implements AutoCloseable {

    private static final Duration FILLED = Duration.ofSeconds(150);
    private static final List<String> SINKS = List.of("timescale-cryptoviz", "timescale-emotibit");
    private static final int RESTLESS_DEVICE = 1;

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
        stack.sources().devices().strike(RESTLESS_DEVICE, Fault.TCP_RESET);
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

    /** The slowest of each kind: variability needs a minute of signal, a price moves enough for an alert about as often. */
    private static void awaitFilled(Database database) {
        await(database.name())
                .atMost(FILLED)
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> {
                    assertThat(database.texts("SELECT DISTINCT metric_name FROM emotibit_metric"))
                            .contains("rmssd", "breathingrate");
                    assertThat(database.texts("SELECT DISTINCT event FROM emotibit_event"))
                            .contains("gap", "skin_response");
                    assertThat(database.texts("SELECT DISTINCT website FROM article_data"))
                            .hasSizeGreaterThan(2);
                    assertThat(database.texts("SELECT DISTINCT pair FROM trade_data"))
                            .hasSizeGreaterThan(5);
                    // A window of three minutes has to end first.
                    assertThat(
                                    database.texts(
                                            "SELECT timestamp FROM sentiment_data WHERE timestamp > now() - interval '10 minutes'"))
                            .isNotEmpty();
                    assertThat(database.texts("SELECT timestamp FROM prediction_data"))
                            .isNotEmpty();
                    assertThat(database.texts("SELECT pair FROM alert_data")).isNotEmpty();
                });
    }

    @Override
    public void close() throws IOException {
        added.forEach(name -> stack.connect().delete(name));
        postgres.close();
    }
}
