package io.pulsefeed.emotibit.clock;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the sync exchanges of a recording and computes the clock line with the method of the official DataParser:
 *
 * <pre>
 *   RD that requests TL         opens an exchange, discards an unfinished one
 *   TL                          sets receive time and text of the open exchange
 *   AK with the number of RD    completes the exchange if there was a TL
 *   AK with another number      discards the TL
 * </pre>
 *
 * <p>The round trip is the time from RD to TL.
 */
public final class OfficialSync {

    /** The tags of sync exchanges. */
    public static final Set<String> TAGS = Set.of("RD", "TL", "AK");

    private static final int TIME_TEXT_LENGTH = 26;

    private final ZoneId zone;
    private final List<Exchange> exchanges = new ArrayList<>();
    private long startMs;
    private boolean open;
    private long requestMs;
    private int requestNumber;
    private long timeMs;
    private @Nullable String timeText;

    private record Exchange(long receivedMs, double epochSeconds, long roundTripMs) {}

    /** @param zone time zone of the recording host, because the time texts have none */
    public OfficialSync(ZoneId zone) {
        this.zone = zone;
    }

    /** Sets the origin of the line for a file without exchanges. */
    public void onFirstPacket(long deviceMs) {
        startMs = deviceMs;
    }

    /** Adds the next packet of the file. Ignores tags other than RD, TL and AK. */
    public void onPacket(String typeTag, long deviceMs, int packetNumber, List<String> payload) {
        switch (typeTag) {
            case "RD" -> onRequest(deviceMs, packetNumber, payload);
            case "TL" -> onTime(deviceMs, payload);
            case "AK" -> onAcknowledgement(payload);
            default -> {}
        }
    }

    private void onRequest(long deviceMs, int packetNumber, List<String> payload) {
        if (payload.contains("TL")) {
            open = true;
            requestMs = deviceMs;
            requestNumber = packetNumber;
            timeText = null;
        }
    }

    private void onTime(long deviceMs, List<String> payload) {
        if (open && !payload.isEmpty()) {
            timeMs = deviceMs;
            timeText = payload.get(0);
        }
    }

    private void onAcknowledgement(List<String> payload) {
        if (!open || payload.isEmpty()) {
            return;
        }
        if (!payload.get(0).strip().equals(Integer.toString(requestNumber))) {
            timeText = null;
        } else if (timeText != null) {
            long roundTrip = timeMs - requestMs;
            double sent = epochSeconds(timeText);
            if (!Double.isNaN(sent)) {
                exchanges.add(new Exchange(timeMs, sent + roundTrip / 2000.0, roundTrip));
            }
            open = false;
        }
    }

    /** The line through the exchanges with the shortest round trips of the first and the last quarter of the file. */
    public OfficialLine line() {
        int n = exchanges.size();
        if (n == 0) {
            return new OfficialLine(startMs, 0, 1e-3, 0);
        }
        if (n == 1) {
            Exchange only = exchanges.get(0);
            return new OfficialLine(only.receivedMs, only.epochSeconds, 1e-3, 1);
        }
        @Nullable Exchange[] best = new Exchange[4];
        for (int part = 0; part < 4; part++) {
            best[part] = best(part * n / 4, (part + 1) * n / 4);
        }
        int[][] pairs = {{0, 3}, {0, 2}, {1, 3}, {1, 2}, {0, 1}, {2, 3}};
        for (int[] pair : pairs) {
            if (best[pair[0]] != null && best[pair[1]] != null) {
                return through(best[pair[0]], best[pair[1]], n);
            }
        }
        throw new IllegalStateException("No pair of quarters has exchanges, although there are " + n);
    }

    private @Nullable Exchange best(int from, int to) {
        Exchange best = null;
        for (Exchange candidate : exchanges.subList(from, to)) {
            if (best == null || candidate.roundTripMs < best.roundTripMs) {
                best = candidate;
            }
        }
        return best;
    }

    private static OfficialLine through(Exchange a, Exchange b, int n) {
        double slope = (b.epochSeconds - a.epochSeconds) / (b.receivedMs - a.receivedMs);
        return new OfficialLine(a.receivedMs, a.epochSeconds, slope, n);
    }

    /** Seconds since 1970 of {@code YYYY-MM-DD_HH-MM-SS-ffffff}; NaN for any other text. */
    private double epochSeconds(String text) {
        if (text.length() != TIME_TEXT_LENGTH) {
            return Double.NaN;
        }
        try {
            LocalDateTime time = LocalDateTime.of(
                    Integer.parseInt(text, 0, 4, 10),
                    Integer.parseInt(text, 5, 7, 10),
                    Integer.parseInt(text, 8, 10, 10),
                    Integer.parseInt(text, 11, 13, 10),
                    Integer.parseInt(text, 14, 16, 10),
                    Integer.parseInt(text, 17, 19, 10));
            return time.atZone(zone).toEpochSecond() + Integer.parseInt(text, 20, TIME_TEXT_LENGTH, 10) / 1e6;
        } catch (DateTimeException | NumberFormatException e) {
            return Double.NaN;
        }
    }
}
