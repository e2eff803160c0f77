package io.pulsefeed.timescale.write;

import static io.pulsefeed.timescale.write.Fixture.FIRST;
import static io.pulsefeed.timescale.write.Fixture.SECOND;
import static io.pulsefeed.timescale.write.Fixture.sqlError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulsefeed.timescale.offset.FencedException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Transitions of the table in {@link WriterLoop}, with a scripted connection, on one thread. */
class WriterLoopTest {

    private final Fixture fixture = new Fixture();
    private final VirtualTime time = fixture.time;
    private final BatchExchange exchange = fixture.exchange();
    private final Session session = fixture.session();
    private final ScriptedConnection connection = new ScriptedConnection(session);
    private final List<String> calls = connection.calls();
    private final Map<TopicPartition, Long> stored = connection.storedOffsets();

    @Test
    void connectsClaimsWritesAndReportsTheCommittedOffset() {
        exchange.assign(Set.of(FIRST));
        time.duringNextWait(() -> fill(FIRST, 5));

        run(-1);
        assertCallsAfterTheClaim("write {readings-0=6}", "close");
        assertThat(exchange.committed()).containsExactly(Map.entry(FIRST, 6L));
        assertThatCode(exchange::throwFailure).doesNotThrowAnyException();
    }

    @Test
    void reportsStoredOffsetsOfClaimedPartitions() {
        stored.put(FIRST, 42L);
        exchange.assign(Set.of(FIRST, SECOND));
        Map<TopicPartition, Long> reported = new HashMap<>();
        time.duringNextWait(() -> reported.putAll(exchange.takeOffsets()));

        run(-1);
        assertThat(reported).containsOnly(Map.entry(FIRST, 42L), Map.entry(SECOND, -1L));
    }

    @ParameterizedTest
    @ValueSource(strings = {"08006", "57P01", "40001", "55P03", "53100", "42P01"})
    void discardsTheBatchAndReconnectsAfterARetriableError(String state) {
        exchange.assign(Set.of(FIRST));
        fail("write", state);
        time.duringNextWait(() -> fill(FIRST, 5));

        run(-1);
        assertCallsAfterTheClaim(
                "write {readings-0=6}", "close", "connect", "openSession", "reclaim [readings-0]", "close");
        assertThat(exchange.committed()).isEmpty();
        assertThat(exchange.filling().isEmpty()).isTrue();
        assertThat(fixture.metric("reconnects-total")).isEqualTo(1);
        assertThat(fixture.metric("write-retries-total")).isEqualTo(1);
        assertThatCode(exchange::throwFailure).doesNotThrowAnyException();
    }

    @Test
    void reclaimsAfterACommitWhoseOutcomeIsUnknown() {
        exchange.assign(Set.of(FIRST));
        Map<TopicPartition, Long> reported = new HashMap<>();
        fail("write", () -> {
            stored.put(FIRST, 6L);
            throw sqlError("08006");
        });
        time.duringNextWait(() -> {
            exchange.takeOffsets();
            fill(FIRST, 5);
        });
        time.duringNextWait(() -> time.advanceMs(50));
        time.duringNextWait(() -> time.advanceMs(200));
        time.duringNextWait(() -> reported.putAll(exchange.takeOffsets()));

        run(-1);
        assertThat(reported).containsExactly(Map.entry(FIRST, 6L));
    }

    @Test
    void backsOffBetweenAttempts() {
        for (int attempt = 0; attempt < 4; attempt++) {
            fail("connect", "08001");
        }

        run(-1);
        assertThat(calls.stream().filter("connect"::equals)).hasSize(5);
        assertThat(time.elapsedMs()).isBetween(50L + 100 + 200 + 400, 100L + 200 + 400 + 800);
    }

    @Test
    void failsWhenTheRetryTimeoutIsExceeded() {
        for (int attempt = 0; attempt < 100; attempt++) {
            fail("connect", "08001");
        }

        run(60_000);
        assertThatThrownBy(exchange::throwFailure)
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("SQLSTATE 08001")
                .hasMessageContaining("the database");
        assertThat(time.elapsedMs()).isBetween(60_000L, 90_000L);
    }

    @Test
    void restartsTheRetryTimeoutAfterASuccessfulWrite() {
        exchange.assign(Set.of(FIRST));
        fail("write", "08006");
        fail("write", () -> {});
        fail("write", () -> {
            time.advanceMs(3_600_000);
            throw sqlError("08006");
        });
        time.duringNextWait(() -> fill(FIRST, 5));
        time.duringNextWait(() -> time.advanceMs(50));
        time.duringNextWait(() -> time.advanceMs(200));
        time.duringNextWait(() -> fill(FIRST, 5));
        time.duringNextWait(() -> time.advanceMs(50));
        time.duringNextWait(() -> fill(FIRST, 6));

        run(60_000);
        assertThatCode(exchange::throwFailure).doesNotThrowAnyException();
        assertThat(exchange.committed()).containsExactly(Map.entry(FIRST, 6L));
    }

