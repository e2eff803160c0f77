package io.pulsefeed.admin.state;

import io.pulsefeed.admin.ConnectRest;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Where the state is read from.
 *
 * @param clientConfig configuration of Kafka clients, at least {@code bootstrap.servers}
 * @param database empty if there is no password; tables and events are then not collected
 * @param metrics URL of the worker's metrics in Prometheus' text format; without it, open gaps are not collected
 * @param limit deadline of each collector
 */
public record StateSources(
        ConnectRest worker,
        Map<String, Object> clientConfig,
        Optional<DatabaseLogin> database,
        Optional<URI> metrics,
        Duration limit) {

    public static final Duration DEFAULT_LIMIT = Duration.ofSeconds(10);
}
