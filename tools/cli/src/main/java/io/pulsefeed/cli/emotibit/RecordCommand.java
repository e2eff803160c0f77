package io.pulsefeed.cli.emotibit;

import io.pulsefeed.cli.ExitCodes;
import io.pulsefeed.cli.emotibit.ControlResults.Result;
import io.pulsefeed.cli.options.JsonOption;
import io.pulsefeed.cli.output.JsonOutput;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code pulsefeed emotibit record start|stop}. */
@Command(
        name = "record",
        mixinStandardHelpOptions = true,
        description = {
            "Starts or stops the recording on the SD cards of connected devices.",
            "Waits until each device reports its file, or the answer timeout of the connector."
        },
        footer = "Exit codes: 0 all devices did it, 1 a device failed or none answered, 2 invalid usage.")
final class RecordCommand implements Callable<Integer> {

    /** What to do. */
    enum Action {
        START,
        STOP
    }

    @Parameters(paramLabel = "start|stop", description = "start or stop.")
    private Action action;

    @Mixin
    private ControlOptions control = new ControlOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Override
    public Integer call() {
        String command = "record_" + action.name().toLowerCase(Locale.ROOT);
        List<Result> results = control.send(Map.of("command", command));
        if (json.isRequested()) {
            JsonOutput.print(System.out, JsonOutput.fields("command", command, "results", results));
        } else {
            results.forEach(result -> System.out.println(describe(result)));
        }
        return ControlOptions.allDone(results) ? 0 : ExitCodes.FAILED;
    }

    private String describe(Result result) {
        String file = result.file().isEmpty() ? "" : " " + result.file();
        if (!result.done()) {
            return result.device() + ": failed: " + result.reason();
        }
        return result.device() + ": " + (action == Action.START ? "recording" : "stopped") + file
                + (result.unchanged() ? " (before the command, too)" : "");
    }
}
