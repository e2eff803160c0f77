package io.pulsefeed.cli.audit;

/** The records of one topic of a sink in the window, by outcome. */
record StreamSummary(
        String sink,
        String topic,
        long consumed,
        long written,
        long ignored,
        long deadLettered,
        long withoutRecord,
        long replayed) {}
