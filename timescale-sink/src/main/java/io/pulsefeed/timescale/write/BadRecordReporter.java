package io.pulsefeed.timescale.write;

import io.pulsefeed.timescale.error.BadRecordException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sets bad records aside, before the commit that moves the offset past them: never both skipped and silent. */
final class BadRecordReporter {

    private static final Logger LOG = LoggerFactory.getLogger(BadRecordReporter.class);

    private final ErrantRecordReporter errant;

    /** @param errant null where the connector has neither a dead letter topic nor error logging */
    BadRecordReporter(ErrantRecordReporter errant) {
        this.errant = errant;
    }

    void report(List<SinkBatch.BadRecord> bad) {
        if (bad.isEmpty()) {
            return;
        }
        if (errant == null) {
            throw refused(bad.get(0).record(), bad.get(0).error());
        }
        List<Future<Void>> reports = new ArrayList<>();
        for (SinkBatch.BadRecord entry : bad) {
            reports.add(errant.report(entry.record(), entry.error()));
        }
        try {
            for (Future<Void> report : reports) {
                report.get();
            }
        } catch (ExecutionException e) {
            throw new ConnectException(
                    "A bad record could not be written to the dead letter topic: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectException("Interrupted while a bad record was being reported", e);
        }
        LOG.warn(
                "Set {} bad records aside; the first: {}",
                bad.size(),
                bad.get(0).error().getMessage());
    }

    private static ConnectException refused(SinkRecord record, BadRecordException error) {
        return new ConnectException(
                "Record " + record.originalTopic() + "-" + record.originalKafkaPartition() + "@"
                        + record.originalKafkaOffset()
                        + " cannot be written: " + error.getMessage()
                        + ". Set errors.tolerance=all and errors.deadletterqueue.topic.name to set such records aside.",
                error);
    }
}
