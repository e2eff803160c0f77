package io.pulsefeed.emotibit;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.emotibit.session.DeviceEvent;
import io.pulsefeed.emotibit.session.SessionOutput;
import io.pulsefeed.emotibit.session.TimedPacket;
import io.pulsefeed.emotibit.wire.Flag;
import io.pulsefeed.emotibit.wire.Packet;
import io.pulsefeed.emotibit.wire.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
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
                "",
                0);
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
    void queuesPacketsInAFewBytesPerPacket() {
        PacketEncoder encoder = new PacketEncoder();
        long bytes = 0;
        for (int i = 0; i < 1_000; i++) {
            encoder.encode(sensor("MD-V5-0000410", 52_842 + i, "6381,6387,6372"));
            bytes += encoder.length();
        }

        assertThat(bytes / 1_000).isLessThan(75);
    }

    @Property(tries = 40)
    void returnsWhatItReceived(@ForAll Random random) throws InterruptedException {
        PacketQueue fresh = new PacketQueue(100_000);
        List<SessionOutput> expected = new ArrayList<>();
        List<SessionOutput> returned = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            String device = "D" + random.nextInt(3);
            if (random.nextInt(20) == 0) {
                DeviceEvent event = new DeviceEvent(device, "S", DeviceEvent.Type.GAP, i, Map.of("lost", i));
                fresh.onEvent(event);
                expected.add(event);
            } else {
                String payload = random.nextInt(50) == 0 ? "7".repeat(random.nextInt(70_000)) : "1.5,nan,\u00ff";
                TimedPacket packet = sensor(device, random.nextLong() >> random.nextInt(64), payload);
                fresh.onPacket(packet);
                expected.add(packet);
            }
            if (random.nextInt(30) == 0) {
                fresh.drainTo(returned, 1 + random.nextInt(50), 0);
            }
        }
        while (returned.size() < expected.size()) {
            fresh.drainTo(returned, 17, 0);
        }

        assertThat(returned.stream().map(PacketQueueTest::text).toList())
                .isEqualTo(expected.stream().map(PacketQueueTest::text).toList());
        assertThat(fresh.size()).isZero();
    }

    private static String text(SessionOutput output) {
        String samples = output instanceof TimedPacket packet
                ? Arrays.toString(packet.values().samples())
                : "";
        return output.toString().replaceFirst("samples=[^,]*,", "samples=" + samples + ",");
    }

    private static TimedPacket sensor(String device, long number, String payload) {
        String text = (number & 0xFFFF_FFFFL) + "," + (number & 0xFFFF) + ",3,PI,1,100," + payload;
        Packet packet = Packet.parse(text);
        return new TimedPacket(
                device,
                "20261121T01214" + Math.floorMod(number / 500, 3),
                "PI",
                number,
                number * 6,
                1_795_224_104_956_808L + number,
                40.320667,
                "sync",
                number % 5 == 0 ? Double.NaN : 6.12,
                100,
                packet.payloadStart(),
                Values.of(packet).with(Flag.LATE),
                text,
                0);
    }

    @Test
    void deviceThatFloodsTheQueueLosesItsOwnPackets() throws InterruptedException {
        PacketQueue shared = new PacketQueue(100);
        LongStream.rangeClosed(1, 500).forEach(number -> {
            shared.onPacket(packet("HOSTILE", number));
            if (number % 25 == 0) {
                shared.onPacket(packet("D1", number));
                shared.onPacket(packet("D2", number));
            }
        });
        List<SessionOutput> taken = new ArrayList<>();
        shared.drainTo(taken, 1_000, 0);

        for (String device : List.of("D1", "D2")) {
            assertThat(taken)
                    .filteredOn(found -> found instanceof TimedPacket packet
                            && packet.deviceId().equals(device))
                    .hasSize(20);
        }
    }

    @Test
    void longPacketsUseTheCapacityOfSeveral() {
        PacketQueue shared = new PacketQueue(1_000);
        for (int i = 0; i < 1_000; i++) {
            shared.onPacket(sensor("D1", i, "7".repeat(60_000)));
        }

        assertThat(shared.size()).isLessThan(4);
    }

    @Test
    void returnsNothingAfterWait() throws InterruptedException {
        assertThat(drain()).isEmpty();
    }
}
