package io.pulsefeed.admin;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;

/** Calls to the brokers that share one limit of time. */
public final class AdminCalls {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
    private static final Duration LAST_ROUND = Duration.ofSeconds(1);

    private final Duration limit;
    private final long deadline;

    public AdminCalls(Duration limit) {
        this.limit = limit;
        this.deadline = System.nanoTime() + limit.toNanos();
    }

    /**
     * The answer of a call.
     *
     * @throws KafkaException what the broker answered, or a {@link org.apache.kafka.common.errors.TimeoutException} at the limit
     */
    public <T> T await(KafkaFuture<T> call) {
        try {
            return call.get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e.getCause());
        } catch (TimeoutException e) {
            throw new org.apache.kafka.common.errors.TimeoutException(
                    "no answer from the brokers within " + limit.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted", e);
        }
    }

    /** True in the last second, in which another round would only end as a call without an answer. */
    public boolean isEnding() {
        return deadline - System.nanoTime() < LAST_ROUND.toNanos();
    }

    /** Lets a moment pass before the next look. */
    public void pause() {
        LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
}
