package io.pulsefeed.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefeed.cli.UserError;
import io.pulsefeed.simulators.emotibit.EmotiBitSimulator;
import io.pulsefeed.simulators.emotibit.Truth;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Simulated EmotiBits, each worn by a synthetic person; what they sent is counted packet by packet. */
final class EmotiBitFeed implements Feed {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String RAW = "Emotibit_rawdata";
    private static final String PROCESSED = "Emotibit_processdata";
    private static final String SOURCE = "emotibit-source";

    private final EmotiBitSimulator simulator;
    private final RepeatLedger packets = new RepeatLedger();
    private final AtomicLong arrived = new AtomicLong();
    private final Map<String, String> lastValues = new ConcurrentSkipListMap<>();
    private volatile long rowsBefore = -1;

    private EmotiBitFeed(EmotiBitSimulator simulator) {
        this.simulator = simulator;
    }

    /** Devices need an address each; Linux answers on all of 127.0.0.0/8, other systems on 127.0.0.1 alone. */
    static boolean isPossible() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux");
    }

    static EmotiBitFeed create(int devices, long seed) {
        try {
            return new EmotiBitFeed(new EmotiBitSimulator(
                    EmotiBitSimulator.Options.devices(devices).seeded(seed)));
        } catch (IOException e) {
            throw new UserError(
                    "the EmotiBit simulator could not open its addresses from 127.0.0.2 on, UDP port "
                            + EmotiBitSimulator.Options.PORT + ": " + e.getMessage()
                            + ". Stop the program that holds them.",
                    e);
        }
    }

    @Override
    public Map<String, String> environment() {
        return Map.of("PULSEFEED_EMOTIBIT_DEVICES", simulator.addresses());
    }

    /** Loopback and free ports: the demo opens nothing to the network. */
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
    public Map<String, Consumer<ConsumerRecord<String, byte[]>>> readers() {
        return Map.of(RAW, this::packetArrived, PROCESSED, this::metricsArrived);
    }

    private void packetArrived(ConsumerRecord<String, byte[]> packet) {
        JsonNode value = read(packet);
        arrived.incrementAndGet();
        packets.arrived(
                packet.key()
                        + value.path("session_id").asText()
                        + value.path("type_tag").asText(),
                value.path("packet_number").asLong());
    }

    private void metricsArrived(ConsumerRecord<String, byte[]> window) {
        JsonNode bpm = read(window).get("bpm");
        if (bpm != null) {
            lastValues.put(window.key(), String.format(Locale.ROOT, "%.0f bpm", bpm.asDouble()));
        }
    }

    private static JsonNode read(ConsumerRecord<String, byte[]> arrived) {
        try {
            return JSON.readTree(arrived.value());
        } catch (IOException e) {
            throw new IllegalStateException("a record of " + arrived.topic() + " is not JSON", e);
        }
    }

    @Override
    public void begin(TableMeter tables) {
        rowsBefore = tables.exactRows("emotibit_packet");
        simulator.start();
    }

    @Override
    public void end() {
        simulator.close();
    }

    @Override
    public IdLedger.Balance balance(TableMeter tables) {
        long sent = simulator.truths().stream().mapToLong(Truth::packetsSent).sum();
        long distinct = arrived.get() - packets.repeated();
        long rows = tables.exactRows("emotibit_packet") - rowsBefore;
        return new IdLedger.Balance(
                Math.max(0, sent - Math.min(distinct, rows)), Math.max(packets.repeated(), Math.max(0, rows - sent)));
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
