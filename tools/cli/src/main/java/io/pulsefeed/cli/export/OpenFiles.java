package io.pulsefeed.cli.export;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Any number of files that are written in turns. Those above a limit are closed, and reopened when they are needed. */
final class OpenFiles implements AutoCloseable {

    private static final int MAX_OPEN_FILES = 64;

    private final Set<Path> created = new HashSet<>();
    private final Map<Path, DataOutputStream> open = new LinkedHashMap<>();

    /** The stream of a file, which is replaced if it existed before. Valid until the next call. */
    DataOutputStream get(Path file) throws IOException {
        DataOutputStream out = open.get(file);
        if (out == null) {
            if (open.size() >= MAX_OPEN_FILES) {
                Path oldest = open.keySet().iterator().next();
                open.remove(oldest).close();
            }
            out = new DataOutputStream(new BufferedOutputStream(
                    created.add(file)
                            ? Files.newOutputStream(file)
                            : Files.newOutputStream(file, StandardOpenOption.APPEND)));
            open.put(file, out);
        }
        return out;
    }

    @Override
    public void close() throws IOException {
        for (DataOutputStream out : open.values()) {
            out.close();
        }
        open.clear();
    }
}
