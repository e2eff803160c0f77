package io.pulsefeed.admin.state;

import com.fasterxml.jackson.databind.JsonNode;
import io.pulsefeed.admin.SinkSettings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The sinks of the worker at its last response. They remain known while it does not respond. */
final class Sinks {

    private static final long FIRST_RESPONSE_LIMIT_MS = 2_000;

    private final CountDownLatch asked = new CountDownLatch(1);
    private volatile @Nullable List<SinkSettings> known;

    /** @param overview connectors by name, each with {@code info} */
    void onResponse(JsonNode overview) {
        List<SinkSettings> sinks = new ArrayList<>();
        overview.properties().forEach(connector -> {
            JsonNode info = connector.getValue().path("info");
            if (info.path("type").asText().equals("sink")) {
                sinks.add(new SinkSettings(connector.getKey(), info.path("config")));
            }
        });
        sinks.sort(Comparator.comparing(SinkSettings::name));
        known = List.copyOf(sinks);
        asked.countDown();
    }

    void onFailure() {
        asked.countDown();
    }

    /** Empty if the worker has not responded yet; waits up to two seconds for its first response. */
    Optional<List<SinkSettings>> lastKnown() throws InterruptedException {
        asked.await(FIRST_RESPONSE_LIMIT_MS, TimeUnit.MILLISECONDS);
        return Optional.ofNullable(known);
    }

    List<SinkSettings> required() throws InterruptedException {
        return lastKnown()
                .orElseThrow(
                        () -> new StateException("The sinks are not known, because Kafka Connect does not respond."));
    }
}
