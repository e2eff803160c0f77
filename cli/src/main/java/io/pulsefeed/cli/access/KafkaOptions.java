package io.pulsefeed.cli.access;

import io.pulsefeed.cli.UserError;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Option;

/** The options of every command that asks the brokers. */
public final class KafkaOptions {

    @Option(
            names = "--bootstrap-server",
            paramLabel = "HOST:PORT",
            defaultValue = "${env:KAFKA_SERVERS:-localhost:9092}",
            description = "Kafka (default: $KAFKA_SERVERS, else localhost:9092).")
    private String bootstrapServer;

    @Option(
            names = "--command-config",
            paramLabel = "FILE",
            description =
                    "Properties for Kafka's client, such as security.protocol and ssl.* or sasl.* of a secured cluster.")
    private Path commandConfig;

    public String bootstrapServer() {
        return bootstrapServer;
    }

    /** What every client of Kafka needs; callers add their own. */
    public Map<String, Object> client() {
        Map<String, Object> settings = new HashMap<>();
        if (commandConfig != null) {
            Properties file = new Properties();
            try (Reader in = Files.newBufferedReader(commandConfig)) {
                file.load(in);
            } catch (IOException | IllegalArgumentException e) {
                throw new UserError(
                        "--command-config " + commandConfig + " cannot be read as a properties file: " + e, e);
            }
            file.forEach((key, value) -> settings.put((String) key, value));
        }
        settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServer);
        return settings;
    }

    /** A connection that goes on trying until each call's own limit. */
    public Admin admin() {
        try {
            return Admin.create(client());
        } catch (KafkaException e) {
            throw new UserError(
                    "no client for Kafka at " + bootstrapServer + " can be made: "
                            + innermost(e).getMessage(),
                    e);
        }
    }

    /** A failure of a call as a sentence for the user; where nothing answered, it says which listener is the right one. */
    public UserError explained(KafkaException failure) {
        Throwable cause = innermost(failure);
        boolean silent = false;
        for (Throwable t = failure; t != null; t = t.getCause()) {
            silent |= t instanceof org.apache.kafka.common.errors.TimeoutException;
        }
        if (silent) {
            return new UserError(new BrokerProbe(bootstrapServer).advice(), failure);
        }
        return new UserError(
                failure == cause ? "Kafka at " + bootstrapServer + ": " + cause.getMessage() : failure.getMessage(),
                failure);
    }

    private static Throwable innermost(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && cause.getCause().getMessage() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
