package io.pulsefeed.simulators.emotibit;

import io.pulsefeed.simulators.emotibit.body.Body;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** The ground truth of one device, for tests of a host. Thread-safe. */
public final class Truth {

    private static final double MICROS = 1e6;
    private static final int MAX_DELAYS = 1_000;

    private final String deviceId;
    private final long nanosAtStart = System.nanoTime();
    private final long microsAtStart = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    private final LongAdder packets = new LongAdder();
    private final LongAdder lost = new LongAdder();
    private final LongAdder requests = new LongAdder();
    private final LongAdder timeAnswers = new LongAdder();
    private final LongAdder connections = new LongAdder();
    private volatile Body body;
    private volatile long bodyStart;
    private volatile DeviceTime time;
    private final List<Long> answerDelays = new ArrayList<>();
    private volatile long requestedAt;

    /** Packets of which one copy was sent, and whether it arrived. */
    private final Map<String, Boolean> firstCopies = new HashMap<>();

    Truth(String deviceId) {
        this.deviceId = deviceId;
    }

    void begin(Body wearer, long start) {
        body = wearer;
        bodyStart = start;
    }

    void boot(DeviceTime now) {
        time = now;
    }

    /** Counts every packet once, and no lines that are not packets. EM and RD are sent twice, and arrive if one of the copies does. */
    void sent(List<String> inside, boolean arrived) {
        for (String packet : inside) {
            if (!Recording.isPacket(packet)) {
                continue;
            }
            String tag = Recording.tag(packet);
            if (!tag.equals("EM") && !tag.equals("RD")) {
                (arrived ? packets : lost).increment();
                continue;
            }
            Boolean firstArrived = firstCopies.remove(packet);
            if (firstArrived == null) {
                firstCopies.put(packet, arrived);
                (arrived ? packets : lost).increment();
            } else if (arrived && !firstArrived) {
                packets.increment();
                lost.decrement();
            }
        }
    }

    void requested() {
        requests.increment();
        requestedAt = System.nanoTime();
    }

    void answered(String tag) {
        if (tag.equals("TL")) {
            timeAnswers.increment();
            synchronized (answerDelays) {
                answerDelays.add((System.nanoTime() - requestedAt) / 1000);
                if (answerDelays.size() > MAX_DELAYS) {
                    answerDelays.remove(0);
                }
            }
        }
    }

    void connected() {
        firstCopies.clear();
        connections.increment();
    }

    public String deviceId() {
        return deviceId;
    }

    /** Distinct packets that reached the network. */
    public long packetsSent() {
        return packets.sum();
    }

    /** Packets in datagrams that the simulated network lost. */
    public long packetsLost() {
        return lost.sum();
    }

    /** Time requests. */
    public long timeRequests() {
        return requests.sum();
    }

    public long timeAnswers() {
        return timeAnswers.sum();
    }

    /** Microseconds from sending a request for the time to reading its answer, at most the last 1000. */
    public List<Long> answerDelays() {
        synchronized (answerDelays) {
            return List.copyOf(answerDelays);
        }
    }

    public long connections() {
        return connections.sum();
    }

    /** Microseconds since 1970 at which the device's counter was {@code deviceMs} (not wrapped) since its last start. */
    public long epochMicros(double deviceMs) {
        return ofNanos(time.nanosOf(deviceMs));
    }

    /** Beats so far, in microseconds since 1970. */
    public List<Long> beats() {
        return body.beats().stream().map(this::ofSeconds).toList();
    }

    /**
     * A skin conductance response.
     *
     * @param onsetMicros since 1970
     * @param amplitude microsiemens
     */
    public record SkinResponse(long onsetMicros, long peakMicros, double amplitude) {}

    public List<SkinResponse> skinResponses() {
        return body.responses().stream()
                .map(r -> new SkinResponse(ofSeconds(r[0]), ofSeconds(r[1]), r[2]))
                .toList();
    }

    /** Breaths per minute. */
    public double breathingRate() {
        return body.breathingRate();
    }

    private long ofSeconds(double seconds) {
        return ofNanos(bodyStart + Math.round(seconds * MICROS * 1000));
    }

    private long ofNanos(long nanos) {
        return microsAtStart + (nanos - nanosAtStart) / 1000;
    }
}
