package io.pulsefeed.admin.state;

/**
 * Reads one part of the state. Called by one thread at a time; keeps its connections between calls.
 *
 * @param <T> the part
 */
interface Collector<T> extends AutoCloseable {

    T collect() throws Exception;

    @Override
    default void close() {}
}
