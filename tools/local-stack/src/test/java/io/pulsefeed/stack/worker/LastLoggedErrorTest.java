package io.pulsefeed.stack.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LastLoggedErrorTest {

    @Test
    void returnsTheInnermostCause() {
        assertThat(LastLoggedError.in(List.of(
                        "2026-11-21 ERROR Failed to start Connect (ConnectDistributed)",
                        "org.apache.kafka.connect.errors.ConnectException: Unable to initialize REST server",
                        "\tat org.apache.kafka.connect.runtime.rest.RestServer.initializeServer(RestServer.java:212)",
                        "Caused by: java.io.IOException: Failed to bind to 127.0.0.1:8083",
                        "\tat org.eclipse.jetty.server.ServerConnector.openAcceptChannel(ServerConnector.java:349)",
                        "2026-11-21 INFO Kafka Connect stopped (Connect)")))
                .isEqualTo("IOException: Failed to bind to 127.0.0.1:8083.");
    }

    @Test
    void returnsTheErrorItselfIfItHasNoCause() {
        assertThat(LastLoggedError.in(List.of(
                        "2026-11-21 ERROR boom",
                        "org.apache.kafka.common.config.ConfigException: Topic 'x' is not compacted.")))
                .isEqualTo("ConfigException: Topic 'x' is not compacted.");
    }

    @Test
    void returnsNothingForALogWithoutErrors() {
        assertThat(LastLoggedError.in(List.of("2026-11-21 INFO Kafka Connect started")))
                .isEmpty();
    }
}
