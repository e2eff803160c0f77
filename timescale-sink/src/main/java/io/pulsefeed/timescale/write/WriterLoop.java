package io.pulsefeed.timescale.write;

import io.pulsefeed.timescale.config.OffsetsMode;
import io.pulsefeed.timescale.config.SinkConfig;
import io.pulsefeed.timescale.error.SqlStates;
import io.pulsefeed.timescale.metrics.SinkMetrics;
import io.pulsefeed.timescale.metrics.Throttle;
import io.pulsefeed.timescale.offset.DatabaseOffsets;
import io.pulsefeed.timescale.offset.FencedException;
import io.pulsefeed.timescale.offset.KafkaOffsets;
import io.pulsefeed.timescale.offset.OffsetLedger;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The writer thread: owns the connection, claims partitions, writes batches. After any failure it forgets what is unwritten,
 * connects again and takes the position from the table; it never sends from memory what may be committed already.
 */
final class WriterLoop implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(WriterLoop.class);
    private static final int SCHEMA_ATTEMPTS = 2;

    private final SinkConfig config;
    private final Database database;
    private final SessionOpener sessions;
    private final Exchange exchange;
    private final BadRecordReporter reporter;
    private final String owner;
    private final LongSupplier nanos;
    private final SinkMetrics metrics;
    private final Throttle throttle;
    private final Backoff backoff = new Backoff();
    /** What outlives a connection: the epoch, or with offsets.mode=kafka the position, of each partition. */
    private final Map<TopicPartition, Long> kept = new HashMap<>();

    private volatile Connection connection;
    private Session session;
    private OffsetLedger offsets;
    private BatchWriter writer;
    private long downSinceNanos;
    private int schemaFailures;

    WriterLoop(
            SinkConfig config,
            Database database,
            SessionOpener sessions,
            Exchange exchange,
            BadRecordReporter reporter,
            String owner,
            SinkMetrics metrics,
            LongSupplier nanos) {
        this.config = config;
        this.database = database;
        this.sessions = sessions;
        this.exchange = exchange;
        this.reporter = reporter;
        this.owner = owner;
        this.metrics = metrics;
        this.nanos = nanos;
        this.throttle = new Throttle(LOG, nanos);
    }

    @Override
    public void run() {
        try {
            while (!exchange.isStopping()) {
                step();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            LOG.error("The writer stopped: {}", e.getMessage());
            exchange.fail(e instanceof RuntimeException failure ? failure : new ConnectException(e));
        } finally {
            disconnect();
        }
    }

    private void step() throws InterruptedException {
        try {
            if (connection == null) {
                connect();
            }
            if (exchange.takeResync()) {
                Map<String, Map<String, String>> columns = exchange.takeWantedColumns();
                if (!columns.isEmpty()) {
                    sessions.addColumns(connection, columns);
                    session = sessions.open(connection);
                }
                exchange.claimed(offsets.reclaim(exchange.owned()));
                exchange.publish(session);
            }
            Set<TopicPartition> unclaimed = exchange.unclaimed();
            if (!unclaimed.isEmpty()) {
                exchange.claimed(offsets.claim(unclaimed));
            }
            sessions.keepPolicies(connection, session, nanos.getAsLong());
            SinkBatch batch = exchange.take();
            if (batch != null) {
                writer.write(batch);
                committed(batch);
            }
        } catch (SQLException e) {
            recover(e);
        } catch (FencedException e) {
            metrics.fenced();
            if (exchange.isOwned(e.partition())) {
                throw e;
            }
            LOG.info(
                    "Partition {} went to another task while its last rows were being written; they were rolled back",
                    e.partition());
            disconnect();
            exchange.lost();
        }
    }

    private void committed(SinkBatch batch) {
        if (offsets instanceof KafkaOffsets) {
            kept.putAll(batch.nextOffsets());
        }
        exchange.written(batch);
        schemaFailures = 0;
        backoff.reset();
    }

    private void connect() throws SQLException {
        Connection opened = database.open();
        connection = opened;
        boolean again = session != null;
        session = sessions.open(opened);
        boolean inDatabase = config.offsetsMode() == OffsetsMode.DATABASE;
        offsets = inDatabase ? new DatabaseOffsets(opened, config.connector(), owner, kept) : new KafkaOffsets(kept);
        writer = new BatchWriter(opened, offsets, reporter, !inDatabase, metrics, nanos);
        exchange.claimed(offsets.reclaim(exchange.owned()));
        exchange.publish(session);
        if (again) {
            metrics.reconnected();
            LOG.info("Connected to {} again", database.shownUrl());
        }
    }

    private void recover(SQLException e) throws InterruptedException {
        disconnect();
        exchange.lost();
        SqlStates kind = SqlStates.of(e);
        boolean again = kind == SqlStates.CONNECTION_LOST
                || kind == SqlStates.RETRY_LATER
                || kind == SqlStates.RETRY_NOW
                || kind == SqlStates.SCHEMA_CHANGED && ++schemaFailures < SCHEMA_ATTEMPTS;
        if (!again) {
            throw failed(e);
        }
        if (backoff.attempts() == 0) {
            downSinceNanos = nanos.getAsLong();
        }
        metrics.retried(e.getSQLState());
        throttle.warn(
                "sqlstate " + e.getSQLState(),
                1,
                "Writing to " + database.shownUrl() + " failed with SQLSTATE " + e.getSQLState() + ": " + e.getMessage()
                        + "; trying again from the last committed offsets");
        long downMs = (nanos.getAsLong() - downSinceNanos) / 1_000_000;
        if (config.retryTimeoutMs() >= 0 && downMs > config.retryTimeoutMs()) {
            throw failed(e);
        }
        exchange.pause(backoff.nextMs());
    }

    private ConnectException failed(SQLException e) {
        return new ConnectException(
                "Writing to " + database.shownUrl() + " as user " + database.user() + " failed with SQLSTATE "
                        + e.getSQLState() + ": " + e.getMessage(),
                e);
    }

    /** Ends a write that hangs; safe from any thread. */
    void abort() {
        Connection current = connection;
        if (current != null) {
            try {
                current.abort(Runnable::run);
            } catch (SQLException e) {
                LOG.debug("Aborting the connection failed", e);
            }
        }
    }

    private void disconnect() {
        Connection current = connection;
        connection = null;
        if (current != null) {
            try {
                current.close();
            } catch (SQLException e) {
                LOG.debug("Closing a connection failed", e);
            }
        }
    }
}
