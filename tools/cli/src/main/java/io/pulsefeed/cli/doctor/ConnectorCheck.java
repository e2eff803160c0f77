package io.pulsefeed.cli.doctor;

import io.pulsefeed.admin.AdminException;
import io.pulsefeed.admin.ConnectRest;
import io.pulsefeed.admin.ConnectRest.Status;
import io.pulsefeed.cli.options.ConnectOptions;
import java.util.ArrayList;
import java.util.List;

/** The Connect worker, its connectors and their tasks. */
final class ConnectorCheck implements Check {

    private static final String WORKER = "connect";
    private static final String CONNECTOR = "connector";

    private final ConnectOptions connect;

    ConnectorCheck(ConnectOptions connect) {
        this.connect = connect;
    }

    @Override
    public List<Finding> run() {
        List<Finding> findings = new ArrayList<>();
        try {
            ConnectRest worker = connect.rest();
            List<String> names = worker.connectors().stream().sorted().toList();
            findings.add(
                    names.isEmpty()
                            ? Finding.warn(
                                    WORKER,
                                    "responds at " + connect.url() + ", has no connectors",
                                    "pulsefeed connectors apply")
                            : Finding.ok(WORKER, "responds at " + connect.url() + ", " + names.size() + " connectors"));
            for (String name : names) {
                findings.add(connector(worker.statusOrUnassigned(name)));
            }
        } catch (AdminException e) {
            findings.add(
                    Finding.fail(WORKER, withoutFullStop(e.getMessage()), "docker compose logs --tail 100 connect"));
        }
        return findings;
    }

    static Finding connector(Status status) {
        String name = status.name();
        if (!status.failure().isEmpty()) {
            return Finding.fail(
                    CONNECTOR,
                    name + " failed: " + withoutFullStop(status.cause()),
                    "Fix the cause, then: POST /connectors/" + name + "/restart?includeTasks=true&onlyFailed=true");
        }
        if (status.isRunning()) {
            return Finding.ok(
                    CONNECTOR, name + " RUNNING, tasks " + status.tasks().size());
        }
        String advice = status.state().equals("PAUSED") || status.state().equals("STOPPED")
                ? "A user did this; resume it with: PUT /connectors/" + name + "/resume"
                : "Check again in a minute; if it does not change: docker compose logs --tail 100 connect";
        return Finding.warn(
                CONNECTOR,
                name + " is " + status.state() + ", tasks " + status.tasks().size(),
                advice);
    }

    private static String withoutFullStop(String text) {
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }
}
