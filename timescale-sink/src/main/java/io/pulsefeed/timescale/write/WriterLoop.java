package io.pulsefeed.timescale.write;

import io.pulsefeed.commons.metrics.LogThrottle;
import io.pulsefeed.commons.time.MonotonicClock;
import io.pulsefeed.timescale.error.SqlAdvice;
import io.pulsefeed.timescale.error.SqlErrorKind;
import io.pulsefeed.timescale.mapping.RecordSchemas;
import io.pulsefeed.timescale.metrics.SinkMetrics;
import io.pulsefeed.timescale.offset.FencedException;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The writer thread: owns the database connection, claims partitions and writes batches. After any failure it discards
 * everything that is not committed, reconnects, and reads the offsets from the database. It never resends from memory, because
 * the outcome of the failed transaction can be unknown.
 *
 * <pre>
 * state         event                                              action                                       next
 * DISCONNECTED  connected                                          open session, reclaim, publish session       CONNECTED
 * CONNECTED     partitions to claim                                claim, report offsets to the task            CONNECTED
 * CONNECTED     resync requested (revoked partitions)              discard, reclaim, publish session            CONNECTED
 * CONNECTED     resync requested (topics)                          discard, add topics, reclaim, publish        CONNECTED
 * CONNECTED     resync requested (columns)                         discard, add columns, open session, publish  CONNECTED
 * CONNECTED     batch committed                                    report offsets, reset the backoff            CONNECTED
 * any           connection lost, deadlock, lock timeout, disk full discard, back off                            DISCONNECTED
 * CONNECTED     definition of a table has changed                  discard, open session, reclaim, publish      CONNECTED
 * CONNECTED     a table cannot be written, first time              discard, back off                            DISCONNECTED
 * CONNECTED     the same table cannot be written again             pause its topics, open session, publish      CONNECTED
 * CONNECTED     circuit breaker of a topic opened                  pause the topic, open session, publish       CONNECTED
 * CONNECTED     retry of a paused topic is due                     discard, open session, reclaim, publish      CONNECTED
 * any           no topic of the task can be written                fail the task                                STOPPED
 * any           retry.timeout.ms exceeded, any other SQL error     fail the task                                STOPPED
 * CONNECTED     fenced on a partition that was just revoked        discard                                      DISCONNECTED
 * CONNECTED     fenced on a partition that the task still owns     fail the task                                STOPPED
 * any           stop requested                                     close the connection                         STOPPED
 * </pre>
 */
