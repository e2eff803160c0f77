package io.pulsefeed.deployment.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pulsefeed.admin.ConnectRest;
import io.pulsefeed.cli.Main;
import io.pulsefeed.deployment.compose.ComposeModel;
import io.pulsefeed.deployment.process.Command;
import io.pulsefeed.deployment.process.PropertiesFile;
import io.pulsefeed.deployment.process.ShippedPlugins;
import io.pulsefeed.deployment.process.SimulatedSources;
import io.pulsefeed.testing.Checkout;
import io.pulsefeed.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;

/** docker-compose.secure.yml without Docker: secrets, broker, setup jobs, worker, and simulated sources. */
final class SecureStack implements AutoCloseable {

    /** The compose file merged with the secure overlay, as Compose starts the containers. */
    static final ComposeModel FILES = ComposeModel.of("docker-compose.secure.yml");

    static final Duration LIMIT = Duration.ofSeconds(120);
    static final List<String> CONNECTORS =
            List.of("kraken-source", "article-source", "emotibit-source", "timescale-cryptoviz", "timescale-emotibit");

    /** Not needed by this server, which trusts its superuser; tests check that it is not logged or returned. */
    static final String DATABASE_PASSWORD = "database-password-6b1f0e";

    private static final long SEED = 5;

    private final SecureHome home;
    private final List<AutoCloseable> parts = new ArrayList<>();
    private String jdbcUrl;

    private SecureStack(SecureHome home) {
        this.home = home;
    }

    static SecureStack start(Path folder) throws Exception {
        SecureStack stack = new SecureStack(SecureHome.in(folder));
        try {
            stack.launch();
            return stack;
        } catch (Exception | AssertionError e) {
            stack.close();
            throw e;
        }
    }

    private void launch() throws Exception {
        System.setProperty("pulsefeed.root", Checkout.ROOT.toString());
        makeSecrets();
        closeLater(SecureBroker.start(home));
        jdbcUrl = closeLater(TestDatabase.startPlainPostgres()).url();
        ShippedPlugins.unpack(home.folder().resolve("plugins"));
        setUpJob("kafka-setup");
        SimulatedSources sources =
                closeLater(SimulatedSources.start(home.folder(), new SimulatedSources.Size(1, 3, 1), SEED));
        Map<String, String> environment = new HashMap<>(sources.environment());
        environment.put("PULSEFEED_JDBC_URL", jdbcUrl);
        environment.put("PULSEFEED_DB_USER", "postgres");
        environment.put("PULSEFEED_DB_PASSWORD", DATABASE_PASSWORD);
        closeLater(SecureWorker.start(home, environment));
        writeConnectorFiles(sources);
        setUpJob("connect-setup");
    }

    private <T extends AutoCloseable> T closeLater(T part) {
        parts.add(part);
        return part;
    }

    void makeSecrets() {
        Command.of(
                        "/bin/sh",
                        Checkout.path("security/make-secrets").toString(),
                        "--dir",
                        home.secrets().toString())
                .withOnly(Map.of())
                .succeed(home.log("make-secrets.log"));
    }

    /** Writes the files that the setup job reads: shipped connectors with the keys that simulators need, and the shipped overlay. */
    private void writeConnectorFiles(SimulatedSources sources) throws IOException {
        Files.createDirectories(home.folder().resolve("overlay"));
        Files.createDirectories(home.folder().resolve("connectors"));
        for (String name : CONNECTORS) {
            ObjectMapper json = new ObjectMapper();
            ObjectNode file = (ObjectNode) json.readTree(Checkout.text("connect-config/connectors/" + name + ".json"));
            ObjectNode config = (ObjectNode) file.get("config");
            sources.overrides(name).forEach(config::put);
            if (name.equals("kraken-source")) {
                // Alerts at nearly every trade: the shipped threshold may not be reached within a test.
                config.put("alert.mode", "previous").put("alert.threshold.percent", "0.0001");
            }
            Files.writeString(home.folder().resolve("connectors/" + name + ".json"), file.toString());
            Files.writeString(
                    home.folder().resolve("overlay/" + name + ".json"),
                    home.localize(Checkout.text("connect-config/secure/" + name + ".json"), "connect"));
        }
    }

    /** Runs the commands of a setup job of the overlay in order, as its shell does. */
    private void setUpJob(String service) {
        String line = home.localize(FILES.service(service).list("command").get(2), "admin")
                .replace("$CONNECTORS", String.join(" ", CONNECTORS));
        for (String command : line.split("&&")) {
            List<String> words = new ArrayList<>(Arrays.asList(command.strip().split("\\s+")));
            words.remove("exec");
            assertThat(words.remove(0)).isEqualTo("/opt/pulsefeed/bin/pulsefeed");
            if (words.get(0).equals("connectors")) {
                words.addAll(
                        List.of("--dir", home.folder().resolve("connectors").toString()));
            }
            pulsefeed(words.toArray(String[]::new));
        }
    }

    static void pulsefeed(String... words) {
        assertThat(Main.commandLine(new Main()).execute(words))
                .as("pulsefeed %s", String.join(" ", words))
                .isZero();
    }

    /** Creates missing ACLs and deletes superfluous ones, as the setup job does. */
    void applyAcls() {
        pulsefeed(
                "acls",
                "apply",
                "--bootstrap-server",
                bootstrapServers(),
                "--command-config",
                adminFile().toString());
    }

    Path adminFile() {
        return home.secrets().resolve("admin/kafka.properties");
    }

    String bootstrapServers() {
        return "localhost:" + home.clientPort();
    }

    String jdbcUrl() {
        return jdbcUrl;
    }

    SecureHome home() {
        return home;
    }

    /** Client configuration that authenticates as {@code principal} with the generated password. */
    Map<String, Object> client(String principal) throws IOException {
        return client(principal, Files.readString(home.secrets().resolve("broker/users/" + principal)));
    }

    Map<String, Object> client(String principal, String password) {
        Map<String, Object> settings = new HashMap<>(encrypted());
        settings.put("security.protocol", "SASL_SSL");
        settings.put("sasl.mechanism", "SCRAM-SHA-512");
        settings.put(
                "sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + principal
                        + "\" password=\"" + password + "\";");
        return settings;
    }

    /** Client configuration with TLS but without authentication. */
    Map<String, Object> encrypted() {
        return Map.of(
                "bootstrap.servers",
                bootstrapServers(),
                "security.protocol",
                "SSL",
                "ssl.truststore.type",
                "PEM",
                "ssl.truststore.location",
                home.secrets().resolve("admin/ca.crt").toString(),
                "default.api.timeout.ms",
                5_000,
                "request.timeout.ms",
                4_000);
    }

    ConnectRest connect() throws IOException {
        return new ConnectRest(home.restUrl(), Optional.of(operator(true)));
    }

    /** TLS context of the operator's file: its trust store, with or without the client certificate. */
    SSLContext operator(boolean withCertificate) throws IOException {
        Properties file = PropertiesFile.read(home.secrets().resolve("admin/connect.properties"));
        if (!withCertificate) {
            file.keySet().removeIf(key -> key.toString().startsWith("ssl.keystore"));
        }
        ConfigDef keys = new ConfigDef();
        SslConfigs.addClientSslSupport(keys);
        try (DefaultSslEngineFactory factory = new DefaultSslEngineFactory()) {
            factory.configure(new AbstractConfig(keys, file, false).values());
            return factory.sslContext();
        }
    }

    @Override
    public void close() throws Exception {
        for (int i = parts.size() - 1; i >= 0; i--) {
            parts.get(i).close();
        }
    }
}
