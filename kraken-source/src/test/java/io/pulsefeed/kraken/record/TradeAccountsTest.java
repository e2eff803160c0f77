package io.pulsefeed.kraken.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.commons.accounts.SourceAccounts;
import io.pulsefeed.kraken.wire.Pair;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

class TradeAccountsTest {

    private static final long HOUR_MS = 1_790_370_000_000L;

    private long nowNs;
    private final TradeAccounts accounts =
            new TradeAccounts(new SourceAccounts("accounts", "kraken", "trade", "rawtrade", () -> nowNs));

    private static SourceRecord trade(String channel, long id, String origin, long skippedBefore) {
        ConnectHeaders headers = new ConnectHeaders();
        headers.addLong("kraken.trade_id", id);
        headers.addString("kraken.origin", origin);
        if (skippedBefore > 0) {
            headers.addLong("kraken.gap_before", skippedBefore);
        }
        return new SourceRecord(
                Offsets.partition(channel, Pair.parse("XBT/USD")),
                Offsets.trade(id, HOUR_MS * 1_000_000),
                "rawtrade",
                null,
                null,
                "XBT/USD",
                null,
                new byte[0],
                HOUR_MS + id,
                headers);
    }

    private String account(SourceRecord... trades) {
        List<SourceRecord> records = new ArrayList<>(List.of(trades));
        nowNs += 60_000_000_000L;
        accounts.account(records);
        assertThat(records).hasSize(trades.length + 1);
        SourceRecord account = records.get(trades.length);
        assertThat(account.topic()).isEqualTo("accounts");
        return new String((byte[]) account.value(), StandardCharsets.UTF_8);
    }

    @Test
    void declaresATradeMissingThatNeitherSocketNorRestReturned() {
        assertThat(account(trade("trade", 1, "live", 0), trade("trade", 2, "live", 0), trade("trade", 4, "rest", 0)))
                .contains("\"stream\":\"XBT/USD\",\"first\":1,\"last\":4,\"expected\":4,\"emitted\":3,\"missing\":1")
                .contains("\"paths\":{\"live\":2,\"rest\":1}")
                .contains(
                        "{\"first\":3,\"last\":3,\"reason\":\"neither the WebSocket nor REST has returned the trade\"}");
    }

    @Test
    void givesTheLimitAsReasonForSkippedTrades() {
        assertThat(account(trade("trade", 1, "live", 0), trade("trade", 10, "live", 8)))
                .contains("{\"first\":2,\"last\":9,\"reason\":\"skipped at a backfill limit (backfill.policy=skip)\"}");
    }

    @Test
    void ignoresTradesOfABackfill() {
        assertThat(account(trade("trade", 100, "live", 0), trade("backfill", 5, "rest", 0)))
                .contains("\"first\":100,\"last\":100,\"expected\":1");
    }
}
