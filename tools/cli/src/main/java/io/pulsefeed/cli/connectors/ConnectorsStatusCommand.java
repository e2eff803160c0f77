package io.pulsefeed.cli.connectors;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pulsefeed.admin.ConnectRest;
import io.pulsefeed.admin.ConnectRest.Status;
import io.pulsefeed.admin.ConnectRest.TaskStatus;
import io.pulsefeed.admin.FailureCause;
import io.pulsefeed.cli.ExitCodes;
import io.pulsefeed.cli.options.ConnectOptions;
import io.pulsefeed.cli.options.JsonOption;
import io.pulsefeed.cli.options.TimeoutOption;
import io.pulsefeed.cli.output.JsonOutput;
import io.pulsefeed.cli.output.Table;
import io.pulsefeed.cli.output.Table.Column;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code pulsefeed connectors status}. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Shows the state of connectors and tasks, with the cause of each failure.",
        footer = "Exit codes: 0 all run, 1 one does not run, 2 invalid usage.")
final class ConnectorsStatusCommand implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Table TABLE = new Table(Column.left(24), Column.text());

    @Mixin
    private ConnectorNames names = new ConnectorNames();

    @Mixin
    private TimeoutOption timeout = new TimeoutOption("120s");

    @Mixin
    private JsonOption json = new JsonOption();

    @Mixin
    private ConnectOptions connect = new ConnectOptions();

    @Override
    public Integer call() {
        ConnectRest worker = connect.rest(timeout.value());
        List<String> wanted = names.of(worker);
        ObjectNode result = JSON.createObjectNode();
        ArrayNode connectors = result.putArray("connectors");
        boolean allRun = true;
        for (String name : wanted) {
            Status status = worker.status(name);
            allRun &= status.isRunning();
            if (json.isRequested()) {
                add(connectors, status);
            } else {
                print(status);
            }
        }
        if (json.isRequested()) {
            JsonOutput.print(System.out, result.put("ok", allRun));
        } else if (wanted.isEmpty()) {
            System.out.println("The worker has no connectors. Create them with: pulsefeed connectors apply");
        }
        return allRun ? 0 : ExitCodes.FAILED;
    }

    private static void add(ArrayNode connectors, Status status) {
        ArrayNode tasks = connectors
                .addObject()
                .put("name", status.name())
                .put("state", status.state())
                .put("cause", status.cause())
                .putArray("tasks");
        status.tasks().forEach(task -> tasks.addObject()
                .put("id", task.id())
                .put("state", task.state())
                .put("cause", FailureCause.of(task.trace())));
    }

    private static void print(Status status) {
        TABLE.print(System.out, status.name(), status.state());
        printTrace(status.trace());
        for (TaskStatus task : status.tasks()) {
            TABLE.print(System.out, "  task " + task.id(), task.state());
            printTrace(task.trace());
        }
    }

    private static void printTrace(String trace) {
        if (!trace.isEmpty()) {
            System.out.println("    " + FailureCause.of(trace));
        }
    }
}
