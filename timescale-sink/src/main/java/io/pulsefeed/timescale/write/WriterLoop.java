package io.pulsefeed.timescale.write;

import io.pulsefeed.timescale.config.SinkConfig;
import io.pulsefeed.timescale.error.SqlStates;
import io.pulsefeed.timescale.offset.Claim;
import io.pulsefeed.timescale.offset.FencedException;
import io.pulsefeed.timescale.offset.OffsetStore;
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
    private final Backoff backoff = new Backoff();
    private final Map<TopicPartition, Long> epochs = new HashMap<>();
    private volatile Connection connection;
    private OffsetStore offsets;
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
            LongSupplier nanos) {
        this.config = config;
        this.database = database;
        this.sessions = sessions;
        this.exchange = exchange;
        this.reporter = reporter;
        this.owner = owner;
        this.nanos = nanos;
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
                claimed(offsets.reclaim(exchange.owned()));
            }
            Set<TopicPartition> unclaimed = exchange.unclaimed();
            if (!unclaimed.isEmpty()) {
                claimed(offsets.claim(unclaimed));
            }
            SinkBatch batch = exchange.take();
            if (batch != null) {
                writer.write(batch, epochs);
                exchange.written(batch);
                schemaFailures = 0;
            }
        } catch (SQLException e) {
            recover(e);
        } catch (FencedException e) {
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

    private void connect() throws SQLException {
        Connection opened = database.open();
        connection = opened;
        Session session = sessions.open(opened);
        offsets = new OffsetStore(opened, config.connector(), owner);
        writer = new BatchWriter(opened, offsets, reporter);
        claimed(offsets.reclaim(exchange.owned()));
        exchange.publish(session);
        if (backoff.attempts() > 0) {
            LOG.info("Connected to {} again after {} attempts", database.shownUrl(), backoff.attempts());
        }
        backoff.reset();
    }

    private void claimed(Map<TopicPartition, Claim> claims) {
        Map<TopicPartition, Long> found = new HashMap<>();
        claims.forEach((partition, claim) -> {
            epochs.put(partition, claim.epoch());
            found.put(partition, claim.nextOffset());
        });
        exchange.claimed(found);
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
            LOG.warn(
                    "Writing to {} failed ({}: {}); trying again from the last committed offsets",
                    database.shownUrl(),
                    e.getSQLState(),
                    e.getMessage());
        }
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
