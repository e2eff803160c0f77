package io.pulsefeed.timescale.write;

import static io.pulsefeed.timescale.write.Fixture.FIRST;
import static io.pulsefeed.timescale.write.Fixture.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.pulsefeed.timescale.FakeSinkContext;
import io.pulsefeed.timescale.mapping.MappingParser;
import io.pulsefeed.timescale.mapping.RecordSchemas;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

/** The transitions for topics whose encoder does not exist before their first record. */
class TopicRequestsTest {

    private static final TopicPartition NEW = new TopicPartition("sensor-1", 0);

    private final Fixture fixture = new Fixture("topics", "", "topics.regex", ".*", "fields.sensor-*", "id, name");
    private final BatchExchange exchange = fixture.exchange();
    private final FakeSinkContext context = new FakeSinkContext(true);
    private final PausedTopics paused = fixture.pausedTopics();
    private final RecordIntake intake = fixture.intake(context, exchange, paused);
    private final Session session = fixture.session();

    @Test
    void requestsATopicOfAPatternAndReadsTheRecordAgain() throws InterruptedException {
        open(FIRST, NEW);
        intake.put(List.of(record(0), record(NEW, 0, "{\"id\":0}"), record(1)));

        assertThat(exchange.takeRequestedTopics().keySet()).containsExactly("sensor-1");
        assertThat(exchange.takeResync()).isTrue();
        assertThat(exchange.session()).isNull();
        assertThat(exchange.filling().isEmpty()).isTrue();
        assertThat(context.takeRewinds()).containsOnly(Map.entry(NEW, 0L), Map.entry(FIRST, 1L));

        claim(session.with(withEncoder("sensor-1")), FIRST, NEW);
        intake.put(List.of());
        assertThat(context.takeRewinds()).containsOnly(Map.entry(FIRST, 0L), Map.entry(NEW, 0L));
        intake.put(List.of(record(0), record(NEW, 0, "{\"id\":0}"), record(1)));
        assertThat(exchange.filling().nextOffsets()).containsOnly(Map.entry(FIRST, 2L), Map.entry(NEW, 1L));
        assertThat(context.reported()).isEmpty();
    }

    @Test
    void requestsAllNewTopicsOfACallAtOnce() throws InterruptedException {
        TopicPartition second = new TopicPartition("sensor-2", 0);
        open(FIRST, NEW, second);
        intake.put(List.of(record(NEW, 0, "{}"), record(0), record(NEW, 1, "{}"), record(second, 0, "{}")));

        assertThat(exchange.takeRequestedTopics().keySet()).containsExactlyInAnyOrder("sensor-1", "sensor-2");
    }

    @Test
    void requestsTheNameThatATransformGaveARecord() throws InterruptedException {
        open(FIRST);
        SinkRecord original = record(0);
        intake.put(List.of(original.newRecord(
                "sensor-9",
                original.kafkaPartition(),
                null,
                original.key(),
                null,
                original.value(),
                original.timestamp())));

        assertThat(exchange.takeRequestedTopics().keySet()).containsExactly("sensor-9");
        assertThat(context.takeRewinds()).containsOnly(Map.entry(FIRST, 0L));
    }

    @Test
    void requestsATopicForATombstoneBecauseItsMappingCanDelete() throws InterruptedException {
        open(NEW);
        intake.put(List.of(record(NEW, 0, null)));

        assertThat(exchange.takeRequestedTopics().keySet()).containsExactly("sensor-1");
    }

    @Test
    void doesNotRequestATopicThatFailed() throws InterruptedException {
        Session failed = session.with(new Session(session.server(), Map.of(), Map.of("sensor-1", "no table")));
        paused.onSessionOpened(failed.failures());
        open(FIRST, NEW);
        claim(failed, FIRST, NEW);
        intake.put(List.of());
        intake.put(List.of(record(NEW, 0, "{}"), record(0)));

        assertThat(exchange.takeRequestedTopics().keySet()).isEmpty();
        assertThat(context.isPaused(NEW)).isTrue();
        assertThat(exchange.filling().nextOffsets()).containsOnly(Map.entry(FIRST, 1L));
    }

