package io.pulsefeed.emotibit.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.emotibit.wire.Packet;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SequencerTest {

    private static final long MS = 1_000_000;

    private final List<String> log = new ArrayList<>();
    private final Sequencer sequencer = new Sequencer(new Log(), 300, 0);
    private long nowMonoNs;

    private final class Log implements Sequencer.Listener {
        @Override
        public void onSettled(List<SequencedPacket> packets) {
            // The log shows the packets when they are released.
        }

        @Override
        public void onWrongNumber(SequencedPacket packet) {
            log.add("wrong " + packet.number());
        }

        @Override
        public void onInOrder(SequencedPacket packet, long lastLost) {
            log.add(Long.toString(packet.number()));
        }

        @Override
        public void onLate(SequencedPacket packet) {
            log.add("late " + packet.number());
        }

        @Override
        public void onLost(long first, long last, long beforeMs, long afterMs) {
            log.add("lost " + first + "-" + last);
        }

        @Override
        public void onButton(long number, long deviceMs) {
            log.add("button " + number);
        }
    }

    private static SequencedPacket sequenced(long number, Packet packet, long deviceMs, long monoNs) {
        InetSocketAddress from = new InetSocketAddress(InetAddress.getLoopbackAddress(), 3132);
        return new SequencedPacket(number, packet, deviceMs, new Arrival(from, 0, monoNs));
    }

    private void feed(long number, long ms, String tag, String payload) {
        Packet packet = Packet.parse((ms & 0xFFFF_FFFFL) + "," + (number & 0xFFFF) + ",1," + tag + ",1,100" + payload);
        long unwrapped = sequencer.unwrapNumber(packet, ms);
        if (!sequencer.isCopy(unwrapped, packet)) {
            sequencer.accept(sequenced(unwrapped, packet, ms, nowMonoNs));
        }
    }

    private void feed(long... numbers) {
        for (long number : numbers) {
            feed(number, 10_000 + number * 6, "PI", ",5");
        }
    }

    @Test
    void releasesPacketsInOrderWithoutDelay() {
        feed(65_534, 65_535, 65_536, 65_537);

        assertThat(log).containsExactly("65534", "65535", "65536", "65537");
    }

    @Test
    void restoresOrder() {
        feed(1, 3, 4, 2, 5);

        assertThat(log).containsExactly("1", "2", "3", "4", "5");
    }

    @Test
    void dropsCopies() {
        feed(1, 2, 1, 2, 3, 2);

        assertThat(log).containsExactly("1", "2", "3");
    }

    @Test
    void reportsLossAfterWait() {
        feed(1, 4);
        nowMonoNs = 299 * MS;
        sequencer.tick(nowMonoNs);
        assertThat(log).containsExactly("1");

        nowMonoNs = 300 * MS;
        sequencer.tick(nowMonoNs);
        assertThat(log).containsExactly("1", "lost 2-3", "4");
    }

    @Test
    void rejectsNumberThatOtherPacketsContradict() {
        feed(1, 2, 150, 3, 4, 5);
        sequencer.tick(400 * MS);
        feed(6);

        assertThat(log).containsExactly("1", "2", "3", "4", "5", "wrong 150", "6");
    }

    @Test
    void releasesLatePackets() {
        feed(1, 3);
        sequencer.tick(400 * MS);
        feed(2, 4);

        assertThat(log).containsExactly("1", "lost 2-2", "3", "late 2", "4");
    }

    @Test
    void reportsButtonForEmptyLine() {
        feed(1);
        sequencer.onEmptyLine();
        feed(3, 4);

        assertThat(log).containsExactly("1", "button 2", "3", "4");
    }

    @Test
    void reportsLossAfterEarlierEmptyLine() {
        feed(1);
        sequencer.onEmptyLine();
        feed(2, 4);
        sequencer.tick(400 * MS);

        assertThat(log).containsExactly("1", "2", "lost 3-3", "4");
    }

    @Test
    void reportsNoLossInLowPowerMode() {
        feed(1);
        feed(20, 1_000, "EM", ",RS,RE,PS,ML");
        feed(185, 2_000, "EM", ",RS,RE,PS,ML");
        feed(350, 3_000, "EM", ",RS,RE,PS,MN");
        feed(351, 3_010, "PI", ",5");
        feed(353, 3_020, "PI", ",5");
        sequencer.tick(400 * MS);

        assertThat(log).containsExactly("1", "20", "185", "350", "351", "lost 352-352", "353");
    }

    @Test
    void unwrapsNumbersAfterLongSilence() {
        feed(100, 0, "PI", ",5");
        long silence = 1_000_000;
        long numbers = Math.round(silence * 0.163);
        feed(100 + numbers, silence, "PI", ",5");
        sequencer.tick(400 * MS);

        assertThat(log).containsExactly("100", "lost 101-" + (99 + numbers), Long.toString(100 + numbers));
    }

    @Test
    void startsWithLowestNumberAfterSettling() {
        Sequencer settling = new Sequencer(new Log(), 300, 300);
        for (int number : new int[] {5, 3, 4, 6}) {
            Packet packet = Packet.parse("1000," + number + ",1,PI,1,100,5");
            settling.accept(sequenced(settling.unwrapNumber(packet, 1_000), packet, 1_000, 0));
        }
        assertThat(log).isEmpty();

        settling.tick(300 * MS);
        assertThat(log).containsExactly("3", "4", "5", "6");
    }

    @Test
    void holdsBoundedNumberOfPackets() {
        feed(1);
        for (int i = 3; i < 4_200; i++) {
            feed(i);
        }

        assertThat(log).contains("lost 2-2", "3", "4000");
    }

    @Property(tries = 300)
    void releasesEveryArrivedPacketOnceAndReportsAllOthers(
            @ForAll @IntRange(max = 65_535) int start, @ForAll Random random) {
        log.clear();
        Sequencer fresh = new Sequencer(new Log(), 300, 0);
        List<Long> arriving = new ArrayList<>();
        long lost = 0;
        for (long i = 1; i < 400; i++) {
            if (random.nextInt(10) == 0 && i < 399) {
                lost++;
            } else {
                arriving.add(start + i);
                if (random.nextInt(5) == 0) {
                    arriving.add(start + i);
                }
            }
        }
        for (int i = 0; i + 6 <= arriving.size(); i += 6) {
            Collections.shuffle(arriving.subList(i, i + 6), random);
        }
        arriving.add(0, (long) start);
        for (long number : arriving) {
            Packet packet = Packet.parse(number * 6 + "," + (number & 0xFFFF) + ",1,PI,1,100,5");
            long unwrapped = fresh.unwrapNumber(packet, number * 6);
            if (!fresh.isCopy(unwrapped, packet)) {
                fresh.accept(sequenced(unwrapped, packet, number * 6, 0));
            }
        }
        fresh.tick(400 * MS);

        List<Long> published = log.stream()
                .filter(entry -> !entry.startsWith("lost"))
                .map(Long::valueOf)
                .toList();
        assertThat(published).isSorted().doesNotHaveDuplicates().containsAll(arriving);
        assertThat(published.get(published.size() - 1) - start + 1 - published.size())
                .isEqualTo(lost);
        assertThat(log.stream()
                        .filter(entry -> entry.startsWith("lost"))
                        .mapToLong(SequencerTest::size)
                        .sum())
                .isEqualTo(lost);
    }

    private static long size(String lost) {
        String[] ends = lost.substring(5).split("-");
        return Long.parseLong(ends[1]) - Long.parseLong(ends[0]) + 1;
    }
}
