package io.pulsefeed.cli.doctor;

import io.pulsefeed.admin.AdminException;
import io.pulsefeed.admin.ConnectRest;
import io.pulsefeed.admin.ConnectRest.Status;
import io.pulsefeed.cli.access.ConnectOptions;
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
    public List<Finding> look() {
        List<Finding> findings = new ArrayList<>();
        try {
            ConnectRest worker = connect.rest();
            List<String> names = worker.connectors().stream().sorted().toList();
            findings.add(
                    names.isEmpty()
                            ? Finding.warn(
                                    WORKER,
                                    "answers at " + connect.url() + " and has no connectors",
                                    "pulsefeed connectors apply")
                            : Finding.ok(WORKER, "answers at " + connect.url() + ", " + names.size() + " connectors"));
            for (String name : names) {
                findings.add(connector(worker.statusOrUnassigned(name)));
            }
        } catch (AdminException e) {
            findings.add(Finding.fail(WORKER, withoutStop(e.getMessage()), "docker compose logs --tail 100 connect"));
        }
        return findings;
    }

    static Finding connector(Status status) {
        String name = status.name();
        if (!status.failure().isEmpty()) {
            return Finding.fail(
                    CONNECTOR,
                    name + " failed: "
                            + withoutStop(status.failure().lines().findFirst().orElse("")),
                    "Mend the cause, then: POST /connectors/" + name + "/restart?includeTasks=true&onlyFailed=true");
        }
        if (status.isRunning()) {
            return Finding.ok(
                    CONNECTOR, name + " RUNNING, tasks " + status.tasks().size());
        }
        String advice = status.state().equals("PAUSED") || status.state().equals("STOPPED")
                ? "Somebody did that; go on with: PUT /connectors/" + name + "/resume"
                : "Look again in a minute; if it stays so: docker compose logs --tail 100 connect";
        return Finding.warn(
                CONNECTOR,
                name + " is " + status.state() + ", tasks " + status.tasks().size(),
                advice);
    }

    private static String withoutStop(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }
}
