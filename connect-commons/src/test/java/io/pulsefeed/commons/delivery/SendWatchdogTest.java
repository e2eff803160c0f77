package io.pulsefeed.commons.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.commons.metrics.TaskMetrics;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

class SendWatchdogTest {

    private final List<String> lines = new ArrayList<>();
    private final Logger log = (Logger) Proxy.newProxyInstance(
            Logger.class.getClassLoader(), new Class<?>[] {Logger.class}, (proxy, method, arguments) -> {
                lines.add((String) arguments[0]);
                return null;
            });
    private final List<SourceRecord> returned = new ArrayList<>();
    private long nowNs = Long.MAX_VALUE - 1000;
    private final SendWatchdog watchdog = new SendWatchdog(log, () -> nowNs);

    @AfterEach
    void close() {
        watchdog.close();
    }

    private static List<SourceRecord> records(String... topics) {
        return Stream.of(topics)
                .map(topic -> new SourceRecord(Map.of(), Map.of(), topic, null, null))
                .toList();
    }

    private void poll(String... topics) {
        watchdog.onPoll();
        returned.addAll(records(topics));
        watchdog.onReturn(
                topics.length == 0
                        ? null
                        : List.copyOf(returned.subList(returned.size() - topics.length, returned.size())));
    }

    /** The worker acknowledges the record with this number, of all that were returned. */
    private void sent(int... numbers) {
        for (int number : numbers) {
            watchdog.onSent(returned.get(number));
        }
    }

    private void after(int seconds) {
        nowNs += Duration.ofSeconds(seconds).toNanos();
        watchdog.check();
    }

    @Test
    void namesTheTopicThatTheWorkerIsBlockedAt() {
        poll("rawtrade", "rawalert", "rawtrade", "rawticker");
        sent(0);
        after(29);
        assertThat(lines).isEmpty();
        after(1);
        assertThat(lines).hasSize(1);
        assertThat(lines.get(0))
                .contains("for 30 s")
                .contains("3 records for rawalert, rawtrade, rawticker.")
                .contains("Topic rawalert does not exist (pulsefeed topics apply creates it), or its broker is"
                        + " unreachable");
    }

    @Test
    void warnsOncePerMinuteUntilTheWorkerPollsAgain() {
        poll("rawtrade");
        after(30);
        after(30);
        assertThat(lines).hasSize(1);
        after(30);
        assertThat(lines).hasSize(2);
        sent(0);
        poll("rawtrade");
        after(29);
        sent(1);
        after(300);
        assertThat(lines).hasSize(2);
    }

    /** A paused worker does not call poll() either. */
    @Test
    void isSilentWhileTheWorkerHasSentEverything() {
        poll("rawtrade", "rawtrade");
        poll("rawtrade", "rawtrade");
        sent(0, 3, 1, 2);
        after(3600);
        poll();
        after(3600);
        assertThat(lines).isEmpty();
    }

    @Test
    void countsRecordsOfEarlierBatchesSeparately() {
        poll("rawtrade", "rawtrade");
        poll("rawnews", "rawalert");
        sent(0, 1, 2);
        after(30);
        assertThat(lines.get(0)).contains("1 records for rawalert.");
    }

    /** Of equal records in one transaction, the worker acknowledges one. */
    @Test
    void isSilentAfterTheLastRecordEvenIfEqualRecordsAreAcknowledgedOnce() {
        poll("rawticker", "rawticker", "rawticker");
        sent(0, 2);
        after(3600);
        assertThat(lines).isEmpty();
    }

    @Test
    void metersTheAge() {
        List<DoubleSupplier> gauges = new ArrayList<>();
        TaskMetrics registry = (name, description, tags, value) -> gauges.add(value);
        watchdog.start(registry);
        DoubleSupplier age = gauges.get(0);
        assertThat(age.getAsDouble()).isZero();
        poll("rawtrade");
        nowNs += Duration.ofSeconds(40).toNanos();
        assertThat(age.getAsDouble()).isEqualTo(40_000);
        sent(0);
        assertThat(age.getAsDouble()).isZero();
    }
}
