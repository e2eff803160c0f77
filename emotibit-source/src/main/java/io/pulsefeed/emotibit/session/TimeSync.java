package io.pulsefeed.emotibit.session;

import io.pulsefeed.emotibit.clock.DeviceClock;
import io.pulsefeed.emotibit.clock.WallClock;
import io.pulsefeed.emotibit.wire.HostPackets;
import io.pulsefeed.emotibit.wire.Packet;
import java.time.Clock;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
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

    private static final DateTimeFormatter LOCAL_TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd_HH-mm-ss-SSSSSS", Locale.ROOT);
    private static final long MAX_EXCHANGE_MS = 150;

    private final Clock wallClock;
    private final ZoneId zone;
    private final DatagramSender sender;
    private final HostPackets packets = new HostPackets();
    private final DeviceClock clock;
    private final HostCounters counters;

    private @Nullable Request open;

    /** A request that waits for its echoes. */
    private static final class Request {
        private final int number;
        private final long deviceMs;
        private final long receivedEpochUs;
        private final String timeText;
        private long answeredEpochUs;
        private long echoMs = -1;

        Request(int number, long deviceMs, long receivedEpochUs, String timeText) {
            this.number = number;
            this.deviceMs = deviceMs;
            this.receivedEpochUs = receivedEpochUs;
            this.timeText = timeText;
        }
    }

    TimeSync(Clock wallClock, ZoneId zone, DatagramSender sender, DeviceClock clock, HostCounters counters) {
        this.wallClock = wallClock;
        this.zone = zone;
        this.sender = sender;
        this.clock = clock;
        this.counters = counters;
    }

    /** Answers a request (RD). The time text is built last, because its age is an error of the recording on the device. */
    void onRequest(Packet packet, long deviceMs, Arrival arrival) {
        if (packet.hasPayload() && !requestsLocalTime(packet)) {
            return;
        }
        String timeText = LOCAL_TIME.format(wallClock.instant().atZone(zone));
        Request request = new Request(packet.number(), deviceMs, arrival.epochUs(), timeText);
        open = request;
        sender.reply(arrival.from(), packets.localTime(timeText));
        request.answeredEpochUs = WallClock.nowEpochUs(wallClock);
        sender.reply(arrival.from(), packets.acknowledge(packet.number()));
        counters.timeAnswers.increment();
    }

    /** The device echoes the local time that it received (TL). */
    void onTimeEcho(Packet echo, long deviceMs) {
        if (open != null && echo.firstElement().equals(open.timeText)) {
            open.echoMs = deviceMs;
        }
    }

    /** The device echoes the acknowledgement that it received (AK), which completes the exchange. */
    void onAcknowledgementEcho(Packet echo) {
        Request request = open;
        if (request == null || request.echoMs < 0 || !echo.firstElement().equals(Integer.toString(request.number))) {
            return;
        }
        open = null;
        long durationMs = request.echoMs - request.deviceMs;
        if (durationMs >= 0 && durationMs <= MAX_EXCHANGE_MS) {
            clock.onExchange(request.deviceMs, request.echoMs, request.receivedEpochUs, request.answeredEpochUs);
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
