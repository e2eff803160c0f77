package io.pulsefeed.emotibit.importing;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes packets to a file in the format of the official DataParser: one packet per line, LF line ends, unchanged bytes. The text of a
 * packet has one character per byte, as in {@link RecordingReader}.
 */
final class RecordingWriter implements AutoCloseable {

    private final Path file;
    private final BufferedWriter out;

    /** Creates or truncates the file. */
    RecordingWriter(Path file) throws IOException {
        this.file = file;
        this.out = Files.newBufferedWriter(file, StandardCharsets.ISO_8859_1);
    }

    /**
     * Appends a packet.
     *
     * @param packet its exact text without the line end
     * @throws IllegalArgumentException if the text contains a line end
     */
    void write(String packet) throws IOException {
        if (packet.indexOf('\n') >= 0) {
            throw new IllegalArgumentException(file + ": the packet contains a line end: " + packet);
        }
        out.write(packet);
        out.write('\n');
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
