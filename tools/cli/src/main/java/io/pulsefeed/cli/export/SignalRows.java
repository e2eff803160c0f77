package io.pulsefeed.cli.export;

import java.io.IOException;
import java.util.Arrays;

/**
 * Converts the packets of one signal to rows like those of the official DataParser: one row per sample, and one for a packet without
 * numbers. The device time of a sample is interpolated between packets of the signal, as there. After lost packets, the DataParser
 * spreads the samples over the gap; here they keep the period of the record, except in imported files.
 */
final class SignalRows implements SignalRuns.Consumer {

    static final int HEADER_FIELDS = 6;
    private static final double US_PER_MS = 1e3;
    private static final double MIN_STRETCH = 0.5;
    private static final double MAX_STRETCH = 1.6;

    private final SignalFile out;
    private boolean hasPrevious;
    private long previousMs;

    SignalRows(SignalFile out) {
        this.out = out;
    }

    @Override
    public void accept(ParsedPacket packet) throws IOException {
        String[] fields = packet.text().split(",", -1);
        if (fields.length < HEADER_FIELDS) {
            return;
        }
        if (packet.samples() == 0) {
            out.add(new SignalRow(packet.epochUs(), packet.deviceMs(), false, fields, payload(fields)));
        } else {
            double stepMs = stepMs(packet);
            for (int i = 1; i <= packet.samples() && HEADER_FIELDS + i <= fields.length; i++) {
                int after = packet.samples() - i;
                out.add(new SignalRow(
                        Math.round(packet.epochUs() - after * packet.periodUs()),
                        packet.deviceMs() - after * stepMs,
                        true,
                        fields,
                        fields[HEADER_FIELDS + i - 1]));
            }
        }
        previousMs = packet.deviceMs();
        hasPrevious = true;
    }

    private double stepMs(ParsedPacket packet) {
        double periodMs = packet.periodUs() / US_PER_MS;
        if (!hasPrevious) {
            return periodMs;
        }
        double stepMs = (packet.deviceMs() - previousMs) / (double) packet.samples();
        boolean isStretched = stepMs < MIN_STRETCH * periodMs || stepMs > MAX_STRETCH * periodMs;
        return isStretched && !packet.isOfficial() ? periodMs : stepMs;
    }

    /** As many elements as the header states; the DataParser repeats the reliability if there are none. */
    private static String payload(String[] fields) {
        int stated;
        try {
            stated = Integer.parseInt(fields[2].strip());
        } catch (NumberFormatException e) {
            stated = 0;
        }
        int end = Math.min(fields.length, HEADER_FIELDS + Math.max(0, stated));
        return end == HEADER_FIELDS
                ? fields[HEADER_FIELDS - 1]
                : String.join(",", Arrays.asList(fields).subList(HEADER_FIELDS, end));
    }
}
