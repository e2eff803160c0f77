package io.pulsefeed.emotibit;

import io.pulsefeed.commons.metrics.TaskMetrics;
import io.pulsefeed.emotibit.session.DeviceMetrics;
import io.pulsefeed.emotibit.session.HostCounters;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Registers the metrics of the task, and those of each device when it is discovered. */
final class EmotiBitTaskMetrics {

    private final TaskMetrics registry;
    private final HostCounters counters;
    private final PacketQueue queue;
    private final Map<String, DeviceMetrics> devices = new ConcurrentHashMap<>();

    EmotiBitTaskMetrics(TaskMetrics registry, HostCounters counters, PacketQueue queue) {
        this.registry = registry;
        this.counters = counters;
        this.queue = queue;
        registry.gauge("packets-total", "Packets received", counters.packets::sum);
        registry.gauge("datagrams-total", "Datagrams received on the data port", counters.datagrams::sum);
        registry.gauge("duplicates-total", "Duplicate packets dropped", counters.duplicates::sum);
        registry.gauge("malformed-total", "Lines with an invalid header", counters.malformed::sum);
        registry.gauge(
                "implausible-total", "Packets with an impossible timestamp or number", counters.implausible::sum);
        registry.gauge("unknown-tags-total", "Packets with an unknown type tag", counters.unknownTags::sum);
        registry.gauge(
                "foreign-total",
                "Datagrams and connections from addresses without a connected device",
                counters.foreign::sum);
        registry.gauge(
                "ignored-answers-total",
                "Datagrams on the advertising port that are not an answer",
                counters.ignored::sum);
        registry.gauge("refused-devices-total", "Answers of devices beyond device.max", counters.refused::sum);
        registry.gauge("unsent-total", "Datagrams that the operating system refused to send", counters.unsent::sum);
        registry.gauge("time-answers-total", "Time requests answered", counters.timeAnswers::sum);
        registry.gauge(
                "time-exchanges-total", "Time exchanges completed within the limit", counters.timeExchanges::sum);
        registry.gauge("control-commands-total", "Commands of the control topic", counters.commands::sum);
        registry.gauge(
                "control-rejected-total",
                "Records of the control topic that are not valid commands, or too old",
                counters.rejectedCommands::sum);
        registry.gauge("queue-depth", "Packets and events that wait for Kafka", queue::size);
        registry.gauge("queue-dropped-total", "Packets dropped because the queue was full", queue::droppedTotal);
    }

    void registerPending() {
        registry.registerPending();
    }

    /** Adds a device. One that was removed and discovered again keeps its metric. */
    void add(DeviceMetrics device) {
        String id = device.deviceId();
        if (devices.put(id, device) == null) {
            Map<String, String> tags = Map.of("device", id);
            registry.gauge(
                    "device-connected",
                    "1 while the device is connected",
                    tags,
                    () -> devices.get(id).isConnected() ? 1 : 0);
            registry.gauge("packets-lost-total", "Packets lost on the network", tags, () -> devices.get(id)
                    .lost());
            registry.gauge("time-uncertainty-ms", "Uncertainty of published times", tags, () -> devices.get(id)
                    .uncertaintyMs());
        }
    }

    /** The totals, for the log. */
    String totals() {
        return devices.size() + " devices, " + counters.packets.sum() + " packets, " + lost() + " lost, "
                + counters.duplicates.sum() + " duplicates, " + counters.malformed.sum() + " malformed, "
                + counters.foreign.sum() + " foreign, " + queue.droppedTotal() + " dropped";
    }

    private long lost() {
        return devices.values().stream().mapToLong(DeviceMetrics::lost).sum();
    }
}
