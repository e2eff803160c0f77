package io.pulsefeed.emotibit.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.pulsefeed.commons.metrics.LogThrottle;
import io.pulsefeed.emotibit.clock.HostTime;
import io.pulsefeed.emotibit.config.TimeConfig;
import io.pulsefeed.emotibit.wire.Flag;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Packets, anomalies and time sync of one session. */
class DeviceSessionTest {

    private static final InetSocketAddress DEVICE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 3132);

    private final VirtualClock clock = new VirtualClock();
    private final RecordingListener listener = new RecordingListener();
    private final List<TimedPacket> packets = listener.packets;
    private final List<DeviceEvent> events = listener.events;
    private final List<String> replies = new ArrayList<>();
    private final HostCounters counters = new HostCounters();

    private final DeviceSession session = session(null);

    private DeviceSession session(@Nullable LastPacket previous) {
        DatagramSender sender = new DatagramSender() {
            @Override
            public void advertise(InetAddress to, byte[] packet) {
                throw new AssertionError("A session does not advertise");
            }

            @Override
            public void reply(InetSocketAddress to, byte[] packet) {
                replies.add(new String(packet, StandardCharsets.US_ASCII));
            }
        };
        TimeConfig config = new TimeConfig(ZoneId.of("Europe/Paris"), false, 0);
        return new DeviceSession(
                "D1",
                "S1",
                new SessionContext(
                        clock,
                        clock,
                        new HostTime(clock, clock),
                        config,
                        sender,
                        listener,
                        counters,
                        new LogThrottle(LoggerFactory.getLogger(DeviceSessionTest.class), clock)),
                new DeviceMetrics("D1"),
                previous);
    }

    private void receive(String data) {
        receive(session, data);
    }

    private void receive(DeviceSession to, String data) {
        byte[] bytes = data.getBytes(StandardCharsets.ISO_8859_1);
        to.onDatagram(bytes, bytes.length, new Arrival(DEVICE, clock.epochUs(), clock.nowNs()));
        clock.advanceUs(1000);
    }

    private TimedPacket last() {
        return packets.get(packets.size() - 1);
    }

    @Test
    void publishesNumberTextAndTimeOfEveryPacket() {
        receive("344458,52842,3,PI,1,100,6381,6387,6372\n344430,52843,1,EL,1,100,26437.599609\n");

        assertThat(packets).extracting(TimedPacket::number).containsExactly(52_842L, 52_843L);
        assertThat(packets.get(0).text()).isEqualTo("344458,52842,3,PI,1,100,6381,6387,6372");
        assertThat(packets.get(0).epochUs()).isCloseTo(VirtualClock.START_EPOCH_US, offset(100_000L));
        assertThat(packets.get(0).source()).isEqualTo("rx");
    }

    @Test
    void acceptsCarriageReturnsNulBytesAndMissingLastLineFeed() {
        receive("1000,1,1,EA,1,100,0.5\r\n\0" + "1001,2,1,EA,1,100,0.6\r\n1002,3,1,EA,1,100,0.7");

        assertThat(packets).extracting(packet -> packet.values().samples()[0]).containsExactly(0.5, 0.6, 0.7);
        assertThat(counters.malformed.sum()).isZero();
    }

    @Test
    void publishesAndCountsMalformedLines() {
        receive("1000,1,1,EA,1,100,0.5\nnonsense\n1001,2,1,EA,1,100,0.6\n1,2\n");

        assertThat(counters.malformed.sum()).isEqualTo(2);
        assertThat(packets)
                .filteredOn(TimedPacket::isMalformed)
                .extracting(TimedPacket::text)
                .containsExactly("nonsense", "1,2");
        assertThat(packets)
                .filteredOn(TimedPacket::isMalformed)
                .extracting(TimedPacket::number)
                .containsExactly(-1L, -2L);
        assertThat(packets).filteredOn(packet -> !packet.isMalformed()).hasSize(2);
        assertThat(listener.eventLabels()).doesNotContain("gap");
    }

    @Test
    void dropsDuplicatePackets() {
        receive("1000,1,4,EM,1,100,RS,RE,PS,MN\n");
        receive("1000,1,4,EM,1,100,RS,RE,PS,MN\n1001,2,1,EA,1,100,0.5\n");

        assertThat(packets).hasSize(2);
        assertThat(counters.duplicates.sum()).isEqualTo(1);
    }

    @Test
    void answersTimeRequestOnce() {
        clock.advanceUs(668_151);
        receive("121418,18066,2,RD,1,100,TL,TU\n");
        receive("121418,18066,2,RD,1,100,TL,TU\n121420,18067,1,EA,1,100,0.5\n");

        assertThat(replies).containsExactly("0,0,1,TL,1,100,2023-11-14_23-13-20-668151\n", "0,1,2,AK,1,100,18066,RD\n");
        assertThat(counters.timeAnswers.sum()).isEqualTo(1);
    }

    @Test
    void acceptsOnlyExchangesWithinTheLimit() {
        receive("121418,18066,2,RD,1,100,TL,TU\n");
        String sentTime = replies.get(0).split(",")[6].strip();
        receive("121448,18067,1,TL,1,100," + sentTime + "\n121451,18068,2,AK,1,100,18066,RD\n");
        assertThat(counters.timeExchanges.sum()).isEqualTo(1);
        receive("121500,18069,1,EA,1,100,0.5\n");
        assertThat(last().source()).isEqualTo("sync");

        clock.advanceUs(5_000_000);
        receive("126525,18070,2,RD,1,100,TL,TU\n");
        String late = replies.get(2).split(",")[6].strip();
        clock.advanceUs(5_100_000);
        receive("131630,18071,1,TL,1,100," + late + "\n131631,18072,2,AK,1,100,18070,RD\n");
        assertThat(counters.timeExchanges.sum()).isEqualTo(1);
    }

    @Test
    void acceptsAcknowledgementBeforeTimeEcho() {
        receive("121418,18066,2,RD,1,100,TL,TU\n");
        String sentTime = replies.get(0).split(",")[6].strip();
        receive("121451,18068,2,AK,1,100,18066,RD\n");
        receive("121448,18067,1,TL,1,100," + sentTime + "\n121460,18069,1,EA,1,100,0.5\n");

        assertThat(counters.timeExchanges.sum()).isEqualTo(1);
        assertThat(last().source()).isEqualTo("sync");
    }

    @Test
    void ignoresEchoOfAnotherAnswer() {
        receive("121418,18066,2,RD,1,100,TL,TU\n");
        receive("121448,18067,1,TL,1,100,2020-01-01_00-00-00-000000\n121451,18068,2,AK,1,100,18066,RD\n");
        clock.advanceUs(5_000_000);
        receive("126525,18069,2,RD,1,100,TL,TU\n");
        String sentTime = replies.get(2).split(",")[6].strip();
        receive("126530,18070,1,TL,1,100," + sentTime + "\n126531,18071,2,AK,1,100,18066,RD\n");

        assertThat(counters.timeExchanges.sum()).isZero();
    }

    @Test
    void publishesBackDatedPacketsWithTheirTime() {
        receive("100000,1,1,EA,1,100,0.5\n");
        receive("60000,2,1,SA,1,100,0.051\n99100,3,1,BI,1,100,840\n100100,4,1,EA,1,100,0.5\n");

        assertThat(session.packetsSinceReboot()).isNull();
        assertThat(packets.get(1).deviceMs()).isEqualTo(60_000);
        assertThat((packets.get(0).epochUs() - packets.get(1).epochUs()) / 1e6).isCloseTo(40, offset(1.5));
    }

    @Test
    void confirmsRebootByFurtherPackets() {
        receive("100000,500,1,EA,1,100,0.5\n");
        clock.advanceUs(600_000);
        receive("1500,3,1,EA,1,100,0.5\n1510,4,1,EL,1,100,5\n1510,5,1,T1,1,100,30\n");
        assertThat(session.packetsSinceReboot()).isNull();
        clock.advanceUs(100_000);
        receive("1600,6,1,EA,1,100,0.5\n");

        assertThat(session.packetsSinceReboot()).hasSize(4);
        assertThat(packets).hasSize(1);
    }

    @Test
    void flagsConductanceOutsideRange() {
        receive("1000,1,1,EL,1,100,26450.0\n"
                + "1000,2,1,EA,1,100,0.030\n"
                + "1010,3,1,EL,1,100,26501\n"
                + "1020,4,1,EA,1,100,10000.000000\n");

        assertThat(packets.get(0).values().flags()).isZero();
        assertThat(Flag.OPEN.in(packets.get(1).values().flags())).isTrue();
        assertThat(Flag.CLIPPED.in(packets.get(2).values().flags())).isTrue();
        assertThat(Flag.CLIPPED.in(packets.get(3).values().flags())).isTrue();
        assertThat(packets.get(3).values().samples()).containsExactly(10_000);
    }

    @Test
    void keepsSamplePeriodOfTruncatedPacket() {
        receive("1000,1,4,PI,1,100,1,2,3,4\n1160,2,4,PI,1,100,1,2\u0019\n");

        assertThat(last().values().samples()).containsExactly(1, Double.NaN, Double.NaN, Double.NaN);
        assertThat(last().periodMs()).isBetween(35.0, 45.0);
    }

    @Test
    void publishesEventsReportedByDevice() {
        receive("1000,1,4,EM,1,100,RS,RE,PS,MN\n");
        receive("1010,2,4,DO,2,100,PI,3,EA,1\n"
                + "1011,3,3,DC,1,100,EA,EA,EA\n"
                + "1012,4,2,UN,1,100,2024-01-01_00-00-00-000000,hello\n");
        receive("1020,5,4,EM,1,100,RS,RB,run.csv,PS,MN\n"
                + "1030,6,4,EM,1,100,RS,RE,PS,MN\n"
                + "1040,7,4,EM,1,100,RS,RE,PS,ML\n");

        assertThat(listener.eventLabels())
                .containsExactly("device_loss", "clipping", "note", "recording", "recording", "power_mode");
        assertThat(events.get(0).detail()).containsEntry("PI", 3L).containsEntry("EA", 1L);
        assertThat(events.get(1).detail()).containsEntry("EA", 3L);
        assertThat(events.get(2).detail()).containsEntry("note", "hello");
        assertThat(events.get(3).detail()).containsEntry("file", "run.csv").containsEntry("recording", true);
    }

    @Test
    void publishesMarkersOnCorrectedClock() {
        receive(
                "1000,1,1,EA,1,100,0.5\n1050,2,8,LM,1,100,LR,12.5,LM,12.75,LC,13,LD,go,\n1060,3,4,TX,1,100,LC,12.5,LM,12.75\n");

        assertThat(listener.eventLabels()).containsExactly("marker", "cross_time");
        assertThat(events.get(0).detail())
                .containsEntry("marker", "go")
                .containsEntry("source_time", 12.5)
                .containsEntry("received_time", 12.75)
                .containsEntry("local_time", 13.0);
        assertThat(events.get(0).epochUs()).isEqualTo(packets.get(1).epochUs());
        assertThat(events.get(1).detail()).containsEntry("LC", 12.5).containsEntry("LM", 12.75);
    }

    @Test
    void reportsBothEndsOfGap() {
        receive("1000,65534,1,EA,1,100,0.5\n1200,2,1,EA,1,100,0.5\n");
        clock.advanceUs(400_000);
        session.tick(clock.nowNs());

        DeviceEvent gap = events.get(0);
        assertThat(gap.type()).isEqualTo(DeviceEvent.Type.GAP);
        assertThat(gap.detail())
                .containsEntry("first_packet", 65_535L)
                .containsEntry("last_packet", 65_537L)
                .containsEntry("lost", 3L);
        assertThat((double) gap.detail().get("to") - (double) gap.detail().get("from"))
                .isCloseTo(0.2, offset(0.05));
    }

    @Test
    void reportsPacketsMissedSincePreviousSession() {
        LastPacket before = new LastPacket("S0", 100, 900_000, VirtualClock.START_EPOCH_US - 100_000_000, null);
        receive(session(before), "1000000,16401,1,EA,1,100,0.5\n");
        assertThat(events).singleElement().satisfies(gap -> assertThat(gap.detail())
                .containsEntry("lost", 16_300L));

        events.clear();
        receive(session(before), "2000,5,1,EA,1,100,0.5\n");
        assertThat(listener.eventLabels()).containsExactly("reboot");

        events.clear();
        LastPacket immediatelyBefore = new LastPacket("S0", 4, 999_990, clock.epochUs() - 10_000, null);
        receive(session(immediatelyBefore), "1000000,5,1,EA,1,100,0.5\n");
        assertThat(events).isEmpty();
    }

    @Test
    void survivesArbitraryBytes() {
        Random random = new Random(7);
        receive("1000,1,1,EA,1,100,0.5\n");
        String alphabet = "0123456789,,,,\n\nPIEARDTLAKEM\0\r\u0019\u00ff-.nan";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder junk = new StringBuilder();
            for (int n = random.nextInt(80); n > 0; n--) {
                junk.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            receive(junk.toString());
            session.tick(clock.nowNs());
        }

        assertThat(counters.malformed.sum()).isPositive();
        assertThat(packets)
                .allSatisfy(packet -> assertThat(packet.values().count()).isLessThanOrEqualTo(256));
    }
}
