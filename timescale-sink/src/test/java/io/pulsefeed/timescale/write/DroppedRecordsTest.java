package io.pulsefeed.timescale.write;

import static io.pulsefeed.timescale.write.Fixture.FIRST;
import static io.pulsefeed.timescale.write.Fixture.record;
import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.timescale.FakeSinkContext;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** The position advances past records that the worker dropped, but never past records that the task rejected. */
class DroppedRecordsTest {

    private final Fixture fixture = new Fixture();
    private final BatchExchange exchange = fixture.exchange();
    private final FakeSinkContext context = new FakeSinkContext(true);
    private final RecordIntake intake = fixture.intake(context, exchange, fixture.pausedTopics());

    @Test
    void storesThePositionAfterDroppedRecords() throws InterruptedException {
        open(40);
        intake.put(List.of(record(40), record(41)));
        write();

        assertThat(committed(50)).isEqualTo(42);
        write();
        assertThat(committed(50)).isEqualTo(50);
        intake.put(List.of(record(50)));
        write();
        assertThat(committed(51)).isEqualTo(51);
    }

    @Test
    void storesThePositionIfAllRecordsAreDropped() throws InterruptedException {
        open(40);
        intake.put(List.of());
        committed(60);
        write();

        assertThat(committed(60)).isEqualTo(60);
    }

    @Test
    void commitsToKafkaOnlyWhileNoRecordWasWritten() throws InterruptedException {
        open(-1);
        intake.put(List.of());

        assertThat(committed(7)).isEqualTo(7);
        assertThat(exchange.filling().isEmpty()).isTrue();
    }

    @Test
    void ignoresThePositionOfRejectedRecords() throws InterruptedException {
        open(40);
        intake.put(List.of(record(40)));
        exchange.onDisconnected();
        intake.put(List.of(record(41)));

        assertThat(intake.committed(position(42))).isEmpty();
        claim(40);
        assertThat(intake.committed(position(42))).isEmpty();
        intake.put(List.of());
        assertThat(intake.committed(position(42))).isEmpty();
        assertThat(exchange.filling().isEmpty()).isTrue();
    }

    private void open(long stored) throws InterruptedException {
        fixture.time.duringNextWait(() -> claim(stored));
        intake.open(List.of(FIRST), 5_000);
        intake.put(List.of());
    }

    private void claim(long stored) {
        exchange.onClaimed(Map.of(FIRST, stored));
        exchange.publish(fixture.session());
    }

    private void write() throws InterruptedException {
        exchange.flush();
        exchange.onWritten(exchange.take());
    }

    private long committed(long delivered) {
        OffsetAndMetadata offset = intake.committed(position(delivered)).get(FIRST);
        return offset == null ? -1 : offset.offset();
    }

    private static Map<TopicPartition, OffsetAndMetadata> position(long offset) {
        return Map.of(FIRST, new OffsetAndMetadata(offset));
    }
}