final class WriterLoop implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(WriterLoop.class);
    private final WriterConnection.Factory connections;
    private final BatchExchange exchange;
    private final PausedTopics paused;
    private final String target;
    private final long retryTimeoutMs;
    private final SinkMetrics metrics;
    private final MonotonicClock clock;
    private final LogThrottle warnings;
    private final Backoff backoff = new Backoff();

    private volatile @Nullable WriterConnection connection;
    private @Nullable Session session;
    private long downSinceMonoNs;
    /** The table that did not match its statement last, until it is written; empty for the offsets table; null for none. */
    private @Nullable String failedTable;

    /**
     * @param target database and user, for messages
     * @param retryTimeoutMs negative for no limit
     */
    WriterLoop(
            WriterConnection.Factory connections,
            BatchExchange exchange,
            PausedTopics paused,
            String target,
            long retryTimeoutMs,
            SinkMetrics metrics,
            MonotonicClock clock) {
        this.connections = connections;
        this.exchange = exchange;
        this.paused = paused;
        this.target = target;
        this.retryTimeoutMs = retryTimeoutMs;
        this.metrics = metrics;
        this.clock = clock;
        this.warnings = new LogThrottle(LOG, clock);
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
            LOG.error("Writer thread failed; failing the task: {}", e.getMessage());
            exchange.fail(e instanceof RuntimeException failure ? failure : new ConnectException(e));
        } finally {
            disconnect();
        }
    }

    private void step() throws InterruptedException {
        try {
            WriterConnection current = connection;
            if (current == null) {
                current = connect();
            }
            if (paused.isRetryDue()) {
                reopen(current);
            }
            if (exchange.takeResync()) {
                resync(current);
            }
            Set<TopicPartition> unclaimed = exchange.unclaimed();
            if (!unclaimed.isEmpty()) {
                exchange.onClaimed(current.claim(unclaimed));
                requireWritableTopic();
            }
            current.applyPolicies(session);
            exchange.wakeUpAt(Math.min(paused.nextRetryMonoNs(), current.nextPoliciesMonoNs()));
            SinkBatch batch = exchange.take();
            if (batch != null) {
                write(current, batch);
            }
        } catch (SQLException e) {
            recover(e);
        } catch (FencedException e) {
            metrics.addFenced();
            if (exchange.isOwned(e.partition())) {
                throw e;
            }
            LOG.info(
                    "{}: partition moved to another task during a write; its uncommitted rows were rolled back",
                    e.partition());
            disconnect();
            exchange.onDisconnected();
        }
    }

    private void write(WriterConnection current, SinkBatch batch) throws SQLException {
        try {
            current.write(batch);
        } catch (TablesChangedException e) {
            LOG.info("{}; reading the tables again", e.getMessage());
            reopen(current);
            return;
        } catch (CircuitOpenException e) {
            paused.pauseForBadRecords(e.topic(), e.getMessage());
            reopen(current);
            return;
        }
        Set<String> tables = batch.tablesWithRows();
        paused.onWritten(tables, session::topicsOf);
        if (failedTable != null && (failedTable.isEmpty() || tables.contains(failedTable))) {
            failedTable = null;
        }
        exchange.onWritten(batch);
        backoff.reset();
    }

    private WriterConnection connect() throws SQLException {
        WriterConnection opened = connections.connect();
        connection = opened;
        boolean isReconnect = session != null;
        openSession(opened);
        if (isReconnect) {
            metrics.addReconnect();
            LOG.info("Reconnected to {}", target);
        }
        return opened;
    }

    private void openSession(WriterConnection current) throws SQLException {
        publish(current, current.openSession());
    }

    private void publish(WriterConnection current, Session opened) throws SQLException {
        session = opened;
        paused.measure(session.topics());
        paused.onSessionOpened(session.failures());
        exchange.wakeUpAt(paused.nextRetryMonoNs());
        requireWritableTopic();
        paused.log();
        exchange.onClaimed(current.reclaim(exchange.owned()));
        exchange.publish(session);
    }

    /** Discards unwritten records, and reads the definitions of the tables again. */
    private void reopen(WriterConnection current) throws SQLException {
        exchange.onDisconnected();
        openSession(current);
    }

    /** @throws ConnectException if no assigned topic can be written */
    private void requireWritableTopic() {
        paused.failureOfAll(exchange.assignedTopics()).ifPresent(message -> {
            throw new ConnectException(message);
        });
    }

    /** Discards records that the task accepted since a reconnect, because it reads them again from the reported offsets. */
    private void resync(WriterConnection current) throws SQLException {
        exchange.onDisconnected();
        Map<String, Map<String, String>> columns = exchange.takeRequestedColumns();
        Map<String, RecordSchemas> topics = exchange.takeRequestedTopics();
        Session extended = topics.isEmpty() ? session : current.addTopics(session, topics);
        if (!columns.isEmpty()) {
            current.addColumns(columns);
            openSession(current);
        } else if (!topics.isEmpty()) {
            publish(current, extended);
        } else {
            exchange.onClaimed(current.reclaim(exchange.owned()));
            exchange.publish(session);
        }
    }

    private void recover(SQLException e) throws InterruptedException {
        disconnect();
        exchange.onDisconnected();
        if (!isRetriable(e) && !isFirstSchemaChange(e)) {
            pauseTable(e);
            return;
        }
        if (backoff.attempts() == 0) {
            downSinceMonoNs = clock.nowNs();
        }
        metrics.addRetry(e.getSQLState());
        warnings.warn(
                "sqlstate " + e.getSQLState(),
                "Write to " + target + " failed (SQLSTATE " + e.getSQLState() + "): " + e.getMessage()
                        + "; retrying from the last committed offsets");
        long downMs = (clock.nowNs() - downSinceMonoNs) / 1_000_000;
        if (retryTimeoutMs >= 0 && downMs > retryTimeoutMs) {
            throw failure(e);
        }
        exchange.pause(backoff.nextMs());
    }

    private static boolean isRetriable(SQLException e) {
        SqlErrorKind kind = SqlErrorKind.of(e);
        return kind == SqlErrorKind.CONNECTION_LOST
                || kind == SqlErrorKind.RETRY_LATER
                || kind == SqlErrorKind.RETRY_NOW;
    }

    /** The first time, the new session reads the table again. */
    private boolean isFirstSchemaChange(SQLException e) {
        if (SqlErrorKind.of(e) != SqlErrorKind.SCHEMA_CHANGED) {
            return false;
        }
        String table = e instanceof TableException error ? error.table() : "";
        boolean isFirst = !table.equals(failedTable);
        failedTable = table;
        return isFirst;
    }

    /** Pauses the topics of a table that cannot be written. @throws ConnectException if the error is not that of a table */
    private void pauseTable(SQLException e) {
        if (!(e instanceof TableException error)) {
            throw failure(e);
        }
        paused.pauseForTable(session.topicsOf(error.table()), TableFailure.message(error.table(), e));
        requireWritableTopic();
    }

    private ConnectException failure(SQLException e) {
        return new ConnectException(
                "Failed to write to " + target + " (SQLSTATE " + e.getSQLState() + "): " + e.getMessage() + ". "
                        + SqlAdvice.of(e.getSQLState())
                        + " and restart the task; it resumes from the last committed offsets.",
                e);
    }

    /** Ends a write that does not return. Can be called from any thread. */
    void abort() {
        WriterConnection current = connection;
        if (current != null) {
            current.abort();
        }
    }

    private void disconnect() {
        WriterConnection current = connection;
        connection = null;
        if (current != null) {
            current.close();
        }
    }
}
