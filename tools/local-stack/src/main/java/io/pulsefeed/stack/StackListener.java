package io.pulsefeed.stack;

import java.time.Duration;

/** Told what the stack's process does; called from the thread that reads its output. */
@FunctionalInterface
public interface StackListener {

    /** {@code database}, {@code broker} or {@code worker} is up and took this long; the database starts beside the others. */
    void phase(String name, Duration took);

    /** The stack stopped by itself after it had been ready, for the reason in {@code sentence}. */
    default void failed(String sentence) {}
}
