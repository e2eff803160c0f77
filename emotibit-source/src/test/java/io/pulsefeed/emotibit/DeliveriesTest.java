package io.pulsefeed.emotibit;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.emotibit.session.Notice;
import io.pulsefeed.emotibit.session.TimedPacket;
import io.pulsefeed.emotibit.wire.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DeliveriesTest {

    private final Deliveries deliveries = new Deliveries(3);

    private static TimedPacket packet(String device, long number) {
        return new TimedPacket(
                device,
                "S1",
                "EA",
                number,
                number,
                number * 1_000,
                0,
                "rx",
                1,
                100,
                0,
                new Values(new double[0], 0),
                "");
    }

    private void offer(String device, long from, long to) {
        LongStream.rangeClosed(from, to).forEach(number -> deliveries.packet(packet(device, number)));
    }

    private List<Object> take() throws InterruptedException {
        List<Object> taken = new ArrayList<>();
        deliveries.take(100, 10, taken);
        return taken;
    }

    @Test
    void keepsTheOrderAndTakesAtMostWhatIsAskedFor() throws InterruptedException {
        offer("D1", 1, 3);
        List<Object> taken = new ArrayList<>();
        deliveries.take(2, 10, taken);

        assertThat(taken).hasSize(2);
        assertThat(packetOf(taken, 0).number()).isEqualTo(1);
        assertThat(deliveries.depth()).isEqualTo(1);
    }

    private static TimedPacket packetOf(List<Object> taken, int index) {
        return (TimedPacket) taken.get(index);
    }

    @Test
    void dropsCountsAndReportsWhatFindsNoRoom() throws InterruptedException {
        offer("D1", 1, 5);
        offer("D2", 7, 7);
        assertThat(deliveries.droppedTotal()).isEqualTo(3);
        assertThat(take()).hasSize(3);

        offer("D1", 6, 6);
        List<Object> after = take();
        assertThat(after).hasSize(3);
        assertThat(after.subList(0, 2))
                .allSatisfy(found -> assertThat(((Notice) found).event()).isEqualTo(Notice.Event.OVERFLOW));
        Notice first = after.stream()
                .filter(Notice.class::isInstance)
                .map(Notice.class::cast)
                .filter(notice -> notice.deviceId().equals("D1"))
                .findFirst()
                .orElseThrow();
        assertThat(first.detail())
                .containsEntry("lost", 2L)
                .containsEntry("first_packet", 4L)
                .containsEntry("last_packet", 5L);
        assertThat(packetOf(after, 2).number()).isEqualTo(6);
    }

    @Test
    void keepsRoomForEventsWhenPacketsHaveNone() throws InterruptedException {
        offer("D1", 1, 9);
        deliveries.notice(new Notice("D1", "S1", Notice.Event.GAP, 1, Map.of()));

        assertThat(take()).hasSize(4);
    }

    @Test
    void returnsWithNothingWhenNothingComes() throws InterruptedException {
        assertThat(take()).isEmpty();
    }
}
