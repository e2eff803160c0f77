package io.pulsefeed.console.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The static files of the page, read from the class path at the start. */
final class PageFiles {

    private static final String FOLDER = "/io/pulsefeed/console/page/";
    private static final Pattern RUNBOOK = Pattern.compile("[A-Za-z]{1,60}");
    private static final String SCRIPT = "text/javascript; charset=utf-8";
    private static final String STYLE = "text/css; charset=utf-8";

    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("index.html", "text/html; charset=utf-8"),
            Map.entry("page.css", STYLE),
            Map.entry("icon.svg", "image/svg+xml"),
            Map.entry("app.js", SCRIPT),
            Map.entry("charts.js", SCRIPT),
            Map.entry("devices.js", SCRIPT),
            Map.entry("dom.js", SCRIPT),
            Map.entry("flow.js", SCRIPT),
            Map.entry("harm.js", SCRIPT),
            Map.entry("markets.js", SCRIPT),
            Map.entry("news.js", SCRIPT),
            Map.entry("operations.js", SCRIPT),
            Map.entry("stream.js", SCRIPT),
            Map.entry("lib/uPlot.iife.min.js", SCRIPT),
            Map.entry("lib/uPlot.min.css", STYLE));

    private final Map<String, PageFile> files = new TreeMap<>();

    /** A file with its media type. */
    record PageFile(String type, byte[] content) {}

    PageFiles() {
        TYPES.forEach((name, type) -> files.put("/" + name, new PageFile(type, read(name))));
        files.put("/", files.remove("/index.html"));
    }

    /** The file of a path; null if there is none. */
    @Nullable
    PageFile find(String path) {
        return files.get(path);
    }

    /** A runbook of the documentation, by its name without extension; null if there is none. */
    static @Nullable PageFile runbook(String name) {
        if (!RUNBOOK.matcher(name).matches()) {
            return null;
        }
        try (InputStream in = PageFiles.class.getResourceAsStream("/io/pulsefeed/console/runbooks/" + name + ".md")) {
            return in == null ? null : new PageFile("text/plain; charset=utf-8", in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Bytes of all files. */
    int size() {
        return files.values().stream().mapToInt(file -> file.content().length).sum();
    }

    private static byte[] read(String name) {
        try (InputStream in = PageFiles.class.getResourceAsStream(FOLDER + name)) {
            if (in == null) {
                throw new IllegalStateException("the file " + name + " of the page is missing in the build");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
