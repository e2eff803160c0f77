package io.pulsefeed.cli.connectors;

import io.pulsefeed.admin.ConnectRest;
import io.pulsefeed.admin.ConnectRest.Status;
import io.pulsefeed.admin.ConnectRest.TaskStatus;
import io.pulsefeed.cli.ExitCodes;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code pulsefeed connectors status}. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Shows the connectors of the worker and their tasks, and why one failed.",
        footer = "Exit codes: 0 all run, 1 one does not, 2 wrong usage.")
final class ConnectorsStatusCommand implements Callable<Integer> {

    @Mixin
    private NamesOption names;

    @Mixin
    private WorkerOptions options;

    @Override
    public Integer call() {
        ConnectRest worker = options.worker();
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
        System.out.printf(Locale.ROOT, "%-24s %s%n", status.name(), status.state());
        printTrace(status.trace());
        for (TaskStatus task : status.tasks()) {
            System.out.printf(Locale.ROOT, "  task %-17d %s%n", task.id(), task.state());
            printTrace(task.trace());
        }
    }

    private static void printTrace(String trace) {
        if (!trace.isEmpty()) {
            System.out.println("    " + Startup.cause(trace));
        }
    }
}
