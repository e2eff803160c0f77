package io.pulsefeed.cli.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulsefeed.cli.UserError;
import io.pulsefeed.cli.access.Database;
import io.pulsefeed.testing.Checkout;
import io.pulsefeed.testing.TestDatabase;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The rows of a backfill on the table of a real server. */
class RowCheckIT {

    private static final Period PERIOD =
            new Period(Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2026-01-02T00:00:00Z"));

    private TestDatabase server;

    @BeforeEach
    void createTable() {
        server = TestDatabase.fresh();
        server.execute(Checkout.text("database/tables/trade_data.sql"));
        server.execute(
                "INSERT INTO trade_data SELECT timestamptz '2026-01-01 00:00Z' + n * interval '1 min', 'XBT/USD',"
                        + " 1, 1, 'b', 100 + n FROM generate_series(0, 9) n");
    }

    private String check(long trades, long outside) {
        try (Database database = Database.connect(server.url(), server.user(), server.password())) {
            PairProgress progress = new PairProgress(true, 100, 109, trades, outside, 86_400);
            return new RowCheck(database, "trade_data", PERIOD).await("XBT/USD", progress, System.nanoTime());
        }
    }

    private void move(long tradeId, String time) {
        server.execute("DELETE FROM trade_data WHERE trade_id = " + tradeId);
        server.execute("INSERT INTO trade_data VALUES ('" + time + "', 'XBT/USD', 1, 1, 'b', " + tradeId + ")");
    }

    @Test
    void countsTheRowsOfThePeriod() {
        assertThat(check(10, 0)).isEqualTo("XBT/USD: 10 trades (ids 100 to 109), 10 rows in trade_data");
    }

    @Test
    void countsRowsWithOddTimes() {
        move(104, "2012-05-05 00:00Z");
        move(107, "2026-03-05 00:00Z");

        assertThat(check(10, 2))
                .isEqualTo(
                        "XBT/USD: 10 trades (ids 100 to 109), 10 rows in trade_data, 2 of them with a time outside of"
                                + " the period");
    }

    @Test
    void reportsAMissingRowWithAnOddTime() {
        server.execute("DELETE FROM trade_data WHERE trade_id = 104");

        assertThatThrownBy(() -> check(10, 1))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("only 9 of 10 trades (ids 100 to 109) are in trade_data");
    }
}
