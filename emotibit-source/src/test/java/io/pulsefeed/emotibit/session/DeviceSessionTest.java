package io.pulsefeed.emotibit.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import io.pulsefeed.emotibit.client.HostTime;
import io.pulsefeed.emotibit.config.TimeConfig;
import io.pulsefeed.emotibit.wire.Flag;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What one session makes of what a device sends: the rows of the protocol page's table of bad and odd input, and time answers. */
class DeviceSessionTest {

    private static final long START_MICROS = 1_700_000_000_000_000L;
    private static final InetSocketAddress DEVICE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 3132);

    private final List<TimedPacket> packets = new ArrayList<>();
    private final List<Notice> notices = new ArrayList<>();
    private final List<String> replies = new ArrayList<>();
    private final HostCounters counters = new HostCounters();
    private long micros = START_MICROS;

    private final HostTime time = new HostTime(
            new Clock() {
                @Override
                public Instant instant() {
                    return Instant.ofEpochSecond(micros / 1_000_000, micros % 1_000_000 * 1000);
                }

                @Override
                public ZoneId getZone() {
                    return ZoneOffset.UTC;
                }

                @Override
                public Clock withZone(ZoneId zone) {
                    return this;
                }
            },
            () -> micros * 1000);

    private final DeviceSession session = session(null);

    private DeviceSession session(LastSeen before) {
        Outlet outlet = new Outlet() {
            @Override
            public void packet(TimedPacket packet) {
                packets.add(packet);
            }

            @Override
            public void notice(Notice notice) {
                notices.add(notice);
            }
        };
        Radio radio = new Radio() {
            @Override
            public void advertise(InetAddress to, byte[] packet) {
                throw new AssertionError("A session does not advertise");
            }

            @Override
            public void reply(InetSocketAddress to, byte[] packet) {
                replies.add(new String(packet, StandardCharsets.US_ASCII));
            }
        };
        TimeConfig settings = new TimeConfig(ZoneId.of("Europe/Paris"), false, 0);
        return new DeviceSession(
                "D1",
                "S1",
                new SessionContext(time, settings, radio, outlet, counters),
                new DeviceFigures("D1"),
                before);
    }

    private void receive(String data) {
        receive(session, data);
    }

    private void receive(DeviceSession to, String data) {
        byte[] bytes = data.getBytes(StandardCharsets.ISO_8859_1);
        to.onDatagram(bytes, bytes.length, DEVICE, micros, micros * 1000);
        micros += 1000;
    }

    private TimedPacket last() {
        return packets.get(packets.size() - 1);
    }

    private List<String> events() {
        return notices.stream().map(notice -> notice.event().label()).toList();
    }

    @Test
    void givesEveryPacketItsNumberItsTextAndATime() {
        receive("344458,52842,3,PI,1,100,6381,6387,6372\n344430,52843,1,EL,1,100,26437.599609\n");

        assertThat(packets).extracting(TimedPacket::number).containsExactly(52_842L, 52_843L);
        assertThat(packets.get(0).text()).isEqualTo("344458,52842,3,PI,1,100,6381,6387,6372");
        assertThat(packets.get(0).epochMicros()).isCloseTo(START_MICROS, offset(100_000L));
        assertThat(packets.get(0).source()).isEqualTo("rx");
    }

    @Test
    void acceptsOddLineEndsNulBytesAndAMissingLastLineFeed() {
        receive("1000,1,1,EA,1,100,0.5\r\n\0" + "1001,2,1,EA,1,100,0.6\r\n1002,3,1,EA,1,100,0.7");

        assertThat(packets).extracting(packet -> packet.values().samples()[0]).containsExactly(0.5, 0.6, 0.7);
        assertThat(counters.malformed.sum()).isZero();
    }

    @Test
    void keepsMalformedLinesAsTextAndCountsThem() {
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
        assertThat(events()).doesNotContain("gap");
    }

    @Test
    void dropsTheSecondCopyOfPacketsThatAreSentTwice() {
        receive("1000,1,4,EM,1,100,RS,RE,PS,MN\n");
        receive("1000,1,4,EM,1,100,RS,RE,PS,MN\n1001,2,1,EA,1,100,0.5\n");

        assertThat(packets).hasSize(2);
        assertThat(counters.duplicates.sum()).isEqualTo(1);
    }

    @Test
    void answersARequestForTheTimeOnceWithLocalTimeAndAcknowledgement() {
        micros = START_MICROS + 668_151;
        receive("121418,18066,2,RD,1,100,TL,TU\n");
        receive("121418,18066,2,RD,1,100,TL,TU\n121420,18067,1,EA,1,100,0.5\n");

        assertThat(replies).containsExactly("0,0,1,TL,1,100,2023-11-14_23-13-20-668151\n", "0,1,2,AK,1,100,18066,RD\n");
        assertThat(counters.timeAnswers.sum()).isEqualTo(1);
    }

    @Test
    void takesOnlyExchangesWhoseEchoCameInTime() {
        receive("121418,18066,2,RD,1,100,TL,TU\n");
        String told = replies.get(0).split(",")[6].strip();
        receive("121448,18067,1,TL,1,100," + told + "\n121451,18068,2,AK,1,100,18066,RD\n");
        assertThat(counters.timeExchanges.sum()).isEqualTo(1);
        receive("121500,18069,1,EA,1,100,0.5\n");
        assertThat(last().source()).isEqualTo("sync");

        micros += 5_000_000;
        receive("126525,18070,2,RD,1,100,TL,TU\n");
        String late = replies.get(2).split(",")[6].strip();
        receive("131630,18071,1,TL,1,100," + late + "\n131631,18072,2,AK,1,100,18070,RD\n");
        assertThat(counters.timeExchanges.sum()).isEqualTo(1);
    }

    @Test
    void takesNoEchoOfAnotherAnswer() {
        receive("121418,18066,2,RD,1,100,TL,TU\n");
        receive("121448,18067,1,TL,1,100,2020-01-01_00-00-00-000000\n121451,18068,2,AK,1,100,18066,RD\n");
        receive("126525,18069,2,RD,1,100,TL,TU\n");
        String told = replies.get(2).split(",")[6].strip();
        receive("126530,18070,1,TL,1,100," + told + "\n126531,18071,2,AK,1,100,18066,RD\n");

        assertThat(counters.timeExchanges.sum()).isZero();
    }

    @Test
    void placesBackDatedBeatsInThePast() {
        receive("100000,1,1,EA,1,100,0.5\n");
        receive("60000,2,1,SA,1,100,0.051\n99100,3,1,BI,1,100,840\n100100,4,1,EA,1,100,0.5\n");

        assertThat(session.hasRebooted()).isFalse();
        assertThat(packets.get(1).deviceMs()).isEqualTo(60_000);
        assertThat((packets.get(0).epochMicros() - packets.get(1).epochMicros()) / 1e6)
                .isCloseTo(40, offset(1.5));
    }

    @Test
    void noticesARestartOfTheDeviceInItsData() {
        receive("100000,500,1,EA,1,100,0.5\n");
        receive("1500,3,1,EA,1,100,0.5\n");

        assertThat(session.hasRebooted()).isTrue();
        assertThat(packets).hasSize(1);
    }

    @Test
    void flagsConductanceAtTheEndOfItsRange() {
        receive(
                "1000,1,1,EL,1,100,26450.0\n1000,2,1,EA,1,100,0.030\n1010,3,1,EL,1,100,26501\n1020,4,1,EA,1,100,10000.000000\n");

        assertThat(packets.get(0).values().flags()).isZero();
        assertThat(Flag.OPEN.in(packets.get(1).values().flags())).isTrue();
        assertThat(Flag.CLIPPED.in(packets.get(2).values().flags())).isTrue();
        assertThat(Flag.CLIPPED.in(packets.get(3).values().flags())).isTrue();
        assertThat(packets.get(3).values().samples()).containsExactly(10_000);
    }

    @Test
    void spreadsATruncatedPacketAsIfItWereWhole() {
        receive("1000,1,4,PI,1,100,1,2,3,4\n1160,2,4,PI,1,100,1,2\u0019\n");

        assertThat(last().values().samples()).containsExactly(1, Double.NaN, Double.NaN, Double.NaN);
        assertThat(last().periodMs()).isBetween(35.0, 45.0);
    }

    @Test
    void tellsWhatTheDeviceSaysOfItself() {
        receive("1000,1,4,EM,1,100,RS,RE,PS,MN\n");
        receive(
                "1010,2,4,DO,2,100,PI,3,EA,1\n1011,3,3,DC,1,100,EA,EA,EA\n1012,4,2,UN,1,100,2024-01-01_00-00-00-000000,hello\n");
        receive(
                "1020,5,4,EM,1,100,RS,RB,run.csv,PS,MN\n1030,6,4,EM,1,100,RS,RE,PS,MN\n1040,7,4,EM,1,100,RS,RE,PS,ML\n");

        assertThat(events()).containsExactly("device_loss", "clipping", "note", "recording", "recording", "power_mode");
        assertThat(notices.get(0).detail()).containsEntry("PI", 3L).containsEntry("EA", 1L);
        assertThat(notices.get(1).detail()).containsEntry("EA", 3L);
        assertThat(notices.get(2).detail()).containsEntry("note", "hello");
        assertThat(notices.get(3).detail()).containsEntry("file", "run.csv").containsEntry("recording", true);
    }

    @Test
    void tellsTheEndsOfAGap() {
        receive("1000,65534,1,EA,1,100,0.5\n1200,2,1,EA,1,100,0.5\n");
        session.tick((micros + 400_000) * 1000);

        Notice gap = notices.get(0);
        assertThat(gap.event()).isEqualTo(Notice.Event.GAP);
        assertThat(gap.detail())
                .containsEntry("first_packet", 65_535L)
                .containsEntry("last_packet", 65_537L)
                .containsEntry("lost", 3L);
        assertThat((double) gap.detail().get("to") - (double) gap.detail().get("from"))
                .isCloseTo(0.2, offset(0.05));
    }

    @Test
    void tellsWhatWasMissedSinceTheSessionBefore() {
        LastSeen before = new LastSeen("S0", 100, 900_000, START_MICROS - 100_000_000);
        receive(session(before), "1000000,16401,1,EA,1,100,0.5\n");
        assertThat(notices).singleElement().satisfies(gap -> assertThat(gap.detail())
                .containsEntry("lost", 16_300L));

        notices.clear();
        receive(session(before), "2000,5,1,EA,1,100,0.5\n");
        assertThat(events()).containsExactly("reboot");

        notices.clear();
        LastSeen justBefore = new LastSeen("S0", 4, 999_990, micros - 10_000);
        receive(session(justBefore), "1000000,5,1,EA,1,100,0.5\n");
        assertThat(notices).isEmpty();
    }

    @Test
    void survivesAnyBytes() {
        Random random = new Random(7);
        receive("1000,1,1,EA,1,100,0.5\n");
        String alphabet = "0123456789,,,,\n\nPIEARDTLAKEM\0\r\u0019\u00ff-.nan";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder junk = new StringBuilder();
            for (int n = random.nextInt(80); n > 0; n--) {
                junk.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            receive(junk.toString());
            session.tick(micros * 1000);
        }

        assertThat(counters.malformed.sum()).isPositive();
        assertThat(packets)
                .allSatisfy(packet -> assertThat(packet.values().count()).isLessThanOrEqualTo(256));
    }
}
