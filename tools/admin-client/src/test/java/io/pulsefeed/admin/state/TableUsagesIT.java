package io.pulsefeed.admin.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefeed.admin.SinkSettings;
import io.pulsefeed.testing.Checkout;
import io.pulsefeed.testing.StubCommunity;
import io.pulsefeed.testing.TestDatabase;
import io.pulsefeed.testing.TestEdition;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TableUsagesIT {

    /** The same number of rows in each hour of 20 days, and the same in each minute of the last 2 hours. */
    private static final String ROWS =
            """
            INSERT INTO trade_data SELECT now() - i * interval '1 minute', 'XBT/USD', 1, 1, 'b', i FROM generate_series(0, 28799) i;
            INSERT INTO ticker_data SELECT now() - i * interval '1 s', 'XBT/USD', 1, 1, 1, 1, 1 FROM generate_series(0, 7199) i;
            CREATE TABLE notes (note text);
            """;

    private static Map<String, Usage> read(TestDatabase server, SinkSettings... sinks) {
        return TableUsages.read(login(server), List.of(sinks)).stream()
                .collect(Collectors.toMap(Usage::name, Function.identity()));
    }

    private static DatabaseLogin login(TestDatabase server) {
        return new DatabaseLogin(server.url(), server.user(), server.password());
    }

    private static void createTables(TestDatabase server) {
        server.execute(Checkout.text("database/tables/trade_data.sql")
                + Checkout.text("database/tables/ticker_data.sql")
                + ROWS);
    }

    private static void assertGrowth(Map<String, Usage> tables) {
        Usage trades = tables.get("trade_data");
        assertThat((double) trades.bytesPerDay().orElseThrow())
                .as("a twentieth of %d", trades.bytes())
                .isBetween(trades.bytes() / 30.0, trades.bytes() / 15.0);
        Usage tickers = tables.get("ticker_data");
        assertThat((double) tickers.bytesPerDay().orElseThrow())
                .as("twelve times %d", tickers.bytes())
                .isBetween(tickers.bytes() * 11.0, tickers.bytes() * 13.0);
        assertThat(tables.get("notes").bytesPerDay()).isEmpty();
    }

    @Test
    void measuresTheGrowthOfOrdinaryTables() throws IOException {
        try (TestDatabase server = TestDatabase.startPlainPostgres()) {
            createTables(server);
            Map<String, Usage> tables = read(server, sink("{\"topics\":\"rawtrade\",\"retention\":\"30 days\"}"));
            assertGrowth(tables);
            assertThat(tables.get("trade_data").retention())
                    .as("nothing is dropped")
                    .isEmpty();
        }
    }

    @Test
    void measuresTheGrowthOfHypertables() throws IOException {
        TestDatabase server = TestDatabase.fresh();
        server.require("size of hypertables", TestEdition.APACHE, TestEdition.COMMUNITY);
        createTables(server);
        Map<String, Usage> tables = read(
                server,
                sink("{\"topics\":\"rawtrade,rawticker\",\"profile\":\"cryptoviz\",\"retention\":\"30 days\","
                        + "\"retention.ticker_data\":\"\"}"));
        assertGrowth(tables);
        assertThat(tables.get("trade_data").bytes()).isGreaterThan(2_000_000);
        assertThat(tables.get("trade_data").retention()).contains(Duration.ofDays(30));
        assertThat(tables.get("ticker_data").retention()).isEmpty();
    }

    @Test
    void readsTheRetentionOfPolicies() throws IOException {
        try (StubCommunity stub = new StubCommunity()) {
            stub.database()
                    .execute("CREATE TABLE a (timestamp timestamptz); SELECT timescale_functions.create_hypertable('a',"
                            + " timescale_functions.by_range('timestamp'));"
                            + " SELECT timescale_functions.add_retention_policy('a', interval '2 weeks')");
            try (StateDatabase database = new StateDatabase(Optional.of(login(stub.database())))) {
                assertThat(TableRetention.read(database, List.of()).of("a")).contains(Duration.ofDays(14));
            }
        }
    }

    private static SinkSettings sink(String config) throws IOException {
        return new SinkSettings("sink", new ObjectMapper().readTree(config));
    }
}
