package io.pulsefeed.emotibit;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.commons.time.MonotonicClock;
import io.pulsefeed.emotibit.client.ControlConnection;
import io.pulsefeed.emotibit.client.HostTransport;
import io.pulsefeed.emotibit.config.EmotiBitSourceConnectorConfig;
import io.pulsefeed.emotibit.config.MetricConfig;
import io.pulsefeed.emotibit.config.ValueFormat;
import io.pulsefeed.emotibit.record.MetricStream;
import io.pulsefeed.emotibit.record.Patients;
import io.pulsefeed.emotibit.record.RecordFactory;
import io.pulsefeed.emotibit.session.DeviceEvent;
import io.pulsefeed.emotibit.session.EmotiBitHost;
import io.pulsefeed.emotibit.session.HostCounters;
import io.pulsefeed.emotibit.session.SessionListener;
import io.pulsefeed.emotibit.session.TimedPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.source.SourceRecord;

/** A host in virtual time that receives fuzzed datagrams. Its packets and events are converted to records of each format. */
final class FuzzedHost {

    private static final int DATA_PORT = 3132;
    private static final int STEP_MS = 50;
    private static final long START_EPOCH_MS = 1_790_000_000_000L;
    /** The largest datagram. */
    private static final int LENGTH_MAX = 65_507;

    private static final InetAddress DEVICE = address(1);
    private static final InetAddress OTHER = address(2);

    private final VirtualClock clock = new VirtualClock();
    private final List<TimedPacket> packets = new ArrayList<>();
    private final List<DeviceEvent> events = new ArrayList<>();
    private final Map<String, Object> storedOffset;
    private final EmotiBitHost host;

    FuzzedHost() {
        this(null);
    }

    /** @param storedOffset null if none is stored */
    FuzzedHost(Map<String, Object> storedOffset) {
        this.storedOffset = storedOffset;
        EmotiBitSourceConnectorConfig config = new EmotiBitSourceConnectorConfig(Map.of("device.max", "2"));
        this.host = new EmotiBitHost(
                new EmotiBitHost.Dependencies(
                        config.devices(),
                        config.connection(),
                        config.time(),
                        id -> true,
                        names -> Set.of(address(255)),
                        device -> {},
                        new Listener(),
                        new HostCounters(),
                        clock,
                        clock),
                new Transport(),
                DATA_PORT,
                3133);
    }

    private static InetAddress address(int last) {
        try {
            return InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) last});
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    void connect() {
        advertise(DEVICE, "1000,1,0,HH,1,100,DP,-1,DI,MD-V5-0000410\n");
        assertThat(host.onControlOpened(new Connection(DEVICE))).isTrue();
        advertise(DEVICE, "1000,2,2,PO,1,100,DP," + DATA_PORT + "\n");
    }

    private void advertise(InetAddress from, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        host.onAdvertisement(from, bytes, bytes.length);
    }

    /** Receives fuzzed data between sound packets. */
    void receive(byte[] input) {
        int number = 0;
        for (byte[] datagram : datagrams(input)) {
            data(("" + (1_000 + STEP_MS * number) + ',' + number++ + ",2,EA,1,100,0.5,0.6\n")
                    .getBytes(StandardCharsets.ISO_8859_1));
            data(datagram);
            advertise(DEVICE, "1000,2,2,PO,1,100,DP," + DATA_PORT + "\n");
            advance(STEP_MS);
        }
        advance(3_000);
        host.onStop();
    }

    private void data(byte[] datagram) {
        host.onData(new InetSocketAddress(DEVICE, DATA_PORT), datagram, datagram.length, clock.millis() * 1000);
    }

    void receiveAnswers(byte[] input) {
        InetAddress from = DEVICE;
        for (byte[] datagram : datagrams(input)) {
            host.onAdvertisement(from, datagram, datagram.length);
            advance(STEP_MS);
            host.onControlOpened(new Connection(from));
            from = from == DEVICE ? OTHER : DEVICE;
        }
        advance(3_000);
        host.onStop();
    }

    private static List<byte[]> datagrams(byte[] input) {
        List<byte[]> datagrams = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= input.length; i++) {
            if (i == input.length || input[i] == '\f' || i - start == LENGTH_MAX) {
                datagrams.add(Arrays.copyOfRange(input, start, i));
                start = i + 1;
            }
        }
        return datagrams.subList(0, Math.min(100, datagrams.size()));
    }

    private void advance(int ms) {
        for (int passed = 0; passed < ms; passed += STEP_MS) {
            clock.nowMs += STEP_MS;
            host.onTick(clock.nowNs());
        }
    }

    void checkRecords() {
        assertThat(events)
                .noneMatch(event -> "internal error".equals(event.detail().get("reason")));
        for (ValueFormat format : ValueFormat.values()) {
            RecordFactory records =
                    new RecordFactory("raw", "processed", format, Patients.plain(Map.of()), id -> storedOffset);
            MetricStream metrics = new MetricStream(MetricConfig.DEFAULT, records);
            List<SourceRecord> out = new ArrayList<>();
            for (TimedPacket packet : packets) {
                DeviceEvent missed = records.missedBefore(packet);
                if (missed != null) {
                    out.add(records.event(missed));
                }
                out.add(records.packet(packet));
                metrics.onPacket(packet, out);
            }
            events.forEach(event -> out.add(records.event(event)));
            metrics.onSessionEnd("MD-V5-0000410", out);
            out.forEach(ValidRecord::check);
        }
        checkQueue();
    }

    /** The form of packets in the queue loses nothing. */
    private void checkQueue() {
        PacketEncoder encoder = new PacketEncoder();
        PacketDecoder decoder = new PacketDecoder();
        for (TimedPacket packet : packets) {
            encoder.encode(packet);
            decoder.setInput(encoder.bytes(), encoder.length());
            TimedPacket decoded = decoder.next();
            assertThat(decoder.hasMore()).isFalse();
            assertThat(decoded).isNotNull();
            assertThat(decoded.text()).isEqualTo(packet.text());
            assertThat(decoded.number()).isEqualTo(packet.number());
            assertThat(decoded.deviceMs()).isEqualTo(packet.deviceMs());
            assertThat(decoded.epochUs()).isEqualTo(packet.epochUs());
            assertThat(decoded.values().flags()).isEqualTo(packet.values().flags());
            assertThat(decoded.values().samples()).isEqualTo(packet.values().samples());
        }
    }

    private final class Listener implements SessionListener {

        @Override
        public void onPacket(TimedPacket packet) {
            packets.add(packet);
        }

        @Override
        public void onEvent(DeviceEvent event) {
            events.add(event);
        }
    }

    private record Connection(InetAddress peer) implements ControlConnection {

        @Override
        public void send(byte[] packet) {
            assertThat(packet).isNotEmpty();
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }

    private static final class Transport implements HostTransport {

        @Override
        public void advertise(InetSocketAddress to, byte[] packet) {
            assertThat(packet).isNotEmpty();
        }

        @Override
        public void reply(InetSocketAddress to, byte[] packet) {
            assertThat(packet).isNotEmpty();
        }
    }

    private static final class VirtualClock extends Clock implements MonotonicClock {

        private long nowMs = START_EPOCH_MS;

        @Override
        public long nowNs() {
            return (nowMs - START_EPOCH_MS) * 1_000_000;
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(nowMs);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
