package io.pulsefeed.timescale.write;

import static io.pulsefeed.timescale.write.Fixture.FIRST;
import static io.pulsefeed.timescale.write.Fixture.SECOND;
import static io.pulsefeed.timescale.write.Fixture.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulsefeed.timescale.FakeSinkContext;
import io.pulsefeed.timescale.error.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

/** Transitions of the table in {@link RecordIntake}; the tests play the writer thread. */
class RecordIntakeTest {

    private Fixture fixture;
    private VirtualTime time;
    private BatchExchange exchange;
    private Session session;
    private FakeSinkContext context;
    private RecordIntake intake;

    @Test
    void rejectsRecordsUntilThePartitionIsClaimed() throws InterruptedException {
        create();
        exchange.publish(session);
        intake.open(List.of(FIRST), 5_000);
        assertThat(time.elapsedMs()).isEqualTo(5_000);

        intake.put(List.of(record(7), record(8)));
        assertThat(context.takeRewinds()).containsExactly(Map.entry(FIRST, 7L));
        assertThat(context.isPaused(FIRST)).isTrue();
        assertThat(context.timeoutMs()).isEqualTo(100);
        assertThat(exchange.filling().isEmpty()).isTrue();
    }

    @Test
    void seeksToTheStoredOffsetThatIsReportedByOpen() throws InterruptedException {
        create();
        open(42, FIRST);

        assertThat(context.takeRewinds()).containsExactly(Map.entry(FIRST, 42L));
    }

    @Test
    void rejectsTheRestOfTheCallAfterALateStoredOffset() throws InterruptedException {
        create();
        intake.open(List.of(FIRST), 0);
        intake.put(List.of(record(0)));
        context.takeRewinds();
        claim(42, FIRST);

        intake.put(List.of(record(0), record(1)));
        assertThat(context.takeRewinds()).containsExactly(Map.entry(FIRST, 42L));
        assertThat(exchange.filling().isEmpty()).isTrue();
        assertThat(context.isPaused(FIRST)).isFalse();

        intake.put(List.of(record(42)));
        assertAccepted(1, FIRST, 43);
    }

    @Test
    void seeksToTheFirstRecordEverSeenWithoutAStoredOffset() throws InterruptedException {
        create();
        intake.open(List.of(FIRST), 0);
        intake.put(List.of(record(7)));
        context.takeRewinds();
        claim(-1, FIRST);

        intake.put(List.of(record(9)));
        assertThat(context.takeRewinds()).containsExactly(Map.entry(FIRST, 7L));
    }

    @Test
    void startsAtTheFirstRecordWithoutAStoredOffset() throws InterruptedException {
        create();
        open(-1, FIRST);
        assertThat(context.takeRewinds()).isEmpty();

        intake.put(List.of(record(7), record(8)));
        assertAccepted(2, FIRST, 9);
        assertThat(context.timeoutMs()).isEqualTo(1_000);
    }

    @Test
    void acceptsTheRecordAtTheStoredOffset() throws InterruptedException {
        create();
        open(42, FIRST);

        intake.put(List.of(record(42), record(43)));
        assertAccepted(2, FIRST, 44);
    }

    @Test
    void continuesAboveTheStoredOffsetWhenRecordsWereDeleted() throws InterruptedException {
        create();
        open(42, FIRST);

        intake.put(List.of(record(50)));
        assertAccepted(1, FIRST, 51);
    }

    @Test
    void failsWhenThePartitionStartsBelowTheStoredOffset() throws InterruptedException {
        create();
        open(42, FIRST);

        assertThatThrownBy(() -> intake.put(List.of(record(0))))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("readings-0 starts at offset 0")
                .hasMessageContaining("up to offset 41")
                .hasMessageContaining("DELETE /connectors/sink/offsets")
                .hasMessageContaining("offsets.regressed=accept");
    }

    @Test
    void continuesBelowTheStoredOffsetIfRegressionIsAccepted() throws InterruptedException {
        create("offsets.regressed", "accept");
        open(42, FIRST);

        intake.put(List.of(record(0), record(1)));
        assertAccepted(2, FIRST, 2);
    }

