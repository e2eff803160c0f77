package io.pulsefeed.cli.connectors;

import io.pulsefeed.admin.ConnectRest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What a worker runs, compared with files. */
final class ConnectorChanges {

    private final ConnectRest worker;
    private final Set<String> running;

    ConnectorChanges(ConnectRest worker) {
        this.worker = worker;
        this.running = new TreeSet<>(worker.connectors());
    }

    boolean isNew(ConnectorFile file) {
        return !running.contains(file.name());
    }

    /** A line for each key that differs; empty when the worker has it as the file says. */
    List<String> of(ConnectorFile file) {
        Map<String, String> present = isNew(file)
                ? Map.of()
                : ConnectorFile.of(file.name(), worker.config(file.name())).config();
        return ConfigDiff.between(present, file.config());
    }

    /** Connectors that the worker runs and no file names. */
    Set<String> withoutFile(List<String> withFile) {
        Set<String> names = new TreeSet<>(running);
        withFile.forEach(names::remove);
        return names;
    }
}
