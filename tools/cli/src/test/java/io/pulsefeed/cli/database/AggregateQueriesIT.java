package io.pulsefeed.cli.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.cli.access.Database;
import io.pulsefeed.cli.database.AggregateRefresh.Aggregate;
import io.pulsefeed.testing.TestDatabase;
import io.pulsefeed.testing.TestEdition;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The queries of continuous aggregates on the views of a real TimescaleDB. */
class AggregateQueriesIT {

    private static final Aggregate CANDLES = new Aggregate("candles", "trades", "candles");

    private TestDatabase server;

    @BeforeEach
    void createTables() {
        server = TestDatabase.fresh();
        server.require("queries about continuous aggregates", TestEdition.APACHE, TestEdition.COMMUNITY);
        server.execute("CREATE TABLE trades (timestamp timestamptz NOT NULL);"
                + " SELECT create_hypertable('trades', by_range('timestamp', interval '1 day'));"
                + " CREATE TABLE candles (bucket timestamptz); CREATE TABLE pulsefeed_definitions (name text)");
    }

    @Test
    void startsAtTheHourOfTheOldestRow() {
        try (Database database = Database.connect(server.url(), server.user(), server.password())) {
            RefreshStart starts = new RefreshStart(database);
            assertThat(starts.find(CANDLES)).isEmpty();

            server.execute("INSERT INTO trades VALUES ('2026-01-01 01:00Z'), ('2026-01-03 10:20:30.123456Z'),"
                    + " ('2026-01-05 00:00Z')");
            server.execute("DELETE FROM trades WHERE timestamp < '2026-01-02Z'");
            assertThat(starts.find(CANDLES)).contains(Instant.parse("2026-01-03T10:00:00Z"));

            server.execute("INSERT INTO candles VALUES ('2026-01-01 01:00Z')");
            assertThat(starts.find(CANDLES)).contains(Instant.parse("2026-01-03T11:00:00Z"));
        }
    }

    @Test
    void findsNoRefreshPolicies() {
        try (Database database = Database.connect(server.url(), server.user(), server.password())) {
            assertThat(new RefreshPolicies(database, Edition.COMMUNITY).changes())
                    .isEmpty();
            assertThat(ExtensionUpdate.find(database)).isEmpty();
        }
    }
}