    @Test
    void skipsRecordsThatAreAlreadyAccepted() throws InterruptedException {
        create();
        open(42, FIRST);

        intake.put(List.of(record(42), record(43)));
        intake.put(List.of(record(42), record(43), record(44)));
        assertAccepted(3, FIRST, 45);
        assertThat(fixture.metric("records-skipped-already-written-total")).isEqualTo(2);
    }

    @Test
    void handsOverAFullBatchAndContinues() throws InterruptedException {
        create("batch.max.rows", "2");
        open(0, FIRST);

        intake.put(List.of(record(0), record(1), record(2)));
        assertThat(exchange.queueDepth()).isEqualTo(1);
        assertAccepted(1, FIRST, 3);
        assertThat(exchange.take().nextOffsets()).containsExactly(Map.entry(FIRST, 2L));
    }

    @Test
    void handsOverABatchWithTooManyBytes() throws InterruptedException {
        create("batch.max.bytes", "1024");
        open(0, FIRST);
        String large = "{\"id\":1,\"name\":\"" + "x".repeat(1024) + "\"}";

        intake.put(List.of(record(FIRST, 0, large), record(1)));
        assertThat(exchange.queueDepth()).isEqualTo(1);
        assertAccepted(1, FIRST, 2);
    }

    @Test
    void blocksWhileTheQueueIsFullUntilTheWriterTakesTheBatch() throws InterruptedException {
        create("batch.max.rows", "1");
        open(0, FIRST);
        context.takeRewinds();
        time.duringNextWait(() -> time.advanceMs(300));
        time.duringNextWait(this::take);

        intake.put(List.of(record(0), record(1), record(2)));
        assertAccepted(1, FIRST, 3);
        assertThat(context.takeRewinds()).isEmpty();
        assertThat(fixture.metric("put-blocked-time-total")).isEqualTo(300);
        assertThat(fixture.metric("encode-time-total")).isZero();
    }

    @Test
    void rejectsTheRestOfTheCallWhenTheWriterIsTooSlow() throws InterruptedException {
        create("batch.max.rows", "1");
        open(0, FIRST, SECOND);
        List<SinkRecord> records = new ArrayList<>(List.of(record(0), record(1), record(2), record(3)));
        records.add(record(SECOND, 9, "{\"id\":9}"));

        intake.put(records);
        assertThat(time.elapsedMs()).isEqualTo(20_000);
        assertThat(context.takeRewinds()).containsOnly(Map.entry(FIRST, 2L), Map.entry(SECOND, 0L));
        assertThat(context.isPaused(FIRST)).isFalse();

        take();
        intake.put(List.of(record(2)));
        assertAccepted(1, FIRST, 3);
    }

    @Test
    void failsWhenTheWriterFailsWhileItIsBlocked() throws InterruptedException {
        create("batch.max.rows", "1");
        open(0, FIRST);
        time.duringNextWait(() -> exchange.fail(new ConnectException("broken")));

        assertThatThrownBy(() -> intake.put(List.of(record(0), record(1), record(2))))
                .isInstanceOf(ConnectException.class)
                .hasMessage("broken");
    }

    @Test
    void rejectsWhenTheConnectionIsLostWhileItIsBlocked() throws InterruptedException {
        create("batch.max.rows", "1");
        open(0, FIRST);
        time.duringNextWait(exchange::onDisconnected);

        intake.put(List.of(record(0), record(1), record(2), record(3)));
        assertThat(context.takeRewinds()).containsExactly(Map.entry(FIRST, 2L));
        assertThat(context.isPaused(FIRST)).isTrue();
        assertThat(exchange.filling().isEmpty()).isTrue();

        claim(0, FIRST);
        intake.put(List.of());
        assertThat(context.takeRewinds()).containsExactly(Map.entry(FIRST, 0L));
        assertThat(context.isPaused(FIRST)).isFalse();
    }

    @Test
    void stopDoesNotLoseRecordsOfABlockedCall() throws InterruptedException {
        create("batch.max.rows", "1");
        open(0, FIRST);
        time.duringNextWait(exchange::stop);

        intake.put(List.of(record(0), record(1), record(2)));
        assertThat(context.takeRewinds()).containsExactly(Map.entry(FIRST, 2L));
        assertThat(intake.committed(Map.of())).isEmpty();
    }

