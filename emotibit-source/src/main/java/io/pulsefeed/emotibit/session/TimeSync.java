package io.pulsefeed.emotibit.session;

import io.pulsefeed.emotibit.client.HostTime;
import io.pulsefeed.emotibit.clock.DeviceClock;
import io.pulsefeed.emotibit.wire.HostPackets;
import io.pulsefeed.emotibit.wire.Packet;
import java.net.InetSocketAddress;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Answers one device's requests for the time and takes the measurements they carry. An answer is valid only if the device echoes
 * it within 150 ms: one that it reads later, at its next request, is stamped with the wrong time of receipt.
 */
final class TimeSync {

    private static final DateTimeFormatter LOCAL_TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd_HH-mm-ss-SSSSSS", Locale.ROOT);
    private static final long LONGEST_EXCHANGE_MS = 150;

    private final HostTime time;
    private final ZoneId zone;
    private final Radio radio;
    private final HostPackets packets = new HostPackets();
    private final DeviceClock clock;
    private final HostCounters counters;

    private boolean open;
    private int requestNumber;
    private long requestMs;
    private long receivedMicros;
    private long answeredMicros;
    private String told;
    private long echoMs = -1;

    TimeSync(HostTime time, ZoneId zone, Radio radio, DeviceClock clock, HostCounters counters) {
        this.time = time;
        this.zone = zone;
        this.radio = radio;
        this.clock = clock;
        this.counters = counters;
    }

    /** Answers a request; the time text is built last, since its age is an error of the recording on the device. */
    void onRequest(Packet request, long deviceMs, InetSocketAddress from, long epochMicros) {
        if (request.hasPayload() && !asksForLocalTime(request)) {
            return;
        }
        open = true;
        requestNumber = request.number();
        requestMs = deviceMs;
        receivedMicros = epochMicros;
        echoMs = -1;
        told = LOCAL_TIME.format(time.wall().instant().atZone(zone));
        radio.reply(from, packets.localTime(told));
        answeredMicros = time.epochMicros();
        radio.reply(from, packets.acknowledge(request.number()));
        counters.timeAnswers.increment();
    }

    /** The device says that it read our time. */
    void onTimeEcho(Packet echo, long deviceMs) {
        if (open && echo.firstElement().equals(told)) {
            echoMs = deviceMs;
        }
    }

    /** The device says that it read our acknowledgement, which completes the exchange. */
    void onAcknowledgementEcho(Packet echo) {
        if (!open || echoMs < 0 || !echo.firstElement().equals(Integer.toString(requestNumber))) {
            return;
        }
        open = false;
        long took = echoMs - requestMs;
        if (took >= 0 && took <= LONGEST_EXCHANGE_MS) {
            clock.onExchange(requestMs, echoMs, receivedMicros, answeredMicros);
            counters.timeExchanges.increment();
        }
    }

    private static boolean asksForLocalTime(Packet request) {
        Packet.Elements elements = request.elements();
        while (elements.next()) {
            if (elements.text().equals("TL")) {
                return true;
            }
        }
        return false;
    }
}
