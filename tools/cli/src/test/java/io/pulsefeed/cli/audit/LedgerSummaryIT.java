package io.pulsefeed.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.cli.access.Database;
import io.pulsefeed.testing.Checkout;
import io.pulsefeed.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class LedgerSummaryIT {

    @Test
    void describesTheLedgerInOneLine() throws IOException {
        TestDatabase server = TestDatabase.fresh();
        try (Database database = Database.connect(server.url(), server.user(), server.password())) {
            assertThat(LedgerSummary.read(database)).isEmpty();
            server.execute(Files.readString(Checkout.path("database/ledger.sql")));
            server.execute(
                    """
                    INSERT INTO pulsefeed_ledger_start VALUES ('trade_data', 'timestamp', '-infinity');
                    INSERT INTO pulsefeed_ledger VALUES ('rows', 'rawtrade', 0, date_trunc('hour', now()), 0, 1200, 1200, 1200, 0, 0, 0, 0,
                      0, 0, 0, now());
                    INSERT INTO pulsefeed_ledger_seal VALUES
                      ('trade_data', '2026-01-05 00:00Z', 'timestamp', '{timestamp}', 5, 5, 0, 'closed', now()),
                      ('trade_data', '2026-01-05 01:00Z', 'timestamp', '{timestamp}', 5, 5, 0, 'closed', now())""");

            LedgerSummary complete = LedgerSummary.read(database).orElseThrow();
            assertThat(complete.isComplete()).isTrue();
            assertThat(complete.line())
                    .isEqualTo("ledger: 1,200 records in 24 h; 2 hours sealed in 7 days, 0 differ; 0 dead letters");

            server.execute("UPDATE pulsefeed_ledger_seal SET table_rows = 4 WHERE hour = '2026-01-05 01:00Z'");
            assertThat(LedgerSummary.read(database).orElseThrow().line())
                    .isEqualTo("ledger: 1,200 records in 24 h; 2 hours sealed in 7 days, 1 differ; 0 dead letters;"
                            + " run pulsefeed audit --deep");
        }
    }
}
