package io.pulsefeed.cli.options;

import java.nio.file.Path;
import java.util.Map;

/** A fuzzed context file. */
public final class FuzzedContext {

    private FuzzedContext() {}

    public static void read(Path file) {
        ConnectionContext context = new ConnectionContext(Map.of());
        context.use(file);
        for (Setting setting : Setting.values()) {
            context.value(setting);
        }
    }
}
