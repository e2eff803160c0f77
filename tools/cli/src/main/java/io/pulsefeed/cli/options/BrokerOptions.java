package io.pulsefeed.cli.options;

import io.pulsefeed.admin.BrokerException;
import io.pulsefeed.admin.IoErrors;
import io.pulsefeed.admin.KafkaAdmin;
import io.pulsefeed.cli.UserError;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Connection to the brokers. */
public final class BrokerOptions {

    /** A broker that was started a moment ago accepts connections after less. */
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(15);

    @Option(
            names = "--bootstrap-server",
            paramLabel = "HOST:PORT",
            defaultValue = "localhost:9092",
            description = "Kafka broker (default: $KAFKA_SERVERS, else localhost:9092).")
    private String bootstrapServer = "";

    @Option(
            names = "--command-config",
            paramLabel = "FILE",
            description =
                    "Properties file for Kafka's client, with security.protocol, ssl.* or sasl.* of a secured cluster.")
    private @Nullable Path commandConfig;

    public String bootstrapServer() {
        return bootstrapServer;
    }

    /** Configuration of any Kafka client for these brokers. */
    public Map<String, Object> clientConfig() {
        Map<String, Object> config = new HashMap<>();
        if (commandConfig != null) {
            Properties file = new Properties();
            try (Reader in = Files.newBufferedReader(commandConfig)) {
                file.load(in);
            } catch (IOException | IllegalArgumentException e) {
                throw new UserError(
                        "--command-config " + commandConfig + " cannot be read as a properties file: "
                                + IoErrors.describe(e),
                        e);
            }
            file.forEach((key, value) -> config.put((String) key, value));
        }
        config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServer);
        return config;
    }

    /**
     * Runs {@code work} with an admin client, which is closed afterwards. A broker that does not accept connections is waited for, up to
     * 15 s.
     *
     * @param limit time for all calls together
     * @throws UserError as {@link #explaining}
     */
    public <T> T withAdmin(Duration limit, Function<KafkaAdmin, T> work) {
        return withAdmin(limit.compareTo(CONNECT_LIMIT) < 0 ? limit : CONNECT_LIMIT, limit, work);
    }

    /**
     * @param connectLimit time to wait for a broker that does not accept connections; zero reports it at once
     * @see #withAdmin(Duration, Function)
     */
    public <T> T withAdmin(Duration connectLimit, Duration limit, Function<KafkaAdmin, T> work) {
        BrokerProbe probe = new BrokerProbe(bootstrapServer);
        Optional<String> refusal = probe.refusal();
        if (refusal.isPresent()) {
            if (connectLimit.toSeconds() > 0) {
                System.err.println(
                        "pulsefeed: " + refusal.get() + ". Waiting up to " + connectLimit.toSeconds() + " s.");
            }
            if (!probe.awaitAcceptance(connectLimit)) {
                throw new UserError(probe.advice());
            }
        }
        return explaining(() -> {
            try (KafkaAdmin admin = KafkaAdmin.create(clientConfig(), limit)) {
                return work.apply(admin);
            }
        });
    }

    /**
     * Runs calls of any Kafka client.
     *
     * @throws UserError if one fails; if no broker answers, the message has the likely cause and the listener to use
     */
    public <T> T explaining(Supplier<T> work) {
        try {
            return work.get();
        } catch (BrokerException e) {
            throw explained(e);
        } catch (KafkaException e) {
            throw explained(BrokerException.of(e));
        }
    }

    private UserError explained(BrokerException failure) {
        return failure.isUnreachable()
                ? new UserError(new BrokerProbe(bootstrapServer).advice(), failure)
                : new UserError("Kafka at " + bootstrapServer + ": " + failure.getMessage(), failure);
    }
}
