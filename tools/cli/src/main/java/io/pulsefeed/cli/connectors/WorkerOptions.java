package io.pulsefeed.cli.connectors;

import io.pulsefeed.admin.ConnectRest;
import io.pulsefeed.cli.Durations;
import io.pulsefeed.cli.access.ConnectOptions;
import java.time.Duration;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which worker, and how long to wait for it. */
final class WorkerOptions {

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "120s",
            converter = Durations.class,
            description = "How long to wait for the worker to answer, and then for connectors to run (default: 120s).")
    private Duration timeout;

    @Mixin
    private ConnectOptions connect;

    Duration timeout() {
        return timeout;
    }

    /** The worker, once it answers. */
    ConnectRest worker() {
        ConnectRest rest = connect.rest();
        rest.awaitWorker(timeout);
        return rest;
    }
}
