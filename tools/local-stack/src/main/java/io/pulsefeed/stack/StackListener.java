package io.pulsefeed.stack;

import java.time.Duration;

/** Receives the events of the stack's process, on the thread that reads its output. */
@FunctionalInterface
public interface StackListener {

    /** {@code database}, {@code broker} or {@code worker} has started. The database starts in parallel with the others. */
    void phase(String name, Duration took);

    /** The stack stopped unexpectedly after it had been ready. */
    default void failed(String reason) {}
}
