package io.pulsefeed.cli.emotibit;

import io.pulsefeed.cli.ExitCodes;
import io.pulsefeed.cli.emotibit.ControlResults.Result;
import io.pulsefeed.cli.options.InstantConverter;
import io.pulsefeed.cli.options.JsonOption;
import io.pulsefeed.cli.output.JsonOutput;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pulsefeed emotibit marker}. */
@Command(
        name = "marker",
        mixinStandardHelpOptions = true,
        description = {
            "Marks a time in the data of devices with a text.",
            "Each device gets a marker event in its corrected time. The devices themselves receive nothing."
        },
        footer = "Exit codes: 0 success, 1 no device got the marker, 2 invalid usage.")
final class MarkerCommand implements Callable<Integer> {

    @Parameters(paramLabel = "TEXT", description = "Text of the marker, at most 500 characters.")
    private String text = "";

    @Option(
            names = "--at",
            paramLabel = "TIME",
            converter = InstantConverter.class,
            description = "Time of the marker, such as 2026-01-01T08:00:00.250Z (default: now).")
    private @Nullable Instant at;

    @Mixin
    private ControlOptions control = new ControlOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Override
    public Integer call() {
        Instant time = at == null ? Instant.now() : at;
        Map<String, Object> command = new HashMap<>(Map.of("command", "marker", "text", text));
        command.put("time", time.getEpochSecond() + time.getNano() / 1e9);
        List<Result> results = control.send(command);
        if (json.isRequested()) {
            JsonOutput.print(
                    System.out, JsonOutput.fields("command", "marker", "time", time.toString(), "results", results));
        } else {
            results.forEach(result -> System.out.println(result.device() + ": marked "
                    + (result.session().isEmpty() ? "without a session" : "in session " + result.session())));
        }
        return ControlOptions.allDone(results) ? 0 : ExitCodes.FAILED;
    }
}
