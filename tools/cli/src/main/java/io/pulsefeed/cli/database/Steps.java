package io.pulsefeed.cli.database;

import io.pulsefeed.cli.output.ProgressBar;

/** Counts the objects and tables that {@code apply} has handled. */
final class Steps {

    private final ProgressBar progress;
    private final long total;
    private long started;

    Steps(ProgressBar progress, long total) {
        this.progress = progress;
        this.total = total;
    }

    /** Starts the next step. */
    void next() {
        progress.update(started, total);
        started++;
    }
}
