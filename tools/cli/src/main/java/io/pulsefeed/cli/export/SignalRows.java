package io.pulsefeed.cli.export;

import java.io.IOException;
import java.io.Writer;
import java.util.Arrays;
import java.util.Locale;

/**
 * Writes the packets of one signal as rows like the official DataParser: one row per sample, and one for a packet without numbers. The
 * device time of a sample is interpolated between packets of the signal, as there. After lost packets, the DataParser spreads the samples
 * over the gap; here they keep the period of the record, except in imported files.
 */
final class SignalRows implements SignalRuns.Consumer {

    private static final String COLUMNS =
            "LocalTimestamp,EmotiBitTimestamp,PacketNumber,DataLength,TypeTag,ProtocolVersion,DataReliability,";
    private static final int HEADER_FIELDS = 6;
    private static final double US_PER_MS = 1e3;
    private static final double MIN_STRETCH = 0.5;
    private static final double MAX_STRETCH = 1.6;

    private final Writer out;
    private boolean hasPrevious;
    private long previousMs;
    private long rows;

    SignalRows(Writer out, String tag) throws IOException {
        this.out = out;
        out.write(COLUMNS + tag + "\n");
    }

    long rows() {
        return rows;
    }

    @Override
    public void accept(ParsedPacket packet) throws IOException {
        String[] fields = packet.text().split(",", -1);
        if (fields.length < HEADER_FIELDS) {
            return;
        }
        if (packet.samples() == 0) {
            writeRow(time(packet.epochUs()), Long.toString(packet.deviceMs()), fields, payload(fields));
        } else {
            double stepMs = stepMs(packet);
            for (int i = 1; i <= packet.samples() && HEADER_FIELDS + i <= fields.length; i++) {
                int after = packet.samples() - i;
                writeRow(
                        time(Math.round(packet.epochUs() - after * packet.periodUs())),
                        String.format(Locale.ROOT, "%.3f", packet.deviceMs() - after * stepMs),
                        fields,
                        fields[HEADER_FIELDS + i - 1]);
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

    private static String time(long epochUs) {
        return String.format(Locale.ROOT, "%d.%06d", epochUs / 1_000_000, epochUs % 1_000_000);
    }

    private void writeRow(String time, String deviceMs, String[] fields, String value) throws IOException {
        out.write(time);
        out.write(',');
        out.write(deviceMs);
        for (int i = 1; i < HEADER_FIELDS; i++) {
            out.write(',');
            out.write(fields[i]);
        }
        out.write(',');
        out.write(value);
        out.write('\n');
        rows++;
    }
}
