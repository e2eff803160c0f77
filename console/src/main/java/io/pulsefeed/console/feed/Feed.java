package io.pulsefeed.console.feed;

import java.time.Duration;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A running source of records. */
public interface Feed extends AutoCloseable {

    /** Starts a feed. */
    @FunctionalInterface
    interface Factory {

        /**
         * @param records called for each record, on one thread
         * @param afterBatch called on the same thread at least every 100 ms
         */
        Feed start(Consumer<ConsumerRecord<String, byte[]>> records, Runnable afterBatch);
    }

    /** Whether the records of before the start are read. */
    boolean isCaughtUp();

    /** Waits until {@link #isCaughtUp}. */
    boolean awaitCaughtUp(Duration limit) throws InterruptedException;

    @Override
    void close();
}
