package io.pulsefeed.cli.connectors;

import io.pulsefeed.admin.ConnectRest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Compares the connectors of a worker with files. */
final class ConnectorDiff {

    private final ConnectRest worker;
    private final Set<String> running;

    ConnectorDiff(ConnectRest worker) {
        this.worker = worker;
        this.running = new TreeSet<>(worker.connectors());
    }

    boolean isNew(ConnectorFile file) {
        return !running.contains(file.name());
    }

    /** The keys that differ. */
    List<ConfigDiff.Difference> of(ConnectorFile file) {
        Map<String, String> current = isNew(file)
                ? Map.of()
                : ConnectorFile.of(file.name(), worker.config(file.name())).config();
        return ConfigDiff.between(current, file.config());
    }

    /** Connectors of the worker that have no file. */
    Set<String> withoutFile(List<String> withFile) {
        Set<String> names = new TreeSet<>(running);
        withFile.forEach(names::remove);
        return names;
    }
}
