package io.pulsefeed.cli.connectors;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefeed.admin.ConnectRest;
import io.pulsefeed.cli.ExitCodes;
import io.pulsefeed.cli.options.ConfirmOption;
import io.pulsefeed.cli.options.ConnectOptions;
import io.pulsefeed.cli.options.JsonOption;
import io.pulsefeed.cli.options.TimeoutOption;
import io.pulsefeed.cli.output.JsonOutput;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code pulsefeed connectors delete}. */
@Command(
        name = "delete",
        mixinStandardHelpOptions = true,
        description = {
            "Deletes connectors. Asks first, or requires --yes.",
            "Topics, tables and offsets remain: a connector that is created again with the same name continues where this one "
                    + "stopped. To keep the configuration, use connectors export first."
        },
        footer = "Exit codes: 0 deleted, 1 failure or not confirmed, 2 invalid usage.")
final class ConnectorsDeleteCommand implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Mixin
    private SelectedConnectors selection = new SelectedConnectors();

    @Mixin
    private ConfirmOption confirm = new ConfirmOption();

    @Mixin
    private TimeoutOption timeout = new TimeoutOption("60s");

    @Mixin
    private JsonOption json = new JsonOption();

    @Mixin
    private ConnectOptions connect = new ConnectOptions();

    @Override
    public Integer call() {
        ConnectRest worker = connect.rest(timeout.value());
        List<String> connectors = selection.of(worker);
        if (!confirm.isConfirmed("Delete " + String.join(", ", connectors) + "?")) {
            return ExitCodes.FAILED;
        }
        for (String connector : connectors) {
            worker.delete(connector);
            if (!json.isRequested()) {
                System.out.println(connector + ": deleted. Its topics, tables and offsets remain.");
            }
        }
        if (json.isRequested()) {
            JsonOutput.print(System.out, JSON.createObjectNode().set("deleted", JSON.valueToTree(connectors)));
        }
        return 0;
    }
}
