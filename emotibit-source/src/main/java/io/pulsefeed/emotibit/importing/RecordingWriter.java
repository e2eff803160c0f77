package io.pulsefeed.emotibit.importing;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes packets back to a file that the official DataParser reads: one packet per line, LF line ends, each byte as the device sent
 * it. The text of a packet holds one character per byte, as {@link RecordingReader} reads it.
 */
public final class RecordingWriter implements AutoCloseable {

    private final Path file;
    private final BufferedWriter out;

    /** Creates the file, or empties it. */
    public RecordingWriter(Path file) throws IOException {
        this.file = file;
        this.out = Files.newBufferedWriter(file, StandardCharsets.ISO_8859_1);
    }

    /**
     * Appends a packet.
     *
     * @param packet its exact text without the line end
     * @throws IllegalArgumentException when the text holds a line end and so is more than one packet
     */
    public void write(String packet) throws IOException {
        if (packet.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("Writing a packet to " + file
                    + " failed: its text holds a line end, so a reader would see two packets: " + packet);
        }
        out.write(packet);
        out.write('\n');
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
