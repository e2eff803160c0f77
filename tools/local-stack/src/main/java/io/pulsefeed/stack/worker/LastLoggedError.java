package io.pulsefeed.stack.worker;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Reads the cause of a fatal worker error from its log, because the exit procedure receives only an exit code. */
final class LastLoggedError {

    private static final int TAIL_BYTES = 65_536;
    private static final String CAUSE = "Caused by: ";

    private LastLoggedError() {}

    static String of(String logFolder) {
        try (RandomAccessFile file =
                new RandomAccessFile(Path.of(logFolder, "worker.log").toFile(), "r")) {
            file.seek(Math.max(0, file.length() - TAIL_BYTES));
            byte[] tail = new byte[(int) (file.length() - file.getFilePointer())];
            file.readFully(tail);
            return in(new String(tail, StandardCharsets.UTF_8).lines().toList());
        } catch (IOException e) {
            return "";
        }
    }

    /** The innermost cause of the last stack trace, without the package of its class; empty if there is none. */
    static String in(List<String> lines) {
        for (int i = lines.size() - 1; i >= 0; i--) {
            String line = lines.get(i);
            if (line.startsWith(CAUSE)) {
                return sentence(line.substring(CAUSE.length()));
            }
            if (line.matches("[\\w.$]+(Exception|Error): .*")) {
                return sentence(line);
            }
        }
        return "";
    }

    private static String sentence(String line) {
        String text = line.replaceFirst("^[\\w.]+\\.(\\w+): ", "$1: ");
        return text.endsWith(".") ? text : text + ".";
    }
}
