package io.pulsefeed.deployment.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.admin.Change;
import io.pulsefeed.cli.access.Database;
import io.pulsefeed.cli.database.AggregateRefresh;
import io.pulsefeed.testing.StubCommunity;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Continuous aggregates in a stand-in for the Community edition: the candles are a table that a refresh recomputes. */
class CommunityAggregatesIT {

    private static final Instant NOW = Instant.now();
    /** Midnight, four days ago. */
    private static final Instant DAY = NOW.truncatedTo(ChronoUnit.DAYS).minus(Duration.ofDays(4));

    private StubCommunity server;
    private AnalyticsDatabase database;

    @BeforeEach
    void createCandles() {
        server = new StubCommunity();
        database = AnalyticsDatabase.in("stand-in", server.database());
        assertThat(database.apply())
                .contains("created trade_data", "created trade_candles_1m")
                .contains(
                        "! trade_candles_1m: the server rejected a continuous aggregate; created a view instead, which is slower");
        database.execute("DROP VIEW order_flow_1m; ALTER VIEW trade_candles_1m RENAME TO columns;"
                + " CREATE TABLE trade_candles_1m AS SELECT * FROM columns WHERE false; DROP VIEW columns");
        database.execute("INSERT INTO stub.aggregates VALUES ('trade_candles_1m', 'trade_data',"
                + " 'SELECT date_bin(''1 minute'', timestamp, ''1970-01-01 00:00:00+00''), pair, 0, 0, 0, 0, sum(volume), 0, 0,"
                + " count(*), 0 FROM trade_data WHERE timestamp >= $1 AND timestamp < $2 GROUP BY 1, 2')");
        // As release 0.1.0 recorded an aggregate.
        database.execute(
                "UPDATE pulsefeed_definitions SET fingerprint ="
                        + " 'fe420990bb93eff0c8e326e601290d80df4bd92c97b72502a86b1c92a45ea785' WHERE name = 'trade_candles_1m'");
        assertThat(database.apply()).containsExactly("created order_flow_1m");
    }

    @AfterEach
    void stopServer() throws IOException {
        server.close();
    }

    @Test
    void refreshKeepsCandlesOfDroppedRows() {
        insertTrades(DAY.plus(Duration.ofMinutes(605)), 4000);
        assertThat(refresh()).startsWith("refreshed trade_candles_1m from " + DAY.plus(Duration.ofHours(10)));
        List<List<Object>> candles = candles();
        assertThat(candles).hasSizeGreaterThan(3900);

        deleteBefore(DAY.plus(Duration.ofDays(2)));
        assertThat(refresh()).contains("from the oldest row; older candles are kept");

        assertThat(candles()).isEqualTo(candles);
    }

    @Test
    void refreshKeepsTheCandlesOfAnHourThatHasLostRows() {
        insertTrades(DAY, 2000);
        refresh();
        List<List<Object>> candles = candles();

        deleteBefore(DAY.plus(Duration.ofMinutes(630)).plusSeconds(30));
        refresh();

        assertThat(candles()).isEqualTo(candles);
    }

    /** The first hour is incomplete because the sink started within it. Late rows of it count. */
    @Test
    void refreshIncludesLateRowsOfTheFirstHour() {
        insertTrades(DAY.plus(Duration.ofMinutes(605)), 100);
        refresh();
        insertTrades(DAY.plus(Duration.ofMinutes(602)), 1);

        refresh();

        assertThat(candles()).hasSize(101);
    }

    @Test
    void refreshWithChunksThatStartWithinAnHour() {
        database.execute(
                "UPDATE stub.hypertables SET chunk_interval = '30 minutes' WHERE relation = 'trade_data'::regclass");
        insertTrades(DAY.plus(Duration.ofMinutes(605)), 100);
        refresh();
        List<List<Object>> candles = candles();
        assertThat(candles).hasSize(100);

        deleteBefore(DAY.plus(Duration.ofMinutes(630)));
        refresh();

        assertThat(candles()).isEqualTo(candles);
    }

    @Test
    void refreshOfAnEmptyTableKeepsItsCandles() {
        insertTrades(DAY, 10);
        refresh();
        deleteBefore(NOW);

        assertThat(refresh()).startsWith("nothing to refresh in trade_candles_1m");

        assertThat(candles()).hasSize(10);
    }

    @Test
    void applyMakesRefreshPoliciesReachBackFarEnough() {
        database.execute(
                "SELECT timescale_functions.add_continuous_aggregate_policy('trade_candles_1m', interval '4 hours',"
                        + " interval '1 minute', interval '5 minutes')");

        assertThat(database.apply()).anyMatch(line -> line.endsWith("start 04:00:00 -> 7 days"));
        assertThat(start()).isEqualTo("7 days");
        assertThat(database.apply()).isEmpty();

        database.execute("SELECT timescale_functions.add_retention_policy('trade_data', interval '5 days')");
        assertThat(database.apply()).anyMatch(line -> line.endsWith("start 7 days -> 4 days"));
        assertThat(start()).isEqualTo("4 days");
        assertThat(database.apply()).isEmpty();

        database.execute("SELECT timescale_functions.remove_retention_policy('trade_data')");
        database.apply();
        assertThat(start()).isEqualTo("7 days");
    }

    @Test
    void applyKeepsLongerRefreshPoliciesWithinTheRetention() {
        database.execute(
                "SELECT timescale_functions.add_continuous_aggregate_policy('trade_candles_1m', interval '30 days',"
                        + " interval '1 minute', interval '5 minutes');"
                        + " SELECT timescale_functions.add_retention_policy('trade_data', interval '90 days')");

        assertThat(database.apply()).isEmpty();

        database.execute("DELETE FROM pulsefeed_definitions WHERE name = 'trade_candles_1m';"
                + " UPDATE stub.jobs SET config = '{\"start_offset\": \"1 hour\"}' WHERE proc_name LIKE '%refresh%'");
        database.apply();
        assertThat(start()).as("of an aggregate that apply did not create").isEqualTo("1 hour");
    }

    private String refresh() {
        try (Database connection = Database.connect(database.url(), database.user(), database.password())) {
            return AggregateRefresh.on(connection).refresh(List.of("trade_data"), Instant.MIN, Instant.now()).stream()
                    .map(Change::text)
                    .collect(Collectors.joining("\n"));
        }
    }

    /** One trade per minute. */
    private void insertTrades(Instant from, int count) {
        database.execute("INSERT INTO trade_data SELECT timestamptz '" + from
                + "' + i * interval '1 minute', 'XBT/USD', 1, 1, 'b'," + " extract(epoch FROM timestamptz '" + from
                + "')::bigint + i FROM generate_series(0, " + (count - 1) + ") i");
    }

    private void deleteBefore(Instant time) {
        database.execute("DELETE FROM trade_data WHERE timestamp < timestamptz '" + time + "'");
    }

    private List<List<Object>> candles() {
        return database.rows("SELECT bucket, pair, trades FROM trade_candles_1m ORDER BY 1, 2");
    }

    private Object start() {
        return database.rows("SELECT config ->> 'start_offset' FROM stub.jobs WHERE proc_name ="
                        + " 'policy_refresh_continuous_aggregate'")
                .get(0)
                .get(0);
    }
}
