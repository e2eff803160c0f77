package io.pulsefeed.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefeed.cli.UserError;
import io.pulsefeed.simulators.emotibit.EmotiBitSimulator;
import io.pulsefeed.simulators.emotibit.Truth;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Simulated EmotiBit devices. Topic and table are compared with the number of packets that they have sent. */
final class SimulatedEmotiBits implements DemoSource {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String RAW = "Emotibit_rawdata";
    private static final String PROCESSED = "Emotibit_processdata";
    private static final String SOURCE = "emotibit-source";
    private static final String PACKETS = "packets";
    private static final String NOT_CONNECTED = "not connected";
    private static final double LOSS = 0.05;

    private final EmotiBitSimulator simulator;
    private final DuplicateCounter packets = new DuplicateCounter();
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong reportedWhileDisconnected = new AtomicLong();
    private final Map<String, String> lastValues = new ConcurrentSkipListMap<>();
    private volatile long rowsBefore = -1;

    private SimulatedEmotiBits(EmotiBitSimulator simulator) {
        this.simulator = simulator;
    }

    /** Each device needs its own address. Linux supports all of 127.0.0.0/8, other systems only 127.0.0.1. */
    static boolean isSupported() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux");
    }

    static SimulatedEmotiBits create(int devices, long seed) {
        try {
            return new SimulatedEmotiBits(new EmotiBitSimulator(
                    EmotiBitSimulator.Options.devices(devices).seeded(seed)));
        } catch (IOException e) {
            throw new UserError(
                    "the EmotiBit simulator could not bind the addresses starting at 127.0.0.2, UDP port "
                            + EmotiBitSimulator.Options.PORT + ": " + e.getMessage()
                            + ". Stop the program that uses them.",
                    e);
        }
    }

    @Override
    public Map<String, String> environment() {
        return Map.of("PULSEFEED_EMOTIBIT_DEVICES", simulator.addresses());
    }

    /** Loopback and ephemeral ports, so that the demo is not reachable from the network. */
    @Override
    public Map<String, String> overrides(String connector) {
        return connector.equals(SOURCE)
                ? Map.of(
                        "bind.address", "127.0.0.1",
                        "data.port", "0",
                        "control.port", "0",
                        "discovery.broadcast.enabled", "false")
                : Map.of();
    }

    @Override
    public List<String> connectors() {
        return List.of(SOURCE, "timescale-emotibit");
    }

    @Override
    public List<String> topics() {
        return List.of(RAW, PROCESSED);
    }

    @Override
    public List<String> tables() {
        return List.of("emotibit_packet", "emotibit_sample", "emotibit_metric");
    }

    @Override
    public Map<String, Consumer<ConsumerRecord<String, byte[]>>> recordListeners() {
        return Map.of(RAW, this::onPacket, PROCESSED, this::onMetrics);
    }

    private void onPacket(ConsumerRecord<String, byte[]> packet) {
        received.incrementAndGet();
        try {
            PacketId id = PacketId.of(packet.value());
            packets.onReceived(packet.key() + id.session() + id.tag(), id.number());
        } catch (IOException e) {
            throw new IllegalStateException("a record of " + packet.topic() + " is not JSON", e);
        }
    }

    private void onMetrics(ConsumerRecord<String, byte[]> window) {
        JsonNode value = read(window);
        if (value.path("event").asText().equals("gap")
                && value.at("/detail/reason").asText().equals(NOT_CONNECTED)) {
            reportedWhileDisconnected.addAndGet(value.at("/detail/lost").asLong());
        }
        JsonNode bpm = value.get("bpm");
        if (bpm != null) {
            lastValues.put(window.key(), String.format(Locale.ROOT, "%.0f bpm", bpm.asDouble()));
        }
    }

    private static JsonNode read(ConsumerRecord<String, byte[]> record) {
        try {
            return JSON.readTree(record.value());
        } catch (IOException e) {
            throw new IllegalStateException("a record of " + record.topic() + " is not JSON", e);
        }
    }

    @Override
    public void startSending(RowCounter rowCounter) {
        rowsBefore = rowCounter.exactRows("emotibit_packet");
        simulator.start();
    }

    @Override
    public void stopSending() {
        simulator.close();
    }

    @Override
    public Map<String, Long> sent() {
        return Map.of(
                PACKETS,
                simulator.truths().stream().mapToLong(Truth::packetsSent).sum());
    }

    @Override
    public List<DemoFault> faults() {
        return List.of(new DemoFault(
                "udp",
                "Lose 5 % of UDP",
                "Drops 1 of 20 datagrams of the EmotiBits for 10 s. UDP cannot send them again.",
                Duration.ofSeconds(10),
                "The network dropped 5 % of the datagrams for 10 s. The connector reports each missing packet in a gap event.",
                () -> simulator.lose(LOSS),
                () -> simulator.lose(0)));
    }

    /**
     * Packets that were sent while no connector listened cannot arrive later, because UDP does not repeat them. They count as lost unless a
     * gap event of the connector reports them.
     */
    @Override
    public DeliveryCheck.Result checkDelivery(Map<String, Long> sentPackets, RowCounter rowCounter) {
        long expected = Math.max(0, sentPackets.get(PACKETS) - reportedWhileDisconnected.get());
        long distinct = received.get() - packets.duplicates();
        long rows = rowCounter.exactRows("emotibit_packet") - rowsBefore;
        // More was sent since sentPackets, so rows are compared with what has been sent by now.
        long sentByNow = sent().get(PACKETS);
        return new DeliveryCheck.Result(
                Math.max(0, expected - Math.min(distinct, rows)),
                Math.max(packets.duplicates(), Math.max(0, rows - sentByNow)));
    }

    @Override
    public Map<String, String> lastValues() {
        return lastValues;
    }

    @Override
    public void close() {
        simulator.close();
    }
}
