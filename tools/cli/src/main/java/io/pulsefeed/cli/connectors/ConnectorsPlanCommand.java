package io.pulsefeed.cli.connectors;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pulsefeed.cli.ExitCodes;
import io.pulsefeed.cli.options.ConnectOptions;
import io.pulsefeed.cli.options.JsonOption;
import io.pulsefeed.cli.options.TimeoutOption;
import io.pulsefeed.cli.output.JsonOutput;
import java.util.List;
import java.util.Set;
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

    private static final ObjectMapper JSON = new ObjectMapper();

    @Mixin
    private ConnectorFileOptions selection = new ConnectorFileOptions();

    @Mixin
    private TimeoutOption timeout = new TimeoutOption("120s");

    @Mixin
    private JsonOption json = new JsonOption();

    @Mixin
    private ConnectOptions connect = new ConnectOptions();

    @Override
    public Integer call() {
        List<ConnectorFile> files = selection.files();
        ConnectorDiff diff = new ConnectorDiff(connect.rest(timeout.value()));
        ObjectNode result = JSON.createObjectNode();
        ArrayNode connectors = result.putArray("connectors");
        boolean differs = false;
        for (ConnectorFile file : files) {
            List<ConfigDiff.Difference> differences = diff.of(file);
            differs |= !differences.isEmpty();
            ObjectNode node = connectors.addObject().put("name", file.name()).put("new", diff.isNew(file));
            node.set("differences", JSON.valueToTree(differences));
            print(file.name() + (diff.isNew(file) ? ": to be created" : differences.isEmpty() ? ": unchanged" : ":"));
            differences.forEach(difference -> print("  " + difference.line()));
        }
        Set<String> withoutFile = diff.withoutFile(selection.allNames());
        withoutFile.forEach(name -> print(name + ": running, but has no file; not changed"));
        if (json.isRequested()) {
            result.set("without_file", JSON.valueToTree(withoutFile));
            JsonOutput.print(System.out, result.put("differs", differs));
        }
        return differs ? ExitCodes.DIFFERENCES : 0;
    }

    private void print(String line) {
        if (!json.isRequested()) {
            System.out.println(line);
        }
    }
}
