package io.pulsefeed.emotibit.session;

import io.pulsefeed.commons.time.MonotonicClock;
import io.pulsefeed.emotibit.clock.DeviceClock;
import io.pulsefeed.emotibit.wire.HostPackets;
import io.pulsefeed.emotibit.wire.Packet;
import java.time.Clock;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * Answers the time requests of one device and measures the exchanges.
 *
 * <pre>
 *   device                            host
 *     | RD (t1) --------------------> | T2
 *     | &lt;--------- TL local time ---- | T3
 *     | &lt;--------- AK number of RD -- |
 *     | TL (t4), AK ----------------> |      echoes in the data stream
 * </pre>
 *
 * <p>An exchange is valid only if t4 - t1 is at most 150 ms. A device that reads the answer later, at its next request, stamps the
 * echo with the wrong receive time.
 */
final class TimeSync {

    private static final long MAX_EXCHANGE_MS = 150;
    private static final long UNKNOWN = Long.MIN_VALUE;
    private static final long NS_PER_US = 1_000;

    private final Clock wallClock;
    private final MonotonicClock monotonicClock;
    private final ZoneId zone;
    private final DatagramSender sender;
    private final HostPackets packets = new HostPackets();
    private final DeviceClock clock;
    private final HostCounters counters;

    private @Nullable Request open;

    /** A request that waits for its echoes. */
    private static final class Request {
        private final int number;
        private final long timestamp;
        private final long receivedUs;
        private final String timeText;
        private long answeredUs;
        private long deviceMs = UNKNOWN;
        private long echoMs = UNKNOWN;
        private boolean acknowledged;
        private boolean used;

        Request(Packet request, long receivedUs, String timeText) {
            this.number = request.number();
            this.timestamp = request.timestamp();
            this.receivedUs = receivedUs;
            this.timeText = timeText;
        }

        boolean is(Packet request) {
            return number == request.number() && timestamp == request.timestamp();
        }

        boolean isComplete() {
            return deviceMs != UNKNOWN && echoMs != UNKNOWN && acknowledged;
        }
    }

    TimeSync(SessionContext context, DeviceClock clock) {
        this.wallClock = context.clock();
        this.monotonicClock = context.monotonicClock();
        this.zone = context.time().zone();
        this.sender = context.sender();
        this.clock = clock;
        this.counters = context.counters();
    }

    /**
     * Answers a request (RD), unless it is a copy of the last one. The time text is built last, because its age is an error of the
     * recording on the device.
     */
    void onRequest(Packet packet, Arrival arrival) {
        boolean copy = open != null && open.is(packet);
        if (copy || packet.hasPayload() && !requestsLocalTime(packet)) {
            return;
        }
        String timeText = LocalTimeText.of(wallClock, zone);
        Request request = new Request(packet, arrival.monoNs() / NS_PER_US, timeText);
        open = request;
        // Read before sending: the device cannot read the answer earlier, even if this thread is interrupted here.
        request.answeredUs = monotonicClock.nowNs() / NS_PER_US;
        sender.reply(arrival.from(), packets.localTime(timeText));
        sender.reply(arrival.from(), packets.acknowledge(packet.number()));
        counters.timeAnswers.increment();
    }

    /** The time of the last request is confirmed. */
    void onRequestAccepted(Packet packet, long deviceMs) {
        if (open != null && open.is(packet)) {
            open.deviceMs = deviceMs;
        }
    }

    /** The device echoes the local time that it received (TL). */
    void onTimeEcho(Packet echo, long deviceMs) {
        if (open != null && echo.firstElement().equals(open.timeText)) {
            open.echoMs = deviceMs;
            completeIfPossible(open);
        }
    }

    /** The device echoes the acknowledgement that it received (AK). The network can deliver it before the time echo. */
    void onAcknowledgementEcho(Packet echo) {
        if (open != null && echo.firstElement().equals(Integer.toString(open.number))) {
            open.acknowledged = true;
            completeIfPossible(open);
        }
    }

    private void completeIfPossible(Request request) {
        if (!request.isComplete() || request.used) {
            return;
        }
        request.used = true;
        long durationMs = request.echoMs - request.deviceMs;
        if (durationMs >= 0 && durationMs <= MAX_EXCHANGE_MS) {
            clock.onExchange(request.deviceMs, request.echoMs, request.receivedUs, request.answeredUs);
            counters.timeExchanges.increment();
        }
    }

    private static boolean requestsLocalTime(Packet request) {
        Packet.Elements elements = request.elements();
        while (elements.next()) {
            if (elements.text().equals("TL")) {
                return true;
            }
        }
        return false;
    }
}
