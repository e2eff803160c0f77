package io.pulsefeed.emotibit.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.emotibit.client.HostTransport;
import io.pulsefeed.emotibit.config.EmotiBitSourceConnectorConfig;
import io.pulsefeed.emotibit.record.Patients;
import io.pulsefeed.emotibit.record.RecordFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.kafka.connect.source.SourceRecord;

/** The output of a device does not depend on what other devices send, whatever it is. */
class NeighborsPropertyTest {

    private static final int DATA_PORT = 3132;
    private static final int STEP_MS = 20;
    private static final int DURATION_MS = 6_000;

    /** A datagram on the data port, or an answer on the advertising port. */
    private record Sent(int atMs, int device, boolean data, String text) {}

    @Property(tries = 30)
    void outputOfEachDeviceEqualsItsOutputAlone(
            @ForAll @IntRange(min = 2, max = 4) int devices, @ForAll Random random) {
        List<Sent> all = new ArrayList<>();
        for (int device = 1; device <= devices; device++) {
            all.addAll(traffic(device, random));
        }
        all.sort(Comparator.comparingInt(Sent::atMs));
        List<String> together = new Run(all).output;
        for (int device = 1; device <= devices; device++) {
            int only = device;
            List<String> alone =
                    new Run(all.stream().filter(sent -> sent.device == only).toList()).output;
            String prefix = "D" + device + " ";
            assertThat(together.stream().filter(line -> line.startsWith(prefix)).toList())
                    .as("device %d of %d", device, devices)
                    .isEqualTo(alone)
                    .hasSizeGreaterThan(2);
        }
    }

    /** A stream with losses, copies, reordering, corrupted bytes, junk and wrong numbers, and sometimes a reboot. */
    private static List<Sent> traffic(int device, Random random) {
        List<Sent> sent = new ArrayList<>();
        double hostility = random.nextInt(3) * 0.15;
        long ms = random.nextInt() & 0xFFFF_FFFFL;
        int number = random.nextInt(65_536);
        int rebootMs = random.nextInt(3) == 0 ? 3_000 + random.nextInt(1_000) : Integer.MAX_VALUE;
        for (int atMs = 200; atMs < DURATION_MS; atMs += 100) {
            if (atMs >= rebootMs) {
                ms = 500;
                number = 0;
                rebootMs = Integer.MAX_VALUE;
                atMs += 700;
            }
            StringBuilder batch = new StringBuilder();
            for (String tag : List.of("BI", "PI", "EA", "AX", "EL", "RD", "U1")) {
                batch.append((ms - random.nextInt(50)) & 0xFFFF_FFFFL)
                        .append(',')
                        .append(number & 0xFFFF)
                        .append(",1,")
                        .append(tag)
                        .append(",1,100,")
                        .append(tag.equals("RD") ? "TL" : Integer.toString(random.nextInt(1000)))
                        .append('\n');
                number++;
            }
            add(sent, new Sent(atMs, device, true, batch.toString()), hostility, random);
            ms += 100;
            if (atMs % 500 == 0) {
                sent.add(new Sent(atMs, device, false, ms + ",1,2,PO,1,100,DP," + DATA_PORT + "\n"));
            }
        }
        return sent;
    }