    @Test
    void stopsWhileItBacksOff() {
        fail("connect", "08001");
        time.duringNextWait(exchange::stop);

        run(-1);
        assertThat(calls).containsExactly("connect");
        assertThat(time.elapsedMs()).isZero();
    }

    @Test
    void failsWhenTheTableIsStillMissingAfterReadingTheSchemaAgain() {
        fail("openSession", "42P01");
        fail("openSession", "42P01");

        run(-1);
        assertThat(calls).containsExactly("connect", "openSession", "close", "connect", "openSession", "close");
        assertThatThrownBy(exchange::throwFailure).hasMessageContaining("42P01");
    }

    @ParameterizedTest
    @ValueSource(strings = {"28P01", "3D000", "42501", "21000", "XX000", "22001"})
    void failsAtOnceAfterAnErrorThatIsNotRetriable(String state) {
        fail("connect", state);

        run(-1);
        assertThat(calls).containsExactly("connect");
        assertThatThrownBy(exchange::throwFailure)
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("SQLSTATE " + state)
                .hasRootCauseInstanceOf(SQLException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"42703", "42501", "XX000"})
    void failsWhenTheOnlyTableCannotBeWritten(String state) {
        exchange.assign(Set.of(FIRST));
        for (int attempt = 0; attempt < 2; attempt++) {
            fail("write", () -> {
                throw new TableException(Fixture.TOPIC, sqlError(state));
            });
            time.duringNextWait(() -> fill(FIRST, 5));
            time.duringNextWait(() -> time.advanceMs(50));
        }

        run(-1);
        assertThatThrownBy(exchange::throwFailure)
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("table readings")
                .hasMessageContaining("SQLSTATE " + state);
        assertThat(calls.stream().filter(call -> call.startsWith("write"))).hasSize(state.equals("42703") ? 2 : 1);
    }

    @Test
    void pausesTheTopicOfATableThatCannotBeWrittenAndContinuesWithTheOthers() {
        exchange.assign(Set.of(FIRST, new TopicPartition("others", 0)));
        fail("write", () -> {
            throw new TableException(Fixture.TOPIC, sqlError("42501"));
        });
        List<Double> pausedTopics = new ArrayList<>();
        time.duringNextWait(() -> fill(FIRST, 5));
        time.duringNextWait(() -> time.advanceMs(50));
        time.duringNextWait(() -> pausedTopics.add(fixture.metric("topics-paused")));

        run(-1);
        assertThatCode(exchange::throwFailure).doesNotThrowAnyException();
        assertThat(pausedTopics).containsExactly(1.0);
        assertThat(fixture.metric("topics-paused")).isZero();
        assertThat(calls.stream().filter("openSession"::equals)).hasSizeGreaterThan(1);
    }

    @Test
    void readsTheTablesAgainOnTheSameConnectionWhenTheirDefinitionChanged() {
        exchange.assign(Set.of(FIRST));
        fail("write", () -> {
            throw new TablesChangedException(List.of(Fixture.TOPIC));
        });
        time.duringNextWait(() -> fill(FIRST, 5));

        run(-1);
        assertCallsAfterTheClaim("write {readings-0=6}", "openSession", "reclaim [readings-0]", "close");
        assertThat(exchange.committed()).isEmpty();
        assertThat(exchange.filling().isEmpty()).isTrue();
    }

    @Test
    void failsWhenAnOwnedPartitionIsFenced() {
        exchange.assign(Set.of(FIRST));
        fail("write", () -> {
            throw FencedException.ownedByAnotherTask(FIRST, "sink");
        });
        time.duringNextWait(() -> fill(FIRST, 5));

        run(-1);
        assertThatThrownBy(exchange::throwFailure)
                .hasCauseInstanceOf(FencedException.class)
                .hasMessageContaining("fenced");
        assertThat(fixture.metric("fenced-total")).isEqualTo(1);
        assertThat(calls).endsWith("write {readings-0=6}", "close");
        assertThat(exchange.committed()).isEmpty();
    }

    @Test
    void failsWhenAnotherTaskClaimedAPartitionDuringAnOutage() {
        exchange.assign(Set.of(FIRST));
        fail("write", "08006");
        fail("reclaim", () -> {});
        fail("reclaim", () -> {
            throw FencedException.ownedByAnotherTask(FIRST, "sink");
        });
        time.duringNextWait(() -> fill(FIRST, 5));

        run(-1);
        assertThatThrownBy(exchange::throwFailure).hasCauseInstanceOf(FencedException.class);
    }

