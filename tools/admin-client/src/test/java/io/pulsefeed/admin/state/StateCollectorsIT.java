package io.pulsefeed.admin.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pulsefeed.admin.ConnectRest;
import io.pulsefeed.admin.state.EventAge.Kind;
import io.pulsefeed.testing.Checkout;
import io.pulsefeed.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The collectors of the database with its real tables; worker, brokers and metrics are down. */
class StateCollectorsIT {

    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    private final TestDatabase database = TestDatabase.fresh();

    private static String ago(Duration age) {
        return "timestamptz '" + NOW.minus(age) + "'";
    }

    private StateCollectors collectors(Optional<DatabaseLogin> login) {
        return new StateCollectors(new StateSources(
                new ConnectRest("http://127.0.0.1:1"),
                Map.of("bootstrap.servers", "127.0.0.1:1"),
                login,
                Optional.empty(),
                Duration.ofSeconds(20)));
    }

    private void createTables() {
        Checkout.files("database/tables", ".sql")
                .forEach(file -> database.execute(
                        Checkout.text(Checkout.ROOT.relativize(file).toString())));
    }

    @Test
    void findsRowsAndNewestEventsWhileTheWorkerIsDown() throws InterruptedException {
        createTables();
        database.execute("INSERT INTO trade_data SELECT " + ago(Duration.ofMinutes(5))
                + " - i * interval '1 hour', p, 1, 1, 'b', i FROM generate_series(0, 99) i,"
                + " unnest(ARRAY['XBT/USD', 'ETH/USD']) p");
        database.execute(
                "INSERT INTO trade_data VALUES (" + ago(Duration.ofSeconds(7)) + ", 'ETH/USD', 1, 1, 'b', 100)");
        database.execute("INSERT INTO ticker_data VALUES (" + ago(Duration.ofDays(20)) + ", 'OLD/USD', 1)");
        database.execute("INSERT INTO article_data (timestamp, article_id, title, url, website) VALUES ("
                + ago(Duration.ofHours(3)) + ", 'a', 't', 'u', 'coindesk')");
        database.execute("INSERT INTO emotibit_metric (timestamp, device_id, metric_name, metric_value) SELECT "
                + ago(Duration.ofMinutes(2)) + " - i * interval '1 second', 'd' || d, 'm' || i, 1"
                + " FROM generate_series(0, 9) i, generate_series(1, 3) d");

        StackState state;
        try (StateCollectors collectors =
                collectors(Optional.of(new DatabaseLogin(database.url(), database.user(), database.password())))) {
            state = collectors.collect();
        }

        assertThat(state.tables().failure()).isEmpty();
        assertThat(state.tables().get().orElseThrow())
                .filteredOn(table -> !table.table().startsWith("emotibit_"))
                .extracting(TableState::table, TableState::rows, TableState::exact, TableState::newest)
                .containsExactly(
                        tuple("alert_data", 0L, true, null),
                        tuple("article_data", 1L, true, NOW.minus(Duration.ofHours(3))),
                        tuple("book_data", 0L, true, null),
                        tuple("pulsefeed_source_account", 0L, true, null),
                        // older than the window of the quick query
                        tuple("ticker_data", 1L, true, NOW.minus(Duration.ofDays(20))),
                        tuple("trade_data", 201L, true, NOW.minus(Duration.ofSeconds(7))));
        Instant metric = NOW.minus(Duration.ofMinutes(2));
        assertThat(state.events().get().orElseThrow())
                .containsExactlyInAnyOrder(
                        new EventAge(Kind.PAIR, "ETH/USD", "trade_data", NOW.minus(Duration.ofSeconds(7))),
                        new EventAge(Kind.PAIR, "XBT/USD", "trade_data", NOW.minus(Duration.ofMinutes(5))),
                        new EventAge(Kind.SITE, "coindesk", "article_data", NOW.minus(Duration.ofHours(3))),
                        new EventAge(Kind.DEVICE, "d1", "emotibit_metric", metric),
                        new EventAge(Kind.DEVICE, "d2", "emotibit_metric", metric),
                        new EventAge(Kind.DEVICE, "d3", "emotibit_metric", metric));
        assertThat(state.worker().failure()).contains("Cannot connect to Kafka Connect at http://127.0.0.1:1");
        assertThat(state.lag().failure()).contains("Kafka Connect does not respond");
        assertThat(state.isRunning()).isFalse();
    }

    @Test
    void reportsEachPartThatFails() throws Exception {
        ObjectNode json;
        try (StateCollectors collectors = collectors(Optional.empty())) {
            json = StateJson.of(collectors.collect());
        }

        assertThat(new ObjectMapper().readTree(json.toString()).path("running").asBoolean(true))
                .isFalse();
        assertThat(json.path("failures").fieldNames())
                .toIterable()
                .containsExactly(
                        "worker", "connectors", "lag", "tables", "dead_letters", "events", "gaps", "disk", "ledger");
        assertThat(json.at("/failures/tables").asText()).isEqualTo("No password for the database is set.");
        assertThat(json.at("/failures/disk").asText()).startsWith("Cannot connect to Kafka at 127.0.0.1:1 (");
    }
}
