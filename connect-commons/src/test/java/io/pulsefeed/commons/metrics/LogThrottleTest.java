package io.pulsefeed.commons.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

class LogThrottleTest {

    private final List<String> lines = new ArrayList<>();
    private final Logger log = (Logger) Proxy.newProxyInstance(
            Logger.class.getClassLoader(), new Class<?>[] {Logger.class}, (proxy, method, arguments) -> {
                lines.add(method.getName() + " " + arguments[0]);
                return null;
            });
    private long nowNs = Long.MAX_VALUE - 1000;
    private final LogThrottle throttle = new LogThrottle(log, () -> nowNs);

    @Test
    void logsTheFirstOccurrenceAtOnceAndCountsTheOthers() {
        throttle.warn("timeout", "no answer");
        throttle.warn("timeout", "no answer");
        throttle.warn("timeout", 3, "no answer");
        assertThat(lines).containsExactly("warn no answer");

        nowNs += Duration.ofMinutes(1).toNanos();
        throttle.warn("timeout", "no answer");
        assertThat(lines).containsExactly("warn no answer", "warn no answer (4 more since the last such line)");
    }

    @Test
    void countsOccurrencesOfOneCall() {
        throttle.warn("rejected", 7, "rejected rows");

        assertThat(lines).containsExactly("warn rejected rows (6 more since the last such line)");
    }

    @Test
    void kindsAreIndependent() {
        throttle.warn("timeout", "no answer");
        throttle.warn("refused", "connection refused");

        assertThat(lines).containsExactly("warn no answer", "warn connection refused");
    }

    @Test
    void memoryForKindsIsBounded() {
        for (int i = 0; i < 5000; i++) {
            throttle.warn("kind " + i, "line");
        }

        assertThat(lines).hasSize(5000);
    }
}