    @Test
    void continuesWhenAFencedPartitionWasRevokedDuringTheWrite() {
        exchange.assign(Set.of(FIRST, SECOND));
        fail("write", () -> {
            exchange.release(Set.of(FIRST));
            throw FencedException.ownedByAnotherTask(FIRST, "sink");
        });
        time.duringNextWait(() -> {
            exchange.takeOffsets();
            fill(FIRST, 5);
        });

        run(-1);
        assertThatCode(exchange::throwFailure).doesNotThrowAnyException();
        assertThat(fixture.metric("fenced-total")).isEqualTo(1);
        assertThat(calls)
                .containsSubsequence("write {readings-0=6}", "close", "connect", "openSession", "reclaim [readings-1]");
        assertThat(exchange.takeOffsets()).containsOnlyKeys(SECOND);
    }

    @Test
    void readsTheOffsetsOfTheRemainingPartitionsAfterARebalance() {
        exchange.assign(Set.of(FIRST, SECOND));
        time.duringNextWait(() -> {
            exchange.takeOffsets();
            fill(FIRST, 5);
            fill(SECOND, 7);
            exchange.release(Set.of(FIRST));
        });

        run(-1);
        assertThat(calls)
                .containsExactly(
                        "connect",
                        "openSession",
                        "reclaim []",
                        "claim [readings-0, readings-1]",
                        "reclaim [readings-1]",
                        "close");
        assertThat(exchange.takeOffsets()).containsOnlyKeys(SECOND);
        assertThat(exchange.session()).isSameAs(session);
    }

    @Test
    void claimsPartitionsThatAreAssignedWhileItWaits() {
        exchange.assign(Set.of(FIRST));
        time.duringNextWait(() -> exchange.assign(Set.of(SECOND)));

        run(-1);
        assertThat(calls).containsSubsequence("claim [readings-0]", "claim [readings-1]");
        assertThat(exchange.owned()).containsExactlyInAnyOrder(FIRST, SECOND);
    }

    @Test
    void addsRequestedColumnsAndOpensANewSession() {
        exchange.assign(Set.of(FIRST));
        time.duringNextWait(() -> exchange.requestColumns("readings", Map.of("extra", "text")));

        run(-1);
        assertCallsAfterTheClaim("addColumns {readings={extra=text}}", "openSession", "reclaim [readings-0]", "close");
    }

    @Test
    void failsTheTaskAfterAnUnexpectedException() {
        exchange.assign(Set.of(FIRST));
        fail("write", () -> {
            throw new ConnectException("no dead letter topic");
        });
        time.duringNextWait(() -> fill(FIRST, 5));

        run(-1);
        assertThatThrownBy(exchange::throwFailure)
                .isInstanceOf(ConnectException.class)
                .hasMessage("no dead letter topic");
        assertThat(calls).endsWith("close");
    }

    @Test
    void failsTheTaskAfterAnError() {
        fail("openSession", () -> {
            throw new StackOverflowError("deep");
        });

        run(-1);
        assertThatThrownBy(exchange::throwFailure).hasRootCauseInstanceOf(StackOverflowError.class);
    }

    @Test
    void closesTheConnectionWhenItIsStoppedWhileIdle() {
        run(-1);
        assertThat(calls).containsExactly("connect", "openSession", "reclaim []", "close");
    }

    @Test
    void abortsTheConnectionOfAWriteThatDoesNotReturn() {
        exchange.assign(Set.of(FIRST));
        WriterLoop loop = loop(-1);
        fail("write", () -> {
            exchange.stop();
            loop.abort();
            throw sqlError("08006");
        });
        time.duringNextWait(() -> fill(FIRST, 5));

        loop.run();
        assertThat(calls).endsWith("write {readings-0=6}", "abort", "close");
        assertThat(exchange.committed()).isEmpty();
    }

    /** Runs until the writer waits and no scripted action is left. */
    private void run(long retryTimeoutMs) {
        loop(retryTimeoutMs).run();
    }

    private WriterLoop loop(long retryTimeoutMs) {
        time.whenIdle(exchange::stop);
        return fixture.writerLoop(connection, exchange, fixture.pausedTopics(), retryTimeoutMs);
    }

    private void fill(TopicPartition partition, long offset) {
        exchange.filling().addWithoutRows(Fixture.record(partition, offset, "{}"));
        exchange.filling().advance(partition, offset + 1);
    }

    private void assertCallsAfterTheClaim(String... expected) {
        assertThat(calls).startsWith("connect", "openSession", "reclaim []", "claim [readings-0]");
        assertThat(calls.subList(4, calls.size())).containsExactly(expected);
    }

    private void fail(String call, String state) {
        fail(call, () -> {
            throw sqlError(state);
        });
    }

    private void fail(String call, ScriptedConnection.Failure failure) {
        connection.fail(call, failure);
    }
}
