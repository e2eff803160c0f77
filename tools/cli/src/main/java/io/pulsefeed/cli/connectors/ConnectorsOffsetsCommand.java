package io.pulsefeed.cli.connectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pulsefeed.admin.ConnectRest;
import io.pulsefeed.cli.ExitCodes;
import io.pulsefeed.cli.UserError;
import io.pulsefeed.cli.options.ConfirmOption;
import io.pulsefeed.cli.options.ConnectOptions;
import io.pulsefeed.cli.options.JsonOption;
import io.pulsefeed.cli.options.TimeoutOption;
import io.pulsefeed.cli.output.JsonOutput;
import io.pulsefeed.cli.output.Table;
import io.pulsefeed.cli.output.Table.Column;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pulsefeed connectors offsets}. */
@Command(
        name = "offsets",
        mixinStandardHelpOptions = true,
        description = {
            "Shows the offsets of a connector, or resets them.",
            "After a reset, a sink starts at the first record of its topics, and a source at its configured start. The connector "
                    + "must be stopped. To go back to a point in time, use replay instead."
        },
        footer = "Exit codes: 0 success, 1 failure or not confirmed, 2 invalid usage.")
final class ConnectorsOffsetsCommand implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Table TABLE = new Table(Column.left(36), Column.text());

    @Parameters(paramLabel = "NAME", description = "Connector.")
    private String name = "";

    @Option(names = "--reset", description = "Delete all offsets of the connector. Asks first, or requires --yes.")
    private boolean reset;

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
        if (!worker.exists(name)) {
            throw new UserError("the worker has no connector " + name + ". It has: "
                    + String.join(", ", worker.connectors()) + ".");
        }
        if (reset && !reset(worker)) {
            return ExitCodes.FAILED;
        }
        JsonNode offsets = worker.offsets(name).path("offsets");
        if (json.isRequested()) {
            ObjectNode result = JSON.createObjectNode().put("connector", name).put("reset", reset);
            result.set("offsets", offsets);
            JsonOutput.print(System.out, result);
        } else if (offsets.isEmpty()) {
            System.out.println(name + " has no offsets.");
        } else {
            offsets.forEach(
                    offset -> TABLE.print(System.out, text(offset.path("partition")), text(offset.path("offset"))));
        }
        return 0;
    }

    /** @return whether the user agreed */
    private boolean reset(ConnectRest worker) {
        String state = worker.status(name).state();
        if (!state.equals("STOPPED")) {
            throw new UserError(name + " is " + state + ". Offsets can only be reset while it is stopped: pulsefeed "
                    + "connectors stop " + name);
        }
        if (!confirm.isConfirmed("Reset all offsets of " + name + "?")) {
            return false;
        }
        worker.resetOffsets(name);
        if (!json.isRequested()) {
            System.out.println(name + ": offsets reset. Start it with: pulsefeed connectors resume " + name);
        }
        return true;
    }

    /** {@code kafka_topic=rawtrade kafka_partition=0}. */
    private static String text(JsonNode fields) {
        return fields.properties().stream()
                .map(field -> field.getKey() + "="
                        + field.getValue().asText(field.getValue().toString()))
                .collect(Collectors.joining(" "));
    }
}
