package io.pulsefeed.cli.connectors;

import io.pulsefeed.admin.ConnectRest;
import io.pulsefeed.admin.ConnectRest.Status;
import io.pulsefeed.admin.ConnectRest.TaskStatus;
import io.pulsefeed.admin.FailureCause;
import io.pulsefeed.cli.ExitCodes;
import io.pulsefeed.cli.options.ConnectOptions;
import io.pulsefeed.cli.options.TimeoutOption;
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

    private static final Table TABLE = new Table(Column.left(24), Column.text());

    @Mixin
    private ConnectorNames names = new ConnectorNames();

    @Mixin
    private TimeoutOption timeout = new TimeoutOption("120s");

    @Mixin
    private ConnectOptions connect = new ConnectOptions();

    @Override
    public Integer call() {
        ConnectRest worker = connect.rest(timeout.value());
        List<String> wanted = names.of(worker);
        boolean allRun = true;
        for (String name : wanted) {
            Status status = worker.status(name);
            allRun &= status.isRunning();
            print(status);
        }
        if (wanted.isEmpty()) {
            System.out.println("The worker has no connectors. Create them with: pulsefeed connectors apply");
        }
        return allRun ? 0 : ExitCodes.FAILED;
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
