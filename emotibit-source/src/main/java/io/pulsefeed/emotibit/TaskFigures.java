package io.pulsefeed.emotibit;

import io.pulsefeed.commons.metrics.TaskMetrics;
import io.pulsefeed.emotibit.session.DeviceFigures;
import io.pulsefeed.emotibit.session.HostCounters;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Registers a task's figures, and those of each device once. */
final class TaskFigures {

    private final TaskMetrics registry;
    private final HostCounters counters;
    private final Deliveries deliveries;
    private final Map<String, DeviceFigures> devices = new ConcurrentHashMap<>();

    TaskFigures(TaskMetrics registry, HostCounters counters, Deliveries deliveries) {
        this.registry = registry;
        this.counters = counters;
        this.deliveries = deliveries;
        registry.gauge("packets-total", "Packets received", counters.packets::sum);
        registry.gauge("datagrams-total", "Datagrams received on the data port", counters.datagrams::sum);
        registry.gauge("duplicates-total", "Copies of packets dropped", counters.duplicates::sum);
        registry.gauge("malformed-total", "Lines whose header cannot be read", counters.malformed::sum);
        registry.gauge("unknown-tags-total", "Packets with a tag that is not known", counters.unknownTags::sum);
        registry.gauge("foreign-total", "Datagrams and connections from no connected device", counters.foreign::sum);
        registry.gauge("ignored-answers-total", "Discovery datagrams that are no answer", counters.ignored::sum);
        registry.gauge("refused-devices-total", "Answers of devices beyond device.max", counters.refused::sum);
        registry.gauge("unsent-total", "Datagrams that the system would not send", counters.unsent::sum);
        registry.gauge("time-answers-total", "Requests for the time answered", counters.timeAnswers::sum);
        registry.gauge("time-exchanges-total", "Time exchanges completed in time", counters.timeExchanges::sum);
        registry.gauge("queue-depth", "Packets and events that wait for Kafka", deliveries::depth);
        registry.gauge("queue-dropped-total", "Packets dropped because the queue was full", deliveries::droppedTotal);
    }

    /** A device that was forgotten and found again keeps its series. */
    void add(DeviceFigures device) {
        String id = device.deviceId();
        if (devices.put(id, device) == null) {
            Map<String, String> tags = Map.of("device", id);
            registry.gauge(
                    "device-connected",
                    "1 while the device streams",
                    tags,
                    () -> devices.get(id).connected() ? 1 : 0);
            registry.gauge("packets-lost-total", "Packets lost on the way", tags, () -> devices.get(id)
                    .lost());
            registry.gauge("time-uncertainty-ms", "Uncertainty of published times", tags, () -> devices.get(id)
                    .uncertaintyMs());
        }
    }

    String totals() {
        return devices.size() + " devices, " + counters.packets.sum() + " packets, " + lost() + " lost, "
                + counters.duplicates.sum() + " copies, " + counters.malformed.sum() + " malformed, "
                + counters.foreign.sum() + " foreign, " + deliveries.droppedTotal() + " dropped";
    }

    private long lost() {
        return devices.values().stream().mapToLong(DeviceFigures::lost).sum();
    }
}
