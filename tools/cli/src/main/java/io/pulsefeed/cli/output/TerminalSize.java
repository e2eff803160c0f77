package io.pulsefeed.cli.output;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Size of the terminal in characters. */
public record TerminalSize(int columns, int rows) {

    /** The size that is used if the terminal does not report one. */
    public static final TerminalSize FALLBACK = new TerminalSize(80, 24);

    private static final Pattern ROWS_AND_COLUMNS = Pattern.compile("(\\d+) (\\d+)\\s*");
    private static final long LIMIT_MS = 500;

    /** The size now, from {@code stty}; 80 x 24 if that does not work. Takes a few milliseconds. */
    public static TerminalSize current() {
        try {
            Process stty = new ProcessBuilder("sh", "-c", "stty size < /dev/tty 2> /dev/null").start();
            if (!stty.waitFor(LIMIT_MS, TimeUnit.MILLISECONDS)) {
                stty.destroyForcibly();
                return FALLBACK;
            }
            return parse(new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
        } catch (IOException e) {
            return FALLBACK;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FALLBACK;
        }
    }

    /** Serial consoles report a size of 0. */
    static TerminalSize parse(String rowsAndColumns) {
        Matcher size = ROWS_AND_COLUMNS.matcher(rowsAndColumns);
        if (!size.matches()) {
            return FALLBACK;
        }
        int rows = Integer.parseInt(size.group(1));
        int columns = Integer.parseInt(size.group(2));
        return rows > 0 && columns > 0 ? new TerminalSize(columns, rows) : FALLBACK;
    }
}
