package io.pulsefeed.cli.connectors;

import io.pulsefeed.cli.ExitCodes;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code pulsefeed connectors plan}. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        description = {
            "Says key by key how running connectors differ from their files.",
            "Changes nothing. Placeholders are compared as they stand; the value of a secret is never shown."
        },
        footer = "Exit codes: 0 nothing differs, 3 something differs, 1 it could not be found out, 2 wrong usage.")
final class ConnectorsPlanCommand implements Callable<Integer> {

    @Mixin
    private FileOptions selection;

    @Mixin
    private WorkerOptions options;

    @Override
    public Integer call() {
        List<ConnectorFile> files = selection.files();
        ConnectorChanges changes = new ConnectorChanges(options.worker());
        boolean differs = false;
        for (ConnectorFile file : files) {
            List<String> lines = changes.of(file);
            differs |= !lines.isEmpty();
            System.out.println(
                    file.name() + (changes.isNew(file) ? ": to be created" : lines.isEmpty() ? ": the same" : ":"));
            lines.forEach(line -> System.out.println("  " + line));
        }
        changes.withoutFile(selection.allNames())
                .forEach(name -> System.out.println(name + ": runs without a file; left alone"));
        return differs ? ExitCodes.DIFFERENCES : 0;
    }
}
