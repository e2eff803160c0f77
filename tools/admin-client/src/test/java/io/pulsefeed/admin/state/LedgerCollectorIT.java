package io.pulsefeed.admin.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.testing.Checkout;
import io.pulsefeed.testing.TestDatabase;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LedgerCollectorIT {

    @Test
    void readsAccountsAndSeals() {
        TestDatabase server = TestDatabase.fresh();
        DatabaseLogin login = new DatabaseLogin(server.url(), server.user(), server.password());
        try (LedgerCollector ledger = new LedgerCollector(new StateDatabase(Optional.of(login)))) {
            assertThat(ledger.collect()).isEqualTo(LedgerState.NONE);
            server.execute(Checkout.text("database/ledger.sql"));
            server.execute(
                    """
                    INSERT INTO pulsefeed_ledger_start VALUES ('trade_data', 'timestamp', '-infinity');
                    INSERT INTO pulsefeed_ledger VALUES ('rows', 'rawtrade', 0, date_trunc('hour', now()), 0, 1200, 1200, 1200, 0, 0, 0, 0,
                      0, 0, 0, now());
                    INSERT INTO pulsefeed_ledger_seal VALUES
                      ('trade_data', '2026-01-05 00:00Z', 'timestamp', '{timestamp}', 5, 5, 0, 'closed', now()),
                      ('trade_data', '2026-01-05 01:00Z', 'timestamp', '{timestamp}', 5, 5, 0, 'closed', now())""");
            assertThat(ledger.collect()).isEqualTo(new LedgerState(true, 1_200, 2, 0, 0));
            assertThat(ledger.collect().isComplete()).isTrue();

            server.execute("UPDATE pulsefeed_ledger_seal SET table_rows = 4 WHERE hour = '2026-01-05 01:00Z'");
            assertThat(ledger.collect()).isEqualTo(new LedgerState(true, 1_200, 2, 1, 0));
            assertThat(ledger.collect().isComplete()).isFalse();
        }
    }
}
