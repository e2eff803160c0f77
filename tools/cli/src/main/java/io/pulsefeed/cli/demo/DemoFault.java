package io.pulsefeed.cli.demo;

import java.time.Duration;

/**
 * A fault that the live page injects.
 *
 * @param effect one sentence for the button
 * @param lasts from {@code begin} to {@code end}
 * @param happened one sentence for the log, in the past tense
 */
record DemoFault(
        String id, String label, String effect, Duration lasts, String happened, Runnable begin, Runnable end) {}
