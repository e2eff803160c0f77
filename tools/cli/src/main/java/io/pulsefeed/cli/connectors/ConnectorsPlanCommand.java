package io.pulsefeed.cli.connectors;

import io.pulsefeed.cli.ExitCodes;
import io.pulsefeed.cli.options.ConnectOptions;
import io.pulsefeed.cli.options.TimeoutOption;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code pulsefeed connectors plan}. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        description = {
            "Lists the differences between running connectors and their files, key by key.",
            "Changes nothing. Placeholders are compared unresolved; values of secrets are never shown."
        },
        footer = "Exit codes: 0 no differences, 3 differences, 1 failure, 2 invalid usage.")
final class ConnectorsPlanCommand implements Callable<Integer> {

    @Mixin
    private ConnectorFileOptions selection = new ConnectorFileOptions();

    @Mixin
    private TimeoutOption timeout = new TimeoutOption("120s");

    @Mixin
    private ConnectOptions connect = new ConnectOptions();

    @Override
    public Integer call() {
        List<ConnectorFile> files = selection.files();
        ConnectorDiff diff = new ConnectorDiff(connect.rest(timeout.value()));
        boolean differs = false;
        for (ConnectorFile file : files) {
            List<String> lines = diff.of(file);
            differs |= !lines.isEmpty();
            System.out.println(
                    file.name() + (diff.isNew(file) ? ": to be created" : lines.isEmpty() ? ": unchanged" : ":"));
            lines.forEach(line -> System.out.println("  " + line));
        }
        diff.withoutFile(selection.allNames())
                .forEach(name -> System.out.println(name + ": running, but has no file; not changed"));
        return differs ? ExitCodes.DIFFERENCES : 0;
    }
}
