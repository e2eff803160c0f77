package io.pulsefeed.cli.doctor;

import io.pulsefeed.cli.UserError;
import io.pulsefeed.cli.access.Database;
import io.pulsefeed.cli.options.DatabaseOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Whether the clock of this machine is synchronized, and agrees with that of the database. Event times and alerts depend on it. */
final class ClockCheck implements Check {

    private static final String CHECK = "clock";
    private static final long MAX_DIFFERENCE_MS = 1_000;
    private static final String ADVICE =
            "Synchronize the clocks of all machines, for example with chrony or systemd-timesyncd: times of events, lag and alerts are "
                    + "wrong by the difference";

    private final DatabaseOptions options;

    ClockCheck(DatabaseOptions options) {
        this.options = options;
    }

    @Override
    public List<Finding> run() {
        List<Finding> findings = new ArrayList<>();
        synchronization(ExternalProgram.output("timedatectl", "show", "-p", "NTPSynchronized", "--value"))
                .ifPresent(findings::add);
        try (Database database = options.connect()) {
            long before = System.currentTimeMillis();
            long server = database.count("SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint");
            findings.add(difference(before, server, System.currentTimeMillis()));
        } catch (UserError e) {
            // DatabaseCheck reports it.
        }
        return findings;
    }

    /** @param answer of timedatectl; empty where it is missing, for example in a container */
    static Optional<Finding> synchronization(Optional<String> answer) {
        return answer.filter(text -> text.equals("no"))
                .map(text -> Finding.warn(CHECK, "the clock of this machine is not synchronized", ADVICE));
    }

    /** The clock of the server was read between the other two times, in milliseconds since 1970. */
    static Finding difference(long before, long server, long after) {
        long difference = server < before ? before - server : Math.max(0, server - after);
        return difference > MAX_DIFFERENCE_MS
                ? Finding.warn(
                        CHECK,
                        String.format(
                                Locale.ROOT,
                                "the clock of the database is %.1f s %s",
                                difference / 1000.0,
                                server < before ? "behind" : "ahead"),
                        ADVICE)
                : Finding.ok(CHECK, "agrees with the database");
    }
}
