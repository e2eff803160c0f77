package io.pulsefeed.timescale.write;

import io.pulsefeed.commons.time.MonotonicClock;
import io.pulsefeed.timescale.metrics.SinkMetrics;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The topics that are paused while the others of the task continue. The writer thread changes them; the task thread reads them.
 *
 * <pre>
 * state    event                                              next
 * active   a table of the topic cannot be written             paused, retry after 1 s to 5 min
 * active   circuit breaker opened                             paused until the task restarts
 * paused   session opened, table is correct, retry is due     active
 * paused   session opened, table still cannot be written      paused, next retry later
 * </pre>
 */
final class PausedTopics {

    private static final Logger LOG = LoggerFactory.getLogger(PausedTopics.class);
    private static final long FIRST_RETRY_NS = Duration.ofSeconds(1).toNanos();
    private static final long LAST_RETRY_NS = Duration.ofMinutes(5).toNanos();
    private static final long NEVER = Long.MAX_VALUE;

    private final SinkMetrics metrics;
    private final MonotonicClock clock;
    /** Number of pauses of a topic since it was last written. */
    private final Map<String, Integer> attempts = new HashMap<>();

    private final Set<String> measured = new HashSet<>();
    /** Topics that {@link #log} has not reported yet. */
    private final Set<String> unlogged = new TreeSet<>();

    private volatile Map<String, Pause> paused = Map.of();

    /** @param retryMonoNs {@link #NEVER} if the circuit breaker paused the topic */
    private record Pause(String message, long retryMonoNs) {

        boolean isDue(long nowMonoNs) {
            return retryMonoNs != NEVER && retryMonoNs - nowMonoNs <= 0;
        }
    }

    PausedTopics(SinkMetrics metrics, MonotonicClock clock) {
        this.metrics = metrics;
        this.clock = clock;
        metrics.registerTopicsPaused(() -> paused.size());
    }

    boolean contains(String topic) {
        Map<String, Pause> current = paused;
        return !current.isEmpty() && current.containsKey(topic);
    }

    /** @param failures the topics with a table that cannot be written, with the reason */
    void onSessionOpened(Map<String, String> failures) {
        Map<String, Pause> next = new HashMap<>(paused);
        long nowMonoNs = clock.nowNs();
        next.entrySet().removeIf(entry -> {
            boolean resumed = entry.getValue().isDue(nowMonoNs) && !failures.containsKey(entry.getKey());
            if (resumed) {
                LOG.info("Resuming topic {}", entry.getKey());
            }
            return resumed;
        });
        failures.forEach((topic, message) -> {
            Pause before = next.get(topic);
            if (before == null || before.isDue(nowMonoNs)) {
                next.put(topic, tablePause(topic, message, before));
            }
        });
        paused = Map.copyOf(next);
    }

    /** Pauses the topics of a table that cannot be written. */
    void pauseForTable(Collection<String> topics, String message) {
        Map<String, Pause> next = new HashMap<>(paused);
        topics.forEach(topic -> next.put(topic, tablePause(topic, message, next.get(topic))));
        paused = Map.copyOf(next);
    }

    private Pause tablePause(String topic, String message, Pause before) {
        int attempt = attempts.merge(topic, 1, Integer::sum);
        long delayNs = Math.min(LAST_RETRY_NS, FIRST_RETRY_NS << Math.min(attempt - 1, 10));
        if (before == null && attempt == 1
                || before != null && !before.message().equals(message)) {
            unlogged.add(topic);
        }
        return new Pause(message, clock.nowNs() + delayNs);
    }

    /** Logs the topics that were paused since the last call. */
    void log() {
        for (String topic : unlogged) {
            LOG.error(
                    "Pausing topic {}; other topics continue, and the sink tries again at least every {} min: {}",
                    topic,
                    Duration.ofNanos(LAST_RETRY_NS).toMinutes(),
                    paused.get(topic).message());
        }
        unlogged.clear();
    }

    /** Pauses a topic until the task restarts. */
    void pauseForBadRecords(String topic, String message) {
        Map<String, Pause> next = new HashMap<>(paused);
        next.put(topic, new Pause(message, NEVER));
        paused = Map.copyOf(next);
        LOG.error("Pausing topic {} until the task restarts; other topics continue: {}", topic, message);
    }

    /** Registers the metrics of topics. */
    void measure(Collection<String> topics) {
        for (String topic : topics) {
            if (measured.add(topic)) {
                metrics.registerTopicPaused(topic, () -> contains(topic) ? 1 : 0);
            }
        }
    }

    /**
     * Resets the retry interval of the topics of tables that were written.
     *
     * @param topicsOf the topics of a table; only called after a topic was paused
     */
    void onWritten(Collection<String> tables, Function<String, Set<String>> topicsOf) {
        if (!attempts.isEmpty()) {
            tables.forEach(table -> attempts.keySet().removeAll(topicsOf.apply(table)));
        }
    }

    boolean isRetryDue() {
        long nowMonoNs = clock.nowNs();
        return paused.values().stream().anyMatch(pause -> pause.isDue(nowMonoNs));
    }

    /** When {@link #isRetryDue} becomes true; {@link Long#MAX_VALUE} for never. */
    long nextRetryMonoNs() {
        return paused.values().stream().mapToLong(Pause::retryMonoNs).min().orElse(NEVER);
    }

    /** Why none of the topics can be written; empty if one of them can, or was paused by the circuit breaker. */
    Optional<String> failureOfAll(Set<String> topics) {
        Map<String, Pause> current = paused;
        boolean all = !topics.isEmpty()
                && topics.stream()
                        .allMatch(topic ->
                                current.containsKey(topic) && current.get(topic).retryMonoNs() != NEVER);
        return all
                ? topics.stream().sorted().findFirst().map(topic -> current.get(topic)
                        .message())
                : Optional.empty();
    }
}
