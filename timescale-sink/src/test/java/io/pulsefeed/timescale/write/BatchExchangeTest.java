package io.pulsefeed.timescale.write;

import static io.pulsefeed.timescale.write.Fixture.FIRST;
import static io.pulsefeed.timescale.write.Fixture.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;

/** Transitions of the batches, partitions and sessions, in the order of the drawing in {@link BatchExchange}. */
class BatchExchangeTest {

    private static final long TIMEOUT_MS = 20_000;

    private final Fixture fixture = new Fixture();
    private final VirtualTime time = fixture.time;
    private final BatchExchange exchange = fixture.exchange();
    private final Session session = fixture.session();

    @Test
    void movesBatchFromFillingToQueuedToWritingToCommitted() throws InterruptedException {
        connect(FIRST);
        fill(FIRST, 5);
        SinkBatch first = exchange.filling();

        assertThat(exchange.handOver(TIMEOUT_MS)).isTrue();
        assertThat(exchange.queueDepth()).isEqualTo(1);
        assertThat(exchange.filling()).isNotSameAs(first);
        assertThat(exchange.take()).isSameAs(first);
        assertThat(exchange.queueDepth()).isZero();
        assertThat(exchange.committed()).isEmpty();

        exchange.onWritten(first);
        assertThat(exchange.committed()).containsExactly(Map.entry(FIRST, 6L));
        assertThat(first.isEmpty()).isTrue();
        assertThat(time.elapsedMs()).isZero();
    }

    @Test
    void fillsOneBatchWhileAnotherIsQueuedAndAThirdIsWritten() throws InterruptedException {
        connect(FIRST);
        SinkBatch writing = fillAndHandOver(1);
        assertThat(exchange.take()).isSameAs(writing);
        SinkBatch queued = fillAndHandOver(2);
        fill(FIRST, 3);
        SinkBatch filling = exchange.filling();

        assertThat(Set.of(writing, queued, filling)).hasSize(3);
        time.duringNextWait(() -> {
            exchange.onWritten(writing);
            assertThat(exchange.take()).isSameAs(queued);
        });
        assertThat(exchange.handOver(TIMEOUT_MS)).isTrue();
        assertThat(exchange.filling()).isSameAs(writing);
    }

    @Test
    void handOverTimesOutWhileTheWriterIsBusy() throws InterruptedException {
        connect(FIRST);
        SinkBatch queued = fillAndHandOver(1);
        fill(FIRST, 2);
        SinkBatch filling = exchange.filling();

        assertThat(exchange.handOver(TIMEOUT_MS)).isFalse();
        assertThat(time.elapsedMs()).isEqualTo(TIMEOUT_MS);
        assertThat(exchange.filling()).isSameAs(filling);
        assertThat(exchange.take()).isSameAs(queued);
    }

    @Test
    void handOverEndsWhenTheConnectionIsLost() throws InterruptedException {
        connect(FIRST);
        fillAndHandOver(1);
        fill(FIRST, 2);
        time.duringNextWait(exchange::onDisconnected);

        assertThat(exchange.handOver(TIMEOUT_MS)).isFalse();
        assertThat(time.elapsedMs()).isZero();
    }

    @Test
    void handOverEndsWhenTheWriterFails() throws InterruptedException {
        connect(FIRST);
        fillAndHandOver(1);
        fill(FIRST, 2);
        time.duringNextWait(() -> exchange.fail(new ConnectException("broken")));

        assertThat(exchange.handOver(TIMEOUT_MS)).isFalse();
        assertThat(time.elapsedMs()).isZero();
    }

    @Test
    void takesIncompleteBatchAfterTheLingerTime() throws InterruptedException {
        connect(FIRST);
        fill(FIRST, 1);
        SinkBatch filling = exchange.filling();
        time.advanceMs(20);

        assertThat(exchange.take()).isSameAs(filling);
        assertThat(time.elapsedMs()).isEqualTo(50);
    }

    @Test
    void startsTheLingerTimeWithTheFirstRecord() throws InterruptedException {
        connect(FIRST);
        time.duringNextWait(() -> {
            time.advanceMs(1_000);
            fill(FIRST, 1);
            exchange.onFilled();
        });

        assertThat(exchange.take()).isNotNull();
        assertThat(time.elapsedMs()).isEqualTo(1_050);
    }

    @Test
    void takesFlushedBatchWithoutWaiting() throws InterruptedException {
        connect(FIRST);
        fill(FIRST, 1);
        exchange.flush();

        assertThat(exchange.take()).isNotNull();
        assertThat(time.elapsedMs()).isZero();
    }

