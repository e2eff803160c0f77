package io.pulsefeed.admin.state;

import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The result of one collector: a value, or the reason why there is none.
 *
 * @param value null if the collector failed
 * @param failure one sentence for the user; empty if there is a value
 * @param tookMs time that the collector took, or has taken so far
 */
public record Reading<T>(@Nullable T value, String failure, long tookMs) {

    static <T> Reading<T> of(T value, long tookMs) {
        return new Reading<>(value, "", tookMs);
    }

    static <T> Reading<T> failed(String reason, long tookMs) {
        return new Reading<>(null, reason, tookMs);
    }

    public boolean isPresent() {
        return value != null;
    }

    public Optional<T> get() {
        return Optional.ofNullable(value);
    }

    /** What {@code part} reads from the value; {@code fallback} if there is no value. */
    public <R> R map(Function<T, R> part, R fallback) {
        return value == null ? fallback : part.apply(value);
    }
}
