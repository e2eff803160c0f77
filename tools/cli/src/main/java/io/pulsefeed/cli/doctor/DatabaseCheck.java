package io.pulsefeed.cli.doctor;

import io.pulsefeed.admin.state.DatabaseSpace;
import io.pulsefeed.admin.state.StateException;
import io.pulsefeed.admin.state.TableUsages;
import io.pulsefeed.cli.UserError;
import io.pulsefeed.cli.access.Database;
import io.pulsefeed.cli.options.DatabaseOptions;
import io.pulsefeed.cli.output.ByteSizes;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The database, and the size of its tables on disk. */
final class DatabaseCheck implements Check {

    private static final String CHECK = "database";

    private final DatabaseOptions options;

    DatabaseCheck(DatabaseOptions options) {
        this.options = options;
    }

    @Override
    public List<Finding> run() {
        try (Database database = options.connect()) {
            Map<String, Long> sizes = TableUsages.sizes(options.requiredLogin());
            Optional<String> full = DatabaseSpace.error(options.requiredLogin());
            if (full.isPresent()) {
                return List.of(Finding.fail(
                        CHECK,
                        database.url() + ": " + full.get(),
                        "Free some space on its disk; the sinks then continue by themselves"));
            }
            Finding version = Finding.ok(CHECK, database.serverVersion() + " responds at " + database.url());
            return sizes.isEmpty()
                    ? List.of(
                            version,
                            Finding.warn("table disk", "no tables yet", "The sinks create them when they start"))
                    : List.of(version, Finding.ok("table disk", ByteSizes.list(sizes)));
        } catch (UserError | StateException e) {
            return List.of(
                    Finding.fail(
                            CHECK,
                            e.getMessage(),
                            "Check whether it is running with docker compose ps timescaledb, or specify another with --jdbc-url"));
        }
    }
}
