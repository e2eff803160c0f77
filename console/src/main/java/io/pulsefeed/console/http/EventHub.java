package io.pulsefeed.console.http;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The viewers' event streams. An event is encoded once for all of them. Thread-safe. */
public final class EventHub {

    private final int maxStreams;
    private final Map<String, EventStream> streams = new ConcurrentHashMap<>();

    /** @param maxStreams more viewers than that are refused */
    public EventHub(int maxStreams) {
        this.maxStreams = maxStreams;
    }

    /** Adds a stream; null if there are too many. */
    synchronized @Nullable EventStream open() {
        if (streams.size() >= maxStreams) {
            return null;
        }
        EventStream stream = new EventStream(Tokens.random());
        streams.put(stream.id(), stream);
        return stream;
    }

    void remove(EventStream stream) {
        streams.remove(stream.id());
    }

    /** Number of viewers. */
    public int viewers() {
        return streams.size();
    }

    /** Sends an event to all viewers. A viewer who is too slow loses the connection, and reconnects. */
    public void publish(String type, String json) {
        if (!streams.isEmpty()) {
            byte[] event = encode(type, json);
            streams.values().forEach(stream -> stream.offer(event));
        }
    }

    /** Sends an event to the viewers who look at a device. */
    public void publishTo(String device, String type, String json) {
        byte[] event = encode(type, json);
        streams.values().stream()
                .filter(stream -> device.equals(stream.device()))
                .forEach(stream -> stream.offer(event));
    }

    /** The devices that viewers look at. */
    public Set<String> devices() {
        Set<String> devices = new TreeSet<>();
        streams.values().forEach(stream -> {
            if (stream.device() != null) {
                devices.add(stream.device());
            }
        });
        return devices;
    }

    /** Ends all streams after their pending events. */
    public void finish() {
        streams.values().forEach(EventStream::finish);
    }

    @Nullable
    EventStream find(String id) {
        return streams.get(id);
    }

    static byte[] encode(String type, String json) {
        return ("event: " + type + "\ndata: " + json + "\n\n").getBytes(StandardCharsets.UTF_8);
    }
}
