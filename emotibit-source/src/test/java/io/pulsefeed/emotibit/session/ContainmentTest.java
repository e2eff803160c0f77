package io.pulsefeed.emotibit.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.emotibit.wire.Flag;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Wrong numbers from the network do not change the session, the clock or the loss of the device that they name. */
class ContainmentTest extends DeviceFixture {

    private static final long UPTIME_MS = 7_920_000;

    private final Random random = new Random(1);
    private long deviceMs = UPTIME_MS;
    private int number = 52_842;
    private int sent;

    /** Streams batches of eight packets every 100 ms. */
    private void stream(long ms) {
        for (long passed = 0; passed < ms; passed += 100) {
            StringBuilder batch = new StringBuilder();
            for (String tag : List.of("PI", "PR", "PG", "EA", "AX", "AY", "AZ", "T1")) {
                batch.append(line(deviceMs - random.nextInt(60), number++, tag));
                sent++;
            }
            send(batch.toString());
            advance(100);
            deviceMs += 100;
            if (passed % 500 == 0) {
                pong(DATA_PORT);
            }
        }
    }

    private static String line(long ms, int packetNumber, String tag) {
        return (ms & 0xFFFF_FFFFL) + "," + (packetNumber & 0xFFFF) + ",1," + tag + ",1,100,5\n";
    }

    private List<TimedPacket> implausible() {
        return listener.packets.stream()
                .filter(packet -> Flag.IMPLAUSIBLE.in(packet.values().flags()))
                .toList();
    }

    private void assertUndisturbed(int wrongLines) {
        assertThat(listener.eventLabels()).containsExactly("connected");
        assertThat(device.metrics().lost()).isZero();
        assertThat(implausible()).hasSize(wrongLines);
        assertThat(listener.packets).hasSize(sent + wrongLines);
        for (TimedPacket packet : listener.packets) {
            if (packet.isPlaced()) {
                long trueUs = VirtualClock.START_EPOCH_US + (packet.deviceMs() - UPTIME_MS) * 1000;
                assertThat(packet.epochUs()).isBetween(trueUs - 150_000, trueUs + 150_000);
            }
            assertThat(packet.epochUs()).isLessThanOrEqualTo(clock.epochUs() + 1_000_000);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1_000, UPTIME_MS + 4_896_000, UPTIME_MS + 8_000, UPTIME_MS - 600_000, 0xFFFF_FFFFL, 1L << 31})
    void keepsPacketWithImpossibleTimestampAsText(long timestamp) {
        connect();
        stream(2_000);
        send(line(timestamp, number, "PI"));
        stream(3_000);

        assertUndisturbed(1);
        assertThat(implausible().get(0).text()).startsWith(timestamp + ",");
        assertThat(implausible().get(0).number()).isNegative();
        assertThat(implausible().get(0).values().count()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {150, 400, 3_000, 32_000, 33_000, -20_000})
    void keepsPacketWithImpossibleNumberAsText(int distance) {
        connect();
        stream(2_000);
        send(line(deviceMs, number + distance, "PI"));
        stream(4_000);

        assertUndisturbed(1);
    }

    @Test
    void impossibleFirstPacketsDoNotStartTheSession() {
        connect();
        send(line(1_000, 5, "PI"));
        send(line(0xF000_0000L, 60_000, "RD"));
        stream(3_000);

        assertUndisturbed(2);
    }

    @Test
    void hostileStreamNextToTheDeviceStaysText() {
        connect();
        stream(1_000);
        for (int i = 0; i < 100; i++) {
            send(line(1_000 + i * 100, i, "PI") + line(1_010 + i * 100, i + 1_000, "EA"));
            stream(100);
        }
        stream(2_000);

        assertUndisturbed(200);
    }

    @Test
    void startsNewSessionAfterRebootWithoutLosingItsFirstPackets() {
        connect();
        stream(2_000);
        advanceAlive(1_500);
        deviceMs = 900;
        number = 0;
        int before = sent;
        stream(3_000);

        assertThat(listener.eventLabels()).containsExactly("connected", "disconnected", "connected", "reboot");
        assertThat(listener.packets).hasSize(sent);
        assertThat(listener.packets.get(before).number()).isZero();
        assertThat(implausible()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {2_000_000, -2_000_000, 3_600_000_000L, -3_600_000_000L})
    void survivesThatTheHostClockIsSet(long stepUs) {
        connect();
        stream(5_000);
        clock.stepWallUs(stepUs);
        stream(10_000);

        assertThat(listener.eventLabels().stream().filter(label -> !label.equals("time_step")))
                .containsExactly("connected");
        assertThat(device.metrics().lost()).isZero();
        assertThat(implausible()).isEmpty();
        assertThat(listener.packets).hasSize(sent);
        TimedPacket last = listener.packets.get(listener.packets.size() - 1);
        long trueUs = VirtualClock.START_EPOCH_US + stepUs + (last.deviceMs() - UPTIME_MS) * 1000;
        assertThat(last.epochUs()).isBetween(trueUs - 150_000, trueUs + 150_000);
        assertThat(listener.packets.get(listener.packets.size() - 9).epochUs()).isLessThan(last.epochUs());
        long steps = listener.eventLabels().stream().filter("time_step"::equals).count();
        assertThat(listener.packets)
                .filteredOn(packet -> Flag.TIME_STEP.in(packet.values().flags()))
                .hasSize((int) steps)
                .allSatisfy(packet -> {
                    long steppedUs = VirtualClock.START_EPOCH_US + stepUs + (packet.deviceMs() - UPTIME_MS) * 1000;
                    assertThat(packet.epochUs()).isBetween(steppedUs - 150_000, steppedUs + 150_000);
                });
        assertThat(steps).isEqualTo(stepUs == -2_000_000 ? 0 : 1);
    }

    /** The rate is that of the session, whatever it is: 100 Hz firmware, and one that no one has seen yet. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5, 10})
    void spreadsFirstPacketWithTheRateOfTheSession(int samples) {
        connect();
        for (int i = 0; i < 5; i++) {
            send(UPTIME_MS + i * 100 + "," + number++ + "," + samples + ",PI,1,100" + ",5".repeat(samples) + "\n");
            advance(100);
        }
        advance(400);

        double periodMs = 100.0 / samples;
        assertThat(listener.packets)
                .allSatisfy(packet -> assertThat(packet.periodMs()).isBetween(0.75 * periodMs, 1.25 * periodMs));
    }

    @Test
    void continuesSessionWhenTheNetworkDelayDrops() {
        connect();
        deviceMs -= 4_000;
        stream(2_000);
        deviceMs += 4_000;
        stream(3_000);

        assertThat(listener.eventLabels()).containsExactly("connected");
        assertThat(listener.packets).hasSize(sent);
        assertThat(implausible()).isEmpty();
    }
}