    @Test
    void pausesWithoutAConnectionAndResumesAfterwards() throws InterruptedException {
        create();
        open(42, FIRST);
        context.takeRewinds();
        exchange.onDisconnected();

        intake.put(List.of(record(42), record(43)));
        assertThat(context.takeRewinds()).containsExactly(Map.entry(FIRST, 42L));
        assertThat(context.isPaused(FIRST)).isTrue();
        assertThat(context.timeoutMs()).isEqualTo(100);

        claim(42, FIRST);
        intake.put(List.of());
        assertThat(context.isPaused(FIRST)).isFalse();
        assertThat(context.timeoutMs()).isEqualTo(1_000);

        intake.put(List.of(record(42)));
        assertAccepted(1, FIRST, 43);
    }

    @Test
    void returnsToTheStoredOffsetAfterAReconnect() throws InterruptedException {
        create();
        open(42, FIRST);
        intake.put(List.of(record(42), record(43)));
        exchange.onDisconnected();
        claim(43, FIRST);
        context.takeRewinds();

        intake.put(List.of(record(44)));
        assertThat(context.takeRewinds()).containsExactly(Map.entry(FIRST, 43L));
        intake.put(List.of(record(43), record(44)));
        assertAccepted(2, FIRST, 45);
    }

    @Test
    void acceptsOnlyPartitionsThatAreClaimed() throws InterruptedException {
        create();
        open(0, FIRST);
        intake.open(List.of(SECOND), 0);
        context.takeRewinds();

        intake.put(List.of(record(0), record(SECOND, 5, "{\"id\":5}")));
        assertAccepted(1, FIRST, 1);
        assertThat(context.takeRewinds()).containsExactly(Map.entry(SECOND, 5L));
        assertThat(context.isPaused(FIRST)).isTrue();
    }

    @Test
    void ignoresRecordsOfRevokedPartitions() throws InterruptedException {
        create();
        open(0, FIRST, SECOND);
        intake.close(List.of(FIRST));
        context.takeRewinds();

        intake.put(List.of(record(0), record(SECOND, 0, "{\"id\":0}")));
        assertAccepted(1, SECOND, 1);
        assertThat(context.takeRewinds()).isEmpty();
    }

    @Test
    void readsTheRemainingPartitionsAgainAfterARebalance() throws InterruptedException {
        create();
        open(0, FIRST, SECOND);
        intake.put(List.of(record(0), record(SECOND, 0, "{\"id\":0}")));
        intake.close(List.of(FIRST));
        context.takeRewinds();

        intake.put(List.of(record(SECOND, 1, "{\"id\":1}")));
        assertThat(context.takeRewinds()).containsExactly(Map.entry(SECOND, 1L));
        assertThat(exchange.takeResync()).isTrue();
        claim(0, SECOND);
        intake.put(List.of());
        assertThat(context.takeRewinds()).containsExactly(Map.entry(SECOND, 0L));
        intake.put(List.of(record(SECOND, 0, "{\"id\":0}")));
        assertAccepted(1, SECOND, 1);
    }

    @Test
    void requestsColumnsForNewFieldsAndReadsTheRecordAgain() throws InterruptedException {
        create();
        open(0, FIRST);
        context.takeRewinds();

        intake.put(List.of(record(0), record(FIRST, 1, "{\"id\":1,\"extra\":\"x\"}"), record(2)));
        assertThat(exchange.takeRequestedColumns()).containsExactly(Map.entry("readings", Map.of("extra", "text")));
        assertThat(exchange.takeResync()).isTrue();
        assertThat(context.takeRewinds()).containsExactly(Map.entry(FIRST, 1L));
        assertThat(exchange.filling().isEmpty()).isTrue();

        claim(0, FIRST);
        intake.put(List.of());
        assertThat(context.takeRewinds()).containsExactly(Map.entry(FIRST, 0L));
    }

