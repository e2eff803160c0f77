package io.pulsefeed.emotibit;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.emotibit.session.DeviceEvent;
import io.pulsefeed.emotibit.session.SessionOutput;
import io.pulsefeed.emotibit.session.TimedPacket;
import io.pulsefeed.emotibit.wire.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PacketQueueTest {

    private final PacketQueue queue = new PacketQueue(3);

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
        LongStream.rangeClosed(from, to).forEach(number -> queue.onPacket(packet(device, number)));
    }

    private List<SessionOutput> drain() throws InterruptedException {
        List<SessionOutput> taken = new ArrayList<>();
        queue.drainTo(taken, 100, 10);
        return taken;
    }

    @Test
    void drainsAtMostTheRequestedNumberInOrder() throws InterruptedException {
        offer("D1", 1, 3);
        List<SessionOutput> taken = new ArrayList<>();
        queue.drainTo(taken, 2, 10);

        assertThat(taken).hasSize(2);
        assertThat(packetOf(taken, 0).number()).isEqualTo(1);
        assertThat(queue.size()).isEqualTo(1);
    }

    private static TimedPacket packetOf(List<SessionOutput> taken, int index) {
        return (TimedPacket) taken.get(index);
    }

    @Test
    void countsAndReportsDroppedPackets() throws InterruptedException {
        offer("D1", 1, 5);
        offer("D2", 7, 7);
        assertThat(queue.droppedTotal()).isEqualTo(3);
        assertThat(drain()).hasSize(3);

        offer("D1", 6, 6);
        List<SessionOutput> after = drain();
        assertThat(after).hasSize(3);
        assertThat(after.subList(0, 2))
                .allSatisfy(found -> assertThat(((DeviceEvent) found).type()).isEqualTo(DeviceEvent.Type.OVERFLOW));
        DeviceEvent first = after.stream()
                .filter(DeviceEvent.class::isInstance)
                .map(DeviceEvent.class::cast)
                .filter(event -> event.deviceId().equals("D1"))
                .findFirst()
                .orElseThrow();
        assertThat(first.detail())
                .containsEntry("lost", 2L)
                .containsEntry("first_packet", 4L)
                .containsEntry("last_packet", 5L);
        assertThat(packetOf(after, 2).number()).isEqualTo(6);
    }

    @Test
    void acceptsEventsWhenFullForPackets() throws InterruptedException {
        offer("D1", 1, 9);
        queue.onEvent(new DeviceEvent("D1", "S1", DeviceEvent.Type.GAP, 1, Map.of()));

        assertThat(drain()).hasSize(4);
    }

    @Test
    void returnsNothingAfterWait() throws InterruptedException {
        assertThat(drain()).isEmpty();
    }
}
