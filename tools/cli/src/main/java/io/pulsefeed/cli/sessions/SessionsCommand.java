package io.pulsefeed.cli.sessions;

import io.pulsefeed.cli.access.Database;
import io.pulsefeed.cli.options.DatabaseOptions;
import io.pulsefeed.cli.options.InstantConverter;
import io.pulsefeed.cli.options.JsonOption;
import io.pulsefeed.cli.output.JsonOutput;
import io.pulsefeed.cli.output.Table;
import io.pulsefeed.cli.output.Table.Column;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pulsefeed sessions}. */
@Command(
        name = "sessions",
        mixinStandardHelpOptions = true,
        description = {
            "Lists the sessions of EmotiBit devices: patient, study, start, end, packets, lost packets, and the share of time worn.",
            "Reads the view emotibit_session."
        },
        footer = "Exit codes: 0 success, 1 failure, 2 invalid usage.")
public final class SessionsCommand implements Callable<Integer> {

    private static final Table TABLE = new Table(
            Column.left(18),
            Column.left(12),
            Column.left(12),
            Column.left(24),
            Column.left(24),
            Column.right(12),
            Column.right(10),
            Column.right(5),
            Column.text());

    @Option(names = "--device", paramLabel = "ID", description = "Only sessions of this device.")
    private @Nullable String device;

    @Option(names = "--patient", paramLabel = "ID", description = "Only sessions of this patient, as published.")
    private @Nullable String patient;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = InstantConverter.class,
            description = "Only sessions that ended at this time or later, such as 2026-01-01T08:00:00Z or 2026-01-01 "
                    + "(midnight UTC).")
    private @Nullable Instant since;

    @Mixin
    private DatabaseOptions databaseOptions = new DatabaseOptions();

    @Mixin
    private JsonOption json = new JsonOption();

    @Override
    public Integer call() {
        try (Database database = databaseOptions.connect()) {
            List<DeviceSession> sessions = DeviceSession.read(
                    database,
                    new DeviceSession.Filter(
                            Optional.ofNullable(device),
                            Optional.ofNullable(patient),
                            Optional.ofNullable(since).filter(time -> !time.equals(InstantConverter.EARLIEST))));
            if (json.isRequested()) {
                JsonOutput.print(System.out, Map.of("sessions", sessions));
            } else {
                print(sessions, System.out);
            }
            return 0;
        }
    }

    private static void print(List<DeviceSession> sessions, PrintStream out) {
        TABLE.print(out, "DEVICE", "PATIENT", "STUDY", "START", "END", "PACKETS", "LOST", "WORN", "SESSION");
        for (DeviceSession each : sessions) {
            TABLE.print(
                    out,
                    each.device(),
                    orDash(each.patient()),
                    orDash(each.study()),
                    each.start(),
                    each.end(),
                    each.packets(),
                    each.lost(),
                    each.wornShare() == null ? "-" : String.format(Locale.ROOT, "%.0f%%", each.wornShare() * 100),
                    each.session());
        }
    }

    private static String orDash(@Nullable String text) {
        return text == null ? "-" : text;
    }
}
