package io.pulsefeed.cli.backfill;

import io.pulsefeed.cli.options.ConnectOptions;
import io.pulsefeed.cli.options.DatabaseOptions;
import picocli.CommandLine.Mixin;

/** The worker that runs the temporary connector of a backfill, and the database of its sink. */
final class BackfillConnections {

    @Mixin
    private ConnectOptions connect = new ConnectOptions();

    @Mixin
    private DatabaseOptions database = new DatabaseOptions();

    ConnectOptions connect() {
        return connect;
    }

    DatabaseOptions database() {
        return database;
    }
}