    @Test
    void writerAddsTheTopicsToTheSessionAndReclaims() {
        ScriptedConnection connection = new ScriptedConnection(session);
        exchange.assign(Set.of(FIRST));
        fixture.time.duringNextWait(() -> exchange.requestTopic("sensor-1", RecordSchemas.of(record(0))));
        fixture.time.duringNextWait(() -> assertThat(exchange.session()).isNull());
        fixture.time.duringNextWait(exchange::stop);
        fixture.writerLoop(connection, exchange, paused, -1).run();

        assertThat(connection.calls())
                .containsExactly(
                        "connect",
                        "openSession",
                        "reclaim []",
                        "claim [readings-0]",
                        "addTopics [sensor-1]",
                        "reclaim [readings-0]",
                        "close");
    }

    @Test
    void writerAddsTopicsAgainWhenItReconnects() {
        ScriptedConnection connection = new ScriptedConnection(session);
        connection.fail("addTopics", () -> {
            throw Fixture.sqlError("08006");
        });
        exchange.assign(Set.of(FIRST));
        fixture.time.duringNextWait(() -> exchange.requestTopic("sensor-1", RecordSchemas.of(record(0))));
        fixture.time.duringNextWait(() -> fixture.time.advanceMs(500));
        fixture.time.duringNextWait(exchange::stop);
        fixture.writerLoop(connection, exchange, paused, -1).run();

        assertThat(connection.calls())
                .containsSubsequence("addTopics [sensor-1]", "close", "connect", "openSession", "reclaim [readings-0]");
    }

    @Test
    void acceptsNoRecordsWhileAReconnectedWriterAddsTopics() {
        ScriptedConnection connection = new ScriptedConnection(session);
        exchange.requestTopic("sensor-1", RecordSchemas.of(record(0)));
        connection.fail("addTopics", () -> {
            exchange.takeOffsets();
            assertThat(exchange.session()).isNull();
        });
        fixture.time.whenIdle(exchange::stop);
        fixture.writerLoop(connection, exchange, paused, -1).run();

        assertThat(connection.calls())
                .containsExactly("connect", "openSession", "reclaim []", "addTopics [sensor-1]", "reclaim []", "close");
        assertThatCode(exchange::throwFailure).doesNotThrowAnyException();
    }

    @Test
    void keepsTheSchemasOfARecordWithAValue() throws InterruptedException {
        open(FIRST, NEW);
        intake.put(List.of(record(NEW, 0, null), record(NEW, 1, "{}")));

        assertThat(exchange.takeRequestedTopics())
                .hasEntrySatisfying(
                        "sensor-1", schemas -> assertThat(schemas.hasValue()).isTrue());
    }

    @Test
    void acceptsTombstonesOfATopicThatWaitsForASchema() throws InterruptedException {
        Session waiting = waitingSession("delete.mode.sensor-*", "key");
        open(NEW);
        claim(waiting, NEW);
        intake.put(List.of());
        intake.put(List.of(record(NEW, 0, null)));
        assertThat(exchange.takeRequestedTopics()).isEmpty();
        assertThat(exchange.filling().nextOffsets()).containsOnly(Map.entry(NEW, 1L));

        intake.put(List.of(record(NEW, 1, "{}")));
        assertThat(exchange.takeRequestedTopics()).containsOnlyKeys("sensor-1");
    }

    private Session waitingSession(String key, String value) {
        Fixture deleting =
                new Fixture("topics", "", "topics.regex", ".*", "fields.sensor-*", "key:id, name", key, value);
        MappingParser parser = new MappingParser(deleting.config.mappings(), deleting.config.schema());
        return new Session(
                session.server(), session.encoders(), Map.of("sensor-1", parser.parseTopic("sensor-1")), Map.of());
    }

    private Session withEncoder(String topic) {
        return new Session(session.server(), Map.of(topic, fixture.encoder()), Map.of());
    }

    private void open(TopicPartition... partitions) throws InterruptedException {
        fixture.time.duringNextWait(() -> claim(session, partitions));
        intake.open(List.of(partitions), 5_000);
        context.takeRewinds();
    }

    private void claim(Session published, TopicPartition... partitions) {
        for (TopicPartition partition : partitions) {
            exchange.onClaimed(Map.of(partition, 0L));
        }
        exchange.publish(published);
    }
}
