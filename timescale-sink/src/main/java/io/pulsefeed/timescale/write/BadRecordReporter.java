package io.pulsefeed.timescale.write;

import io.pulsefeed.commons.metrics.LogThrottle;
import io.pulsefeed.commons.time.MonotonicClock;
import io.pulsefeed.timescale.error.BadRecordException;
import io.pulsefeed.timescale.metrics.SinkMetrics;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports bad records before the commit that moves the offset past them, so that none is skipped silently. */
final class BadRecordReporter {

    private static final Logger LOG = LoggerFactory.getLogger(BadRecordReporter.class);

    private final @Nullable ErrantRecordReporter errant;
    private final SinkMetrics metrics;
    private final LogThrottle warnings;

    /** @param errant null if the connector has neither a dead letter topic nor error logging */
    BadRecordReporter(@Nullable ErrantRecordReporter errant, SinkMetrics metrics, MonotonicClock clock) {
        this.errant = errant;
        this.metrics = metrics;
        this.warnings = new LogThrottle(LOG, clock);
    }

    /** @throws ConnectException if the records cannot be reported */
    void report(List<SinkBatch.BadRecord> bad) {
        if (bad.isEmpty()) {
            return;
        }
        if (errant == null) {
            throw notTolerated(bad.get(0).record(), bad.get(0).error());
        }
        List<Future<Void>> reports = new ArrayList<>();
        for (SinkBatch.BadRecord entry : bad) {
            reports.add(report(errant, entry));
        }
        try {
            for (Future<Void> report : reports) {
                report.get();
            }
        } catch (ExecutionException e) {
            throw new ConnectException(
                    "Failed to write a bad record to the dead letter topic: " + e.getCause()
                            + ". Check the topic errors.deadletterqueue.topic.name and the permissions of the worker.",
                    e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectException("Interrupted while reporting a bad record.", e);
        }
        metrics.addReported(bad.size());
        for (SinkBatch.BadRecord entry : bad) {
            metrics.addBad(entry.error().reason());
            warnings.warn(
                    entry.record().topic() + entry.error().reason(),
                    coordinates(entry.record()) + ": reported bad record: "
                            + entry.error().getMessage());
        }
    }

    /** With {@code errors.tolerance=none}, the worker throws an exception that does not name the record. */
    private static Future<Void> report(ErrantRecordReporter errant, SinkBatch.BadRecord bad) {
        try {
            return errant.report(bad.record(), bad.error());
        } catch (ConnectException e) {
            throw e.getCause() == bad.error() ? notTolerated(bad.record(), bad.error()) : e;
        }
    }

    private static String coordinates(SinkRecord record) {
        return record.originalTopic() + "-" + record.originalKafkaPartition() + "@" + record.originalKafkaOffset();
    }

    private static ConnectException notTolerated(SinkRecord record, BadRecordException error) {
        return new ConnectException(
                "Record " + coordinates(record) + " cannot be written: " + error.getMessage()
                        + ". Set errors.tolerance=all and errors.deadletterqueue.topic.name to send such records to a dead letter"
                        + " topic.",
                error);
    }
}