    @Test
    void flushOfNothingDoesNotFlushTheNextRecord() throws InterruptedException {
        connect(FIRST);
        exchange.flush();
        fill(FIRST, 1);

        assertThat(exchange.take()).isNotNull();
        assertThat(time.elapsedMs()).isEqualTo(50);
    }

    @Test
    void takesQueuedBatchBeforeFlushedBatch() throws InterruptedException {
        connect(FIRST);
        SinkBatch queued = fillAndHandOver(1);
        fill(FIRST, 2);
        SinkBatch filling = exchange.filling();
        exchange.flush();

        assertThat(exchange.take()).isSameAs(queued);
        exchange.onWritten(queued);
        assertThat(exchange.take()).isSameAs(filling);
    }

    @Test
    void takeReturnsNothingWhenStoppedWhileBlocked() throws InterruptedException {
        time.duringNextWait(exchange::stop);

        assertThat(exchange.take()).isNull();
        assertThat(exchange.isStopping()).isTrue();
    }

    @Test
    void takeReturnsNothingWhenPartitionsAreAssignedWhileBlocked() throws InterruptedException {
        time.duringNextWait(() -> exchange.assign(Set.of(FIRST)));

        assertThat(exchange.take()).isNull();
        assertThat(exchange.unclaimed()).containsExactly(FIRST);
    }

    @Test
    void takeReturnsNothingWhenAResyncIsRequestedWhileBlocked() throws InterruptedException {
        connect(FIRST);
        time.duringNextWait(() -> exchange.requestColumns("readings", Map.of("extra", "text")));

        assertThat(exchange.take()).isNull();
        assertThat(exchange.takeResync()).isTrue();
        assertThat(exchange.takeResync()).isFalse();
    }

    @Test
    void ownsPartitionAfterItIsClaimed() throws InterruptedException {
        exchange.assign(Set.of(FIRST));
        assertThat(exchange.isOwned(FIRST)).isFalse();
        time.duringNextWait(() -> exchange.onClaimed(Map.of(FIRST, 7L)));

        exchange.awaitClaims(5_000);
        assertThat(time.elapsedMs()).isZero();
        assertThat(exchange.unclaimed()).isEmpty();
        assertThat(exchange.isOwned(FIRST)).isTrue();
        assertThat(exchange.takeOffsets()).containsExactly(Map.entry(FIRST, 7L));
        assertThat(exchange.takeOffsets()).isEmpty();
    }

    @Test
    void stopsWaitingForClaimsAfterTheTimeout() throws InterruptedException {
        exchange.assign(Set.of(FIRST));

        exchange.awaitClaims(5_000);
        assertThat(time.elapsedMs()).isEqualTo(5_000);
        assertThat(exchange.isOwned(FIRST)).isFalse();
    }

    @Test
    void stopsWaitingForClaimsWhenTheWriterFails() throws InterruptedException {
        exchange.assign(Set.of(FIRST));
        time.duringNextWait(() -> exchange.fail(new ConnectException("broken")));

        exchange.awaitClaims(5_000);
        assertThatThrownBy(exchange::throwFailure)
                .isInstanceOf(ConnectException.class)
                .hasMessage("broken");
    }

    @Test
    void ignoresClaimOfReleasedPartition() {
        exchange.assign(Set.of(FIRST));
        exchange.release(Set.of(FIRST));
        exchange.onClaimed(Map.of(FIRST, 7L));

        assertThat(exchange.isOwned(FIRST)).isFalse();
        assertThat(exchange.takeOffsets()).isEmpty();
    }

    @Test
    void hidesSessionUntilTheStoredOffsetsAreTaken() {
        exchange.assign(Set.of(FIRST));
        exchange.onClaimed(Map.of(FIRST, 7L));
        exchange.publish(session);
        assertThat(exchange.session()).isNull();

        exchange.takeOffsets();
        assertThat(exchange.session()).isSameAs(session);
    }

    @Test
    void dropsEverythingThatIsNotCommittedOnDisconnect() throws InterruptedException {
        connect(FIRST);
        fillAndHandOver(1);
        exchange.take();
        fillAndHandOver(2);
        fill(FIRST, 3);
        exchange.flush();

        exchange.onDisconnected();
        assertThat(exchange.session()).isNull();
        assertThat(exchange.queueDepth()).isZero();
        assertThat(exchange.filling().isEmpty()).isTrue();
        assertThat(exchange.committed()).isEmpty();
        assertThat(exchange.owned()).containsExactly(FIRST);

        exchange.publish(session);
        fillAndHandOver(1);
        exchange.take();
        fillAndHandOver(2);
        assertThat(exchange.queueDepth()).isEqualTo(1);
    }

