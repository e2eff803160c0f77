package io.pulsefeed.timescale.write;

import static io.pulsefeed.timescale.write.Fixture.FIRST;
import static io.pulsefeed.timescale.write.Fixture.TOPIC;
import static io.pulsefeed.timescale.write.Fixture.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.timescale.FakeSinkContext;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Transitions of the table in {@link PausedTopics}, and what the task thread does with a paused topic. */
class PausedTopicsTest {

    private static final TopicPartition OTHER = new TopicPartition("others", 0);

    private final Fixture fixture = new Fixture("topics", "readings,others", "fields.others", "id");
    private final PausedTopics paused = fixture.pausedTopics();

    @Test
    void resumesATopicWhenItsRetryIsDueAndItsTablesAreCorrect() {
        paused.pauseForTable(List.of("others"), "no table");
        assertThat(paused.contains("others")).isTrue();

        paused.onSessionOpened(Map.of());
        assertThat(paused.contains("others")).isTrue();

        fixture.time.advanceMs(1_000);
        assertThat(paused.isRetryDue()).isTrue();
        paused.onSessionOpened(Map.of());
        assertThat(paused.contains("others")).isFalse();
        assertThat(fixture.metric("topics-paused")).isZero();
    }

    @Test
    void retriesLessOftenWhileATableRemainsUnwritable() {
        paused.onSessionOpened(Map.of("others", "no table"));
        fixture.time.advanceMs(1_000);
        paused.onSessionOpened(Map.of("others", "no table"));

        fixture.time.advanceMs(1_999);
        assertThat(paused.isRetryDue()).isFalse();
        fixture.time.advanceMs(1);
        assertThat(paused.isRetryDue()).isTrue();

        for (int attempt = 0; attempt < 20; attempt++) {
            paused.onSessionOpened(Map.of("others", "no table"));
            fixture.time.advanceMs(300_000);
            assertThat(paused.isRetryDue()).isTrue();
        }
        paused.onSessionOpened(Map.of("others", "no table"));
        fixture.time.advanceMs(299_999);
        assertThat(paused.isRetryDue()).isFalse();
    }

    @Test
    void keepsATopicPausedThatTheCircuitBreakerPaused() {
        paused.measure(List.of(TOPIC));
        paused.pauseForBadRecords(TOPIC, "5 of the last 10 records are bad");
        fixture.time.advanceMs(3_600_000);

        assertThat(paused.isRetryDue()).isFalse();
        assertThat(paused.nextRetryMonoNs()).isEqualTo(Long.MAX_VALUE);
        paused.onSessionOpened(Map.of());
        assertThat(paused.contains(TOPIC)).isTrue();
        assertThat(fixture.metric("topic-paused")).isEqualTo(1);
        assertThat(paused.failureOfAll(Set.of(TOPIC))).isEmpty();
    }

    @Test
    void reportsAFailureOnlyIfNoTopicCanBeWritten() {
        paused.pauseForTable(List.of("others"), "no table");

        assertThat(paused.failureOfAll(Set.of("others"))).contains("no table");
        assertThat(paused.failureOfAll(Set.of(TOPIC, "others"))).isEmpty();
        assertThat(paused.failureOfAll(Set.of())).isEmpty();
    }

    @Test
    void pausesOnlyThePartitionsOfAPausedTopic() throws InterruptedException {
        FakeSinkContext context = new FakeSinkContext(true);
        BatchExchange exchange = fixture.exchange();
        RecordIntake intake = fixture.intake(context, exchange, paused);
        fixture.time.duringNextWait(() -> {
            exchange.onClaimed(Map.of(FIRST, -1L, OTHER, -1L));
            exchange.publish(fixture.session());
        });
        intake.open(List.of(FIRST, OTHER), 5_000);
        paused.pauseForTable(List.of("others"), "no table");

        intake.put(List.of(record(OTHER, 3, "{}"), record(7), record(OTHER, 4, "{}")));
        assertThat(exchange.filling().nextOffsets()).containsExactly(Map.entry(FIRST, 8L));
        assertThat(context.takeRewinds()).containsExactly(Map.entry(OTHER, 3L));
        assertThat(context.isPaused(OTHER)).isTrue();
        assertThat(context.isPaused(FIRST)).isFalse();

        fixture.time.advanceMs(1_000);
        paused.onSessionOpened(Map.of());
        intake.put(List.of());
        assertThat(context.isPaused(OTHER)).isFalse();
    }
}
