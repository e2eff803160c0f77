package io.pulsefeed.cli.access;

import io.pulsefeed.cli.UserError;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
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

    /**
     * Runs {@code work} with a connection that goes on trying until each call's own limit.
     *
     * @throws UserError if a call fails; where nothing answered, it says which listener is the right one
     */
    public <T> T withAdmin(Function<Admin, T> work) {
        Admin admin = open();
        try {
            return work.apply(admin);
        } catch (KafkaException e) {
            throw explained(e);
        } finally {
            // without a limit it would wait for the very calls that were given up
            admin.close(Duration.ZERO);
        }
    }

    private Admin open() {
        try {
            return Admin.create(client());
        } catch (KafkaException e) {
            if (innermost(e).getMessage().contains("bootstrap")) {
                throw new UserError(new BrokerProbe(bootstrapServer).advice(), e);
            }
            throw new UserError(
                    "no client for Kafka at " + bootstrapServer + " can be made: "
                            + innermost(e).getMessage(),
                    e);
        }
    }

    /** A failure of a call as a sentence for the user. */
    public UserError explained(KafkaException failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof TimeoutException) {
                return new UserError(new BrokerProbe(bootstrapServer).advice(), failure);
            }
        }
        return new UserError("Kafka at " + bootstrapServer + ": " + failure.getMessage(), failure);
    }

    private static Throwable innermost(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && cause.getCause().getMessage() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