    @Test
    void countsAndSkipsTombstones() throws InterruptedException {
        create();
        open(0, FIRST);

        intake.put(List.of(record(FIRST, 0, null)));
        assertAccepted(1, FIRST, 1);
        assertThat(exchange.filling().takeBadRecords(new RecordRange(0, 1))).isEmpty();
        assertThat(fixture.metric("tombstones-total")).isEqualTo(1);
    }

    @Test
    void rejectsTombstonesIfConfigured() throws InterruptedException {
        create("tombstones", "reject");
        open(0, FIRST);

        intake.put(List.of(record(FIRST, 0, null)));
        assertAccepted(1, FIRST, 1);
        assertThat(exchange.filling().takeBadRecords(new RecordRange(0, 1)))
                .singleElement()
                .satisfies(bad -> assertThat(bad.error().reason()).isEqualTo(Reason.TOMBSTONE));
    }

    @Test
    void reportsRecordsOfATopicWithoutAMapping() throws InterruptedException {
        create();
        TopicPartition unmapped = new TopicPartition("other", 0);
        open(0, unmapped);

        intake.put(List.of(record(unmapped, 0, "{\"id\":0}")));
        assertAccepted(1, unmapped, 1);
        assertThat(exchange.filling().takeBadRecords(new RecordRange(0, 1)))
                .singleElement()
                .satisfies(bad -> assertThat(bad.error().reason()).isEqualTo(Reason.UNMAPPED_TOPIC));
    }

    @Test
    void keepsTheOtherRecordsOfABatchWithABadRecord() throws InterruptedException {
        create();
        open(0, FIRST);

        intake.put(List.of(record(0), record(FIRST, 1, "{"), record(2)));
        assertAccepted(3, FIRST, 3);
        assertThat(exchange.filling().rows()).isEqualTo(2);
    }

    @Test
    void flushesEachCallWithoutLinger() throws InterruptedException {
        create("linger.ms", "0");
        open(0, FIRST);

        intake.put(List.of(record(0)));
        assertThat(exchange.take().nextOffsets()).containsExactly(Map.entry(FIRST, 1L));
        assertThat(time.elapsedMs()).isZero();
    }

    @Test
    void reportsOffsetsOnlyAfterTheirCommit() throws InterruptedException {
        create();
        open(0, FIRST);
        intake.put(List.of(record(0)));
        exchange.flush();
        SinkBatch batch = exchange.take();
        assertThat(intake.committed(Map.of())).isEmpty();

        exchange.onWritten(batch);
        assertThat(intake.committed(Map.of())).containsExactly(Map.entry(FIRST, new OffsetAndMetadata(1)));
    }

    @Test
    void reportsAFailureOfTheWriterInEveryCall() throws InterruptedException {
        create();
        open(0, FIRST);
        exchange.fail(new ConnectException("broken"));

        assertThatThrownBy(() -> intake.put(List.of())).hasMessage("broken");
        assertThatThrownBy(() -> intake.committed(Map.of())).hasMessage("broken");
        assertThatThrownBy(() -> intake.open(List.of(SECOND), 0)).hasMessage("broken");
    }

    private void create(String... properties) {
        fixture = new Fixture(properties);
        time = fixture.time;
        exchange = fixture.exchange();
        session = fixture.session();
        context = new FakeSinkContext(true);
        intake = fixture.intake(context, exchange, fixture.pausedTopics());
    }

    /** Opens partitions that the writer claims at once. */
    private void open(long storedOffset, TopicPartition... partitions) throws InterruptedException {
        time.duringNextWait(() -> claim(storedOffset, partitions));
        intake.open(List.of(partitions), 5_000);
    }

    /** Plays the writer thread: claims the partitions and publishes a session. */
    private void claim(long storedOffset, TopicPartition... partitions) {
        for (TopicPartition partition : partitions) {
            exchange.onClaimed(Map.of(partition, storedOffset));
        }
        exchange.publish(session);
    }

    private void take() throws InterruptedException {
        exchange.onWritten(exchange.take());
    }

    private void assertAccepted(int records, TopicPartition partition, long nextOffset) {
        assertThat(exchange.filling().size()).isEqualTo(records);
        assertThat(exchange.filling().nextOffsets()).containsExactlyEntriesOf(Map.of(partition, nextOffset));
    }
}