    @Test
    void releaseDropsUnwrittenRecordsAndRequestsResync() throws InterruptedException {
        connect(FIRST, SECOND);
        fillAndHandOver(1);
        fill(SECOND, 2);

        exchange.release(Set.of(FIRST));
        assertThat(exchange.isOwned(FIRST)).isFalse();
        assertThat(exchange.isOwned(SECOND)).isTrue();
        assertThat(exchange.queueDepth()).isZero();
        assertThat(exchange.session()).isNull();
        assertThat(exchange.takeResync()).isTrue();
    }

    @Test
    void commitsOnlyOwnedPartitionsOfBatchThatIsWrittenDuringARelease() throws InterruptedException {
        connect(FIRST, SECOND);
        fill(FIRST, 1);
        fill(SECOND, 2);
        exchange.flush();
        SinkBatch writing = exchange.take();

        exchange.release(Set.of(FIRST));
        assertThat(writing.isEmpty()).isFalse();
        exchange.onWritten(writing);
        assertThat(exchange.committed()).containsExactly(Map.entry(SECOND, 3L));
    }

    @Test
    void releaseWithoutUnwrittenRecordsKeepsTheSession() throws InterruptedException {
        connect(FIRST, SECOND);
        fill(FIRST, 1);
        exchange.flush();
        exchange.onWritten(exchange.take());

        exchange.release(Set.of(FIRST));
        assertThat(exchange.session()).isSameAs(session);
        assertThat(exchange.takeResync()).isFalse();
        assertThat(exchange.committed()).isEmpty();
    }

    @Test
    void collectsRequestedColumnsOfSeveralRecords() {
        connect(FIRST);
        exchange.requestColumns("readings", Map.of("a", "text"));
        exchange.requestColumns("readings", Map.of("b", "float8"));

        assertThat(exchange.session()).isNull();
        assertThat(exchange.takeRequestedColumns())
                .containsExactly(Map.entry("readings", Map.of("a", "text", "b", "float8")));
        assertThat(exchange.takeRequestedColumns()).isEmpty();
    }

    @Test
    void publishDropsTableLayoutsOfThePreviousSession() {
        connect(FIRST);
        exchange.filling().add(Fixture.record(1), fixture.encoder());
        exchange.filling().advance(FIRST, 2);
        exchange.onDisconnected();
        assertThat(exchange.filling().tables()).isNotEmpty();

        exchange.publish(session);
        assertThat(exchange.filling().tables()).isEmpty();
    }

    @Test
    void drainsAfterTheLastBatchIsWritten() throws InterruptedException {
        connect(FIRST);
        fill(FIRST, 1);
        exchange.flush();
        time.duringNextWait(() -> exchange.onWritten(exchange.take()));

        assertThat(exchange.awaitDrained(3_000)).isTrue();
        assertThat(exchange.committed()).containsExactly(Map.entry(FIRST, 2L));
    }

    @Test
    void drainTimesOut() throws InterruptedException {
        connect(FIRST);
        fill(FIRST, 1);

        assertThat(exchange.awaitDrained(3_000)).isFalse();
        assertThat(time.elapsedMs()).isEqualTo(3_000);
    }

    @Test
    void drainEndsWhenTheWriterFails() throws InterruptedException {
        connect(FIRST);
        fill(FIRST, 1);
        time.duringNextWait(() -> exchange.fail(new ConnectException("broken")));

        assertThat(exchange.awaitDrained(3_000)).isFalse();
        assertThat(time.elapsedMs()).isZero();
    }

    @Test
    void drainDoesNotWaitWithoutAConnection() throws InterruptedException {
        connect(FIRST);
        fill(FIRST, 1);
        time.duringNextWait(() -> {
            exchange.onDisconnected();
            fill(FIRST, 1);
        });

        assertThat(exchange.awaitDrained(3_000)).isFalse();
        assertThat(time.elapsedMs()).isZero();
    }

    @Test
    void pausesForTheDurationUnlessStopped() throws InterruptedException {
        exchange.pause(400);
        assertThat(time.elapsedMs()).isEqualTo(400);

        time.duringNextWait(exchange::stop);
        exchange.pause(30_000);
        assertThat(time.elapsedMs()).isEqualTo(400);
    }

    private void connect(TopicPartition... partitions) {
        exchange.assign(Set.of(partitions));
        for (TopicPartition partition : partitions) {
            exchange.onClaimed(Map.of(partition, 0L));
        }
        exchange.publish(session);
        exchange.takeOffsets();
    }

    private void fill(TopicPartition partition, long offset) {
        exchange.filling().addWithoutRows(Fixture.record(partition, offset, "{}"));
        exchange.filling().advance(partition, offset + 1);
    }

    private SinkBatch fillAndHandOver(long offset) throws InterruptedException {
        fill(FIRST, offset);
        SinkBatch batch = exchange.filling();
        assertThat(exchange.handOver(0)).isTrue();
        return batch;
    }
}
