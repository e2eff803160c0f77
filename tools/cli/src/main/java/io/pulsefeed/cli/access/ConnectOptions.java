package io.pulsefeed.cli.access;

import io.pulsefeed.admin.ConnectRest;
import io.pulsefeed.cli.UserError;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
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
import picocli.CommandLine.Option;

/** The options of every command that asks the Connect worker. */
public final class ConnectOptions {

    @Option(
            names = "--connect-url",
            paramLabel = "URL",
            defaultValue = "http://localhost:8083",
            description = "REST interface of Kafka Connect (default: http://localhost:8083).")
    private String url;

    @Option(
            names = "--connect-config",
            paramLabel = "FILE",
            description =
                    "Properties for an https worker: the ssl.truststore.* and ssl.keystore.* keys of any Kafka client, PEM "
                            + "files as well.")
    private Path file;

    public String url() {
        return url;
    }

    public ConnectRest rest() {
        return new ConnectRest(url, file == null ? Optional.empty() : Optional.of(tls()));
    }

    /** Kafka's own reading of these keys, so that one file serves its clients and this command. */
    private SSLContext tls() {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            properties.load(in);
        } catch (IOException | IllegalArgumentException e) {
            throw new UserError("--connect-config " + file + " cannot be read as a properties file: " + e, e);
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
