package io.pulsefeed.emotibit.clock;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
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
    /** Zones change by 15 minutes or more. */
    private static final double MIN_JUMP_SECONDS = 600;

    private static final double MAX_SKEW = 0.05;

    private final ZoneId zone;
    private final List<LocalExchange> found = new ArrayList<>();
    private long startMs;
    private boolean open;
    private long requestMs;
    private int requestNumber;
    private long timeMs;
    private @Nullable String timeText;

    private record Exchange(long receivedMs, double epochSeconds, long roundTripMs) {}

    /** An exchange whose local time is not resolved to wall-clock time yet. */
    private record LocalExchange(long receivedMs, LocalDateTime local, double microSeconds, long roundTripMs) {}

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
            LocalDateTime sent = localTime(timeText);
            // A repeated exchange has the same time as the one before it, and no line leads through both.
            boolean advances = found.isEmpty() || timeMs > found.get(found.size() - 1).receivedMs;
            if (sent != null && advances) {
                double micros = Integer.parseInt(timeText, 20, TIME_TEXT_LENGTH, 10) / 1e6;
                found.add(new LocalExchange(timeMs, sent, micros, roundTrip));
            }
            open = false;
        }
    }

    /**
     * The line through the exchanges with the shortest round trips of the first and the last quarter of the file.
     *
     * @throws DateTimeException if the local times contradict the device's clock
     */
    public OfficialLine line() {
        List<Exchange> exchanges = resolve();
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
            best[part] = best(exchanges.subList(part * n / 4, (part + 1) * n / 4));
        }
        int[][] pairs = {{0, 3}, {0, 2}, {1, 3}, {1, 2}, {0, 1}, {2, 3}};
        for (int[] pair : pairs) {
            if (best[pair[0]] != null && best[pair[1]] != null) {
                return through(best[pair[0]], best[pair[1]], n);
            }
        }
        throw new IllegalStateException("No pair of quarters has exchanges, although there are " + n);
    }

    /**
     * Resolves the local times. In the hour that is repeated at the end of daylight-saving time, the device's clock tells which of the
     * two times it is.
     */
    private List<Exchange> resolve() {
        int n = found.size();
        double[] epochSeconds = new double[n];
        int known = 0;
        while (known < n && offsets(known).size() > 1) {
            known++;
        }
        // A file that lies completely in the repeated hour starts in its first half, as far as anyone can tell.
        int start = known == n ? 0 : known;
        for (int i = start; i < n; i++) {
            epochSeconds[i] = closest(i, i == start ? Double.NaN : predicted(i, i - 1, epochSeconds));
        }
        for (int i = start - 1; i >= 0; i--) {
            epochSeconds[i] = closest(i, predicted(i, i + 1, epochSeconds));
        }
        List<Exchange> exchanges = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            boolean afterJump = i > 0 && isJump(i - 1, i, epochSeconds);
            boolean beforeJump = i < n - 1 && isJump(i, i + 1, epochSeconds);
            boolean isOutlier = afterJump && beforeJump && !isJump(i - 1, i + 1, epochSeconds);
            if (afterJump && !isOutlier && !isOutlierBefore(i, epochSeconds)) {
                throw jump(i);
            }
            if (!isOutlier) {
                LocalExchange exchange = found.get(i);
                exchanges.add(new Exchange(
                        exchange.receivedMs, epochSeconds[i] + exchange.roundTripMs / 2000.0, exchange.roundTripMs));
            }
        }
        return exchanges;
    }

    private List<ZoneOffset> offsets(int i) {
        return zone.getRules().getValidOffsets(found.get(i).local);
    }

    /** The time of an exchange that is closest to the predicted one, or the first one. */
    private double closest(int i, double predicted) {
        LocalExchange exchange = found.get(i);
        double best = exchange.local.atZone(zone).toEpochSecond() + exchange.microSeconds;
        for (ZoneOffset offset : offsets(i)) {
            double candidate = exchange.local.toEpochSecond(offset) + exchange.microSeconds;
            if (Math.abs(candidate - predicted) < Math.abs(best - predicted)) {
                best = candidate;
            }
        }
        return best;
    }

    private double predicted(int i, int from, double[] epochSeconds) {
        return epochSeconds[from] + (found.get(i).receivedMs - found.get(from).receivedMs) / 1000.0;
    }

    /** Whether the local time changed by something else than the passed time; a device's clock is off by 3 % at most. */
    private boolean isJump(int from, int to, double[] epochSeconds) {
        double passed = (found.get(to).receivedMs - found.get(from).receivedMs) / 1000.0;
        return Math.abs(epochSeconds[to] - epochSeconds[from] - passed) > MIN_JUMP_SECONDS + MAX_SKEW * passed;
    }

    private boolean isOutlierBefore(int i, double[] epochSeconds) {
        return i > 1 && isJump(i - 2, i - 1, epochSeconds) && !isJump(i - 2, i, epochSeconds);
    }

    private DateTimeException jump(int i) {
        LocalExchange before = found.get(i - 1);
        LocalExchange after = found.get(i);
        return new DateTimeException("The host's local time goes from " + before.local + " to " + after.local
                + " while the device's clock advances by " + (after.receivedMs - before.receivedMs) / 1000
                + " s, which the time zone " + zone + " does not explain. Set time.zone to the zone of the recording"
                + " host; if its clock was set during the recording, split the file there.");
    }

    private static @Nullable Exchange best(List<Exchange> candidates) {
        Exchange best = null;
        for (Exchange candidate : candidates) {
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

    /** The time in {@code YYYY-MM-DD_HH-MM-SS-ffffff} without its fraction; null for any other text. */
    private static @Nullable LocalDateTime localTime(String text) {
        if (text.length() != TIME_TEXT_LENGTH) {
            return null;
        }
        try {
            Integer.parseInt(text, 20, TIME_TEXT_LENGTH, 10);
            return LocalDateTime.of(
                    Integer.parseInt(text, 0, 4, 10),
                    Integer.parseInt(text, 5, 7, 10),
                    Integer.parseInt(text, 8, 10, 10),
                    Integer.parseInt(text, 11, 13, 10),
                    Integer.parseInt(text, 14, 16, 10),
                    Integer.parseInt(text, 17, 19, 10));
        } catch (DateTimeException | NumberFormatException e) {
            return null;
        }
    }
}
