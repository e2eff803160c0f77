package io.pulsefeed.cli.export;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The packets of one signal of a session in the order of their numbers. The topic has them in the order of arrival: late packets and
 * those of a backfill come after packets with higher numbers. Each temporary file has ascending numbers; reading merges them.
 *
 * <pre>
 *   topic   1 2 5 6 3 4 7      file 0   1 2 5 6 7
 *                              file 1   3 4
 * </pre>
 */
final class SignalRuns {

    private final Path start;
    private final List<Long> last = new ArrayList<>();

    /** @param start path of the temporary files, without the number of the file */
    SignalRuns(Path start) {
        this.start = start;
    }

    /** Receives packets. */
    @FunctionalInterface
    interface Consumer {
        void accept(ParsedPacket packet) throws IOException;
    }

    private record Run(DataInputStream in, ParsedPacket next) {}

    private Path file(int run) {
        return start.resolveSibling(start.getFileName() + "." + run);
    }

    void add(ParsedPacket packet, OpenFiles files) throws IOException {
        int run = 0;
        while (run < last.size() && last.get(run) >= packet.number()) {
            // Delivery to Kafka is at least once.
            if (last.get(run) == packet.number()) {
                return;
            }
            run++;
        }
        if (run == last.size()) {
            last.add(packet.number());
        } else {
            last.set(run, packet.number());
        }
        packet.write(files.get(file(run)));
    }

    /** Reads all packets after the files were closed. Packets with the same number are the same packet. */
    void read(Consumer consumer) throws IOException {
        PriorityQueue<Run> runs = new PriorityQueue<>(
                Comparator.comparingLong((Run run) -> run.next().number()));
        List<DataInputStream> open = new ArrayList<>();
        try {
            for (int run = 0; run < last.size(); run++) {
                DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file(run))));
                open.add(in);
                addNext(in, runs);
            }
            long before = Long.MIN_VALUE;
            while (!runs.isEmpty()) {
                Run run = runs.remove();
                if (run.next().number() > before) {
                    before = run.next().number();
                    consumer.accept(run.next());
                }
                addNext(run.in(), runs);
            }
        } finally {
            for (DataInputStream in : open) {
                in.close();
            }
        }
    }

    private static void addNext(DataInputStream in, PriorityQueue<Run> runs) throws IOException {
        ParsedPacket next = ParsedPacket.read(in);
        if (next != null) {
            runs.add(new Run(in, next));
        }
    }
}
