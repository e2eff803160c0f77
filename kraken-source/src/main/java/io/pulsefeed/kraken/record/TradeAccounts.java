package io.pulsefeed.kraken.record;

import io.pulsefeed.commons.accounts.SourceAccounts;
import io.pulsefeed.kraken.wire.Pair;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.jspecify.annotations.Nullable;

/** Accounts for the trades of each pair by Kraken's numbers, from the records that the task returns. */
public final class TradeAccounts {

    private static final String WITHHELD = "neither the WebSocket nor REST has returned the trade";
    private static final String SKIPPED = "skipped at a backfill limit (backfill.policy=skip)";

    private final SourceAccounts accounts;

    public TradeAccounts(SourceAccounts accounts) {
        this.accounts = accounts;
    }

    /** Continues the accounts of an earlier run. */
    public void resume(OffsetStorageReader reader, Collection<Pair> pairs) {
        if (!accounts.isEnabled()) {
            return;
        }
        for (Pair pair : pairs) {
            Map<String, Object> trade = reader.offset(Offsets.partition("trade", pair));
            Long id = Offsets.number(trade, Offsets.TRADE_ID);
            Long timeEpochNs = Offsets.number(trade, Offsets.TIME);
            if (id != null && timeEpochNs != null) {
                accounts.restore(
                        pair.name(), reader.offset(SourceAccounts.partition(pair.name())), id, timeEpochNs / 1_000_000);
            }
        }
    }

    /** Counts the trades among the records, and adds the records of accounts that are due. */
    public void account(List<SourceRecord> records) {
        if (!accounts.isEnabled()) {
            return;
        }
        for (SourceRecord record : records) {
            Header id = record.headers().lastWithName("kraken.trade_id");
            if (id != null && "trade".equals(record.sourcePartition().get(Offsets.CHANNEL))) {
                accounts.add(
                        (String) record.sourcePartition().get(Offsets.PAIR),
                        (Long) id.value(),
                        record.timestamp(),
                        text(record.headers().lastWithName("kraken.origin")),
                        record.headers().lastWithName("kraken.gap_before") == null ? WITHHELD : SKIPPED);
            }
        }
        accounts.addDueTo(records);
    }

    private static String text(@Nullable Header header) {
        return header == null ? "unknown" : String.valueOf(header.value());
    }
}
