package io.pulsefeed.cli.mapping;

import java.time.Duration;

/** How much of a topic is read at most. */
record SampleLimits(int records, long bytes, Duration time) {}