    private static void add(List<Sent> sent, Sent batch, double hostility, Random random) {
        if (random.nextDouble() < hostility) {
            return;
        }
        int delayMs = random.nextDouble() < hostility ? random.nextInt(500) : 0;
        sent.add(new Sent(batch.atMs + delayMs, batch.device, true, batch.text));
        if (random.nextDouble() < hostility) {
            sent.add(new Sent(batch.atMs + random.nextInt(900), batch.device, true, batch.text));
        }
        if (random.nextDouble() < hostility) {
            char[] corrupted = batch.text.toCharArray();
            for (int i = random.nextInt(5); i >= 0; i--) {
                corrupted[random.nextInt(corrupted.length)] = (char) random.nextInt(256);
            }
            sent.add(new Sent(batch.atMs, batch.device, true, new String(corrupted)));
        }
        if (random.nextDouble() < hostility) {
            String wrong = (random.nextInt() & 0xFFFF_FFFFL) + "," + random.nextInt(65_536) + ",1,PI,1,100,5\n";
            sent.add(new Sent(batch.atMs, batch.device, true, wrong));
        }
        if (random.nextDouble() < hostility) {
            String hello = random.nextInt(100_000) + ",1,0,HH,1,100,DP,-1,DI,INVENTED-" + random.nextInt(50) + "\n";
            sent.add(new Sent(batch.atMs, batch.device, false, hello));
        }
    }

    /** A host that receives the traffic in virtual time; the output is the text of its records. */
    private static final class Run implements HostTransport, SessionListener {
        private final VirtualClock clock = new VirtualClock();
        private final List<String> output = new ArrayList<>();
        private final RecordFactory records =
                new RecordFactory("raw", "processed", Patients.plain(Map.of()), id -> null);
        private final EmotiBitHost host;

        Run(List<Sent> traffic) {
            EmotiBitSourceConnectorConfig config =
                    new EmotiBitSourceConnectorConfig(Map.of("time.zone", "UTC", "device.include", "D*"));
            host = new EmotiBitHost(
                    new EmotiBitHost.Dependencies(
                            config.devices(),
                            config.connection(),
                            config.time(),
                            id -> true,
                            names -> Set.of(),
                            device -> {},
                            this,
                            new HostCounters(),
                            clock,
                            clock),
                    this,
                    DATA_PORT,
                    3133);
            traffic.stream().mapToInt(Sent::device).distinct().sorted().forEach(this::connect);
            int next = 0;
            for (int atMs = 0; atMs < DURATION_MS + 2_000; atMs += STEP_MS) {
                for (; next < traffic.size() && traffic.get(next).atMs <= atMs; next++) {
                    receive(traffic.get(next));
                }
                clock.advanceUs(STEP_MS * 1000);
                host.onTick(clock.nowNs());
            }
            host.onStop();
        }

        private void connect(int device) {
            String hello = "100,1,0,HH,1,100,DP,-1,DI,D" + device + "\n";
            receive(new Sent(0, device, false, hello));
            assertThat(host.onControlOpened(new RecordingConnection(address(device))))
                    .isTrue();
            receive(new Sent(0, device, false, "100,1,2,PO,1,100,DP," + DATA_PORT + "\n"));
        }

        private void receive(Sent sent) {
            byte[] bytes = sent.text.getBytes(StandardCharsets.ISO_8859_1);
            if (sent.data) {
                host.onData(
                        new InetSocketAddress(address(sent.device), DATA_PORT), bytes, bytes.length, clock.epochUs());
            } else {
                host.onAdvertisement(address(sent.device), bytes, bytes.length);
            }
        }

        private static InetAddress address(int device) {
            try {
                return InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) device});
            } catch (UnknownHostException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void advertise(InetSocketAddress to, byte[] packet) {
            // The traffic does not depend on the host.
        }

        @Override
        public void reply(InetSocketAddress to, byte[] packet) {
            output.add("D" + to.getAddress().getAddress()[3] + " reply "
                    + Arrays.asList(new String(packet, StandardCharsets.US_ASCII).split(","))
                            .subList(2, 7));
        }

        @Override
        public void onPacket(TimedPacket packet) {
            keep(packet.deviceId(), records.packet(packet));
        }

        @Override
        public void onEvent(DeviceEvent event) {
            keep(event.deviceId(), records.event(event));
        }

        private void keep(String deviceId, SourceRecord kept) {
            output.add(deviceId + " " + kept.timestamp() + " " + kept.sourceOffset() + " "
                    + new String((byte[]) kept.value(), StandardCharsets.UTF_8));
        }
    }
}
