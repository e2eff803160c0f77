package io.pulsefeed.timescale.write;

import io.pulsefeed.timescale.error.BadRecordException;
import io.pulsefeed.timescale.metrics.SinkMetrics;
import io.pulsefeed.timescale.metrics.Throttle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sets bad records aside, before the commit that moves the offset past them: never both skipped and silent. */
final class BadRecordReporter {

    private static final Logger LOG = LoggerFactory.getLogger(BadRecordReporter.class);

    private final ErrantRecordReporter errant;
    private final SinkMetrics metrics;
    private final Throttle throttle;

    /** @param errant null where the connector has neither a dead letter topic nor error logging */
    BadRecordReporter(ErrantRecordReporter errant, SinkMetrics metrics, LongSupplier nanos) {
        this.errant = errant;
        this.metrics = metrics;
        this.throttle = new Throttle(LOG, nanos);
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
        metrics.reported(bad.size());
        for (SinkBatch.BadRecord entry : bad) {
            metrics.bad(entry.error().reason());
            throttle.warn(
                    entry.record().topic() + entry.error().reason(),
                    1,
                    "Set record " + coordinates(entry.record()) + " aside: "
                            + entry.error().getMessage());
        }
    }

    private static String coordinates(SinkRecord record) {
        return record.originalTopic() + "-" + record.originalKafkaPartition() + "@" + record.originalKafkaOffset();
    }

    private static ConnectException refused(SinkRecord record, BadRecordException error) {
        return new ConnectException(
                "Record " + coordinates(record) + " cannot be written: " + error.getMessage()
                        + ". Set errors.tolerance=all and errors.deadletterqueue.topic.name to set such records aside.",
                error);
    }
}
