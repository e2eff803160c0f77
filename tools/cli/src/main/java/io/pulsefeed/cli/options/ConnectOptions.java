package io.pulsefeed.cli.options;

import io.pulsefeed.admin.AdminException;
import io.pulsefeed.admin.ConnectRest;
import io.pulsefeed.admin.IoErrors;
import io.pulsefeed.cli.UserError;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Connection to the Kafka Connect worker. */
public final class ConnectOptions {

    @Option(
            names = "--connect-url",
            paramLabel = "URL",
            defaultValue = "http://localhost:8083",
            description = "REST API of Kafka Connect (default: $PULSEFEED_CONNECT_URL, else http://localhost:8083).")
    private String url = "";

    @Option(
            names = "--connect-config",
            paramLabel = "FILE",
            description =
                    "Properties file for an https worker, with the ssl.truststore.* and ssl.keystore.* keys of a Kafka client. "
                            + "PEM files are supported.")
    private @Nullable Path file;

    public String url() {
        return url;
    }

    /** A client of the worker. It connects with the first call. */
    public ConnectRest rest() {
        return new ConnectRest(url, file == null ? Optional.empty() : Optional.of(tls(file)));
    }

    /** A client of the worker, after the worker has responded within {@code limit}. */
    public ConnectRest rest(Duration limit) {
        ConnectRest rest = rest();
        try {
            rest.awaitWorker(Duration.ZERO);
        } catch (AdminException e) {
            System.err.println("pulsefeed: " + e.getMessage() + " Waiting up to " + limit.toSeconds() + " s.");
            rest.awaitWorker(limit);
        }
        return rest;
    }

    /** Parses the keys with Kafka's own code, so that Kafka's clients and this command can share a file. */
    private static SSLContext tls(Path file) {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            properties.load(in);
        } catch (IOException | IllegalArgumentException e) {
            throw new UserError(
                    "--connect-config " + file + " cannot be read as a properties file: " + IoErrors.describe(e), e);
        }
        ConfigDef keys = new ConfigDef();
        SslConfigs.addClientSslSupport(keys);
        keys.define(
                CommonClientConfigs.SECURITY_PROTOCOL_CONFIG,
                ConfigDef.Type.STRING,
                "SSL",
                ConfigDef.Importance.LOW,
                "");
        try (DefaultSslEngineFactory factory = new DefaultSslEngineFactory()) {
            Map<String, ?> parsed = new AbstractConfig(keys, properties, false).values();
            factory.configure(parsed);
            return factory.sslContext();
        } catch (ConfigException e) {
            throw new UserError("--connect-config " + file + ": " + e.getMessage(), e);
        } catch (KafkaException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new UserError("--connect-config " + file + ": " + cause.getMessage(), e);
        }
    }
}
