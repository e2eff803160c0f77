package io.pulsefeed.timescale.write;

import io.pulsefeed.timescale.error.BadRecordException;
import io.pulsefeed.timescale.ledger.Accounts;
import io.pulsefeed.timescale.ledger.Ledger;
import io.pulsefeed.timescale.ledger.RecordOutcome;
import io.pulsefeed.timescale.ledger.TrackedTables;
import io.pulsefeed.timescale.mapping.Operation;
import java.sql.SQLException;
import java.time.Clock;
import java.util.BitSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** Adds a part of a batch to the {@link Ledger} in its transaction, after its rows are written. */
final class TransactionLedger {

    /** Does nothing. */
    static final TransactionLedger NONE = new TransactionLedger(null, new TrackedTables(), Clock.systemUTC());

    private final @Nullable Ledger ledger;
    private final TrackedTables tables;
    private final Clock clock;

    TransactionLedger(@Nullable Ledger ledger, TrackedTables tables, Clock clock) {
        this.ledger = ledger;
        this.tables = tables;
        this.clock = clock;
    }

    void forget(Set<TopicPartition> partitions) {
        if (ledger != null) {
            ledger.forget(partitions);
        }
    }

    /** @return what to run after the COMMIT */
    Runnable write(SinkBatch batch, RecordRange range) throws SQLException {
        if (ledger == null) {
            return () -> {};
        }
        Map<TopicPartition, Long> nextOffsets = batch.nextOffsets(range);
        Accounts accounts = ledger.open(nextOffsets.keySet(), clock.millis());
        BitSet replayed = new BitSet();
        for (int i = range.from(); i < range.to(); i++) {
            BadRecordException error = batch.isBad(i) ? batch.errorOf(i) : null;
            RecordOutcome outcome = error != null
                    ? RecordOutcome.DEAD_LETTERED
                    : batch.isIgnored(i) ? RecordOutcome.IGNORED : RecordOutcome.WRITTEN;
            String reason = error == null ? "" : error.reason().tag();
            if (accounts.addRecord(batch.record(i), outcome, reason)) {
                replayed.set(i);
            }
        }
        nextOffsets.forEach(accounts::advance);
        if (range.from() == 0) {
            batch.skipped().forEach(accounts::addSkipped);
        }
        for (TableBuffer table : batch.tables()) {
            if (table.layout().operation() == Operation.UPSERT
                    && tables.contains(table.layout().table())) {
                addRows(accounts, batch, table, range, replayed, nextOffsets.size() == 1);
            }
        }
        ledger.write(accounts);
        Ledger committed = ledger;
        return () -> committed.onCommitted(accounts);
    }

    /**
     * Consecutive rows are usually equal in all that is counted, so that they are added together.
     *
     * @param onePartition whether all records are of one partition, so that they need not be read again
     */
    private static void addRows(
            Accounts accounts,
            SinkBatch batch,
            TableBuffer table,
            RecordRange range,
            BitSet replayed,
            boolean onePartition) {
        int to = table.firstRowOf(range.to());
        int start = table.firstRowOf(range.from());
        while (start < to) {
            SinkRecord first = batch.record(table.recordOf(start));
            boolean isReplay = replayed.get(table.recordOf(start));
            int end = start + 1;
            while (end < to
                    && table.hourOf(end) == table.hourOf(start)
                    && table.existed(end) == table.existed(start)
                    && (onePartition || isSamePartition(first, batch.record(table.recordOf(end))))
                    && replayed.get(table.recordOf(end)) == isReplay) {
                end++;
            }
            accounts.addRow(
                    table.layout().table(), table.hourOf(start), first, table.existed(start), isReplay, end - start);
            start = end;
        }
        for (TableBuffer.Replaced replaced : table.replaced(range)) {
            SinkRecord record = batch.record(replaced.record());
            accounts.addRow(table.layout().table(), replaced.hour(), record, true, replayed.get(replaced.record()), 1);
        }
    }

    private static boolean isSamePartition(SinkRecord first, SinkRecord second) {
        return first.originalKafkaPartition().equals(second.originalKafkaPartition())
                && first.originalTopic().equals(second.originalTopic());
    }
}
