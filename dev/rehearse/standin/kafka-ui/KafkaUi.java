import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.config.SslConfigs;

/**
 * Stand-in for kafbat/kafka-ui: it has no page, but it reads the same variables and connects to the broker and Connect with them, which
 * reveals a wrong address or password in the compose file.
 *
 * <p>{@code /actuator/health} answers like the real one, independent of the cluster's state; {@code /api/clusters} reports what was reached.
 */
public final class KafkaUi {

    private static final String PREFIX = "KAFKA_CLUSTERS_0_";
    private static final String PROPERTIES = PREFIX + "PROPERTIES_";
    private static final String CONFIG_TREE = "configtree:";
    private static final Duration ANSWER = Duration.ofSeconds(5);

    private final Map<String, String> environment;
    private final HttpClient http;

    private KafkaUi(Map<String, String> environment) throws IOException, GeneralSecurityException {
        this.environment = environment;
        HttpClient.Builder client = HttpClient.newBuilder().connectTimeout(ANSWER);
        if (environment.containsKey(PREFIX + "SSL_TRUSTSTORELOCATION")) {
            client.sslContext(tls());
        }
        http = client.build();
    }

    /** Serves port {@code SERVER_PORT}, 8080 if it is not set. Exits with 1 if no cluster is configured. */
    public static void main(String[] args) throws IOException, GeneralSecurityException {
        KafkaUi ui = new KafkaUi(resolved(System.getenv()));
        if (ui.bootstrapServers().isEmpty()) {
            System.err.println(PREFIX + "BOOTSTRAPSERVERS is not set: there is no cluster to show");
            System.exit(1);
        }
        int port = Integer.parseInt(System.getenv().getOrDefault("SERVER_PORT", "8080"));
        HttpServer server = HttpServer.create(new InetSocketAddress(port), 0);
        server.createContext("/actuator/health", exchange -> respond(exchange, "{\"status\":\"UP\"}"));
        server.createContext("/api/clusters", exchange -> respond(exchange, ui.clusters()));
        server.createContext("/", exchange -> respond(exchange, "{\"note\":\"a stand-in: see /api/clusters\"}"));
        server.setExecutor(Executors.newFixedThreadPool(2));
        server.start();
        System.out.println("Listening on HTTP " + server.getAddress());
    }

    /** Like Spring: each file in a {@code configtree:} directory is a property, and {@code ${name}} is replaced by its content. */
    private static Map<String, String> resolved(Map<String, String> environment) throws IOException {
        Map<String, String> resolved = new HashMap<>(environment);
        String tree = environment.getOrDefault("SPRING_CONFIG_IMPORT", "");
        if (tree.startsWith(CONFIG_TREE)) {
            try (Stream<Path> files = Files.list(Path.of(tree.substring(CONFIG_TREE.length())))) {
                for (Path file : files.toList()) {
                    String name = "${" + file.getFileName() + "}";
                    for (Map.Entry<String, String> each : resolved.entrySet()) {
                        if (each.getValue().contains(name)) {
                            each.setValue(each.getValue().replace(name, Files.readString(file)));
                        }
                    }
                }
            }
        }
        return resolved;
    }

    private SSLContext tls() throws IOException, GeneralSecurityException {
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(store("SSL_TRUSTSTORE"));
        KeyManagerFactory own = null;
        if (environment.containsKey(PREFIX + "KAFKACONNECT_0_KEYSTORELOCATION")) {
            own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            own.init(store("KAFKACONNECT_0_KEYSTORE"), password("KAFKACONNECT_0_KEYSTORE"));
        }
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(own == null ? null : own.getKeyManagers(), trusted.getTrustManagers(), null);
        return tls;
    }

    private KeyStore store(String name) throws IOException, GeneralSecurityException {
        File file = new File(environment.get(PREFIX + name + "LOCATION"));
        return KeyStore.getInstance(file, password(name));
    }

    private char[] password(String name) {
        return environment.getOrDefault(PREFIX + name + "PASSWORD", "").toCharArray();
    }

    private String clusters() {
        return "[{\"name\":\"%s\",%s,\"connectors\":%s}]"
                .formatted(environment.getOrDefault(PREFIX + "NAME", "Default"), brokers(), connectors());
    }

    private String brokers() {
        Properties client = new Properties();
        client.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers());
        client.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, "4000");
        client.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, "5000");
        environment.forEach((name, value) -> {
            if (name.startsWith(PROPERTIES)) {
                client.put(name.substring(PROPERTIES.length()).toLowerCase(Locale.ROOT).replace('_', '.'), value);
            }
        });
        if (environment.containsKey(PREFIX + "SSL_TRUSTSTORELOCATION")) {
            client.put(SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG, environment.get(PREFIX + "SSL_TRUSTSTORELOCATION"));
            client.put(SslConfigs.SSL_TRUSTSTORE_PASSWORD_CONFIG, String.valueOf(password("SSL_TRUSTSTORE")));
        }
        try (Admin admin = Admin.create(client)) {
            int brokers = admin.describeCluster().nodes().get(6, TimeUnit.SECONDS).size();
            int topics = admin.listTopics().names().get(6, TimeUnit.SECONDS).size();
            return "\"status\":\"online\",\"brokerCount\":%d,\"topicCount\":%d".formatted(brokers, topics);
        } catch (ExecutionException | TimeoutException | InterruptedException | RuntimeException unreachable) {
            System.err.println("cannot ask the cluster: " + unreachable);
            return "\"status\":\"offline\",\"brokerCount\":0,\"topicCount\":0";
        }
    }

    private String bootstrapServers() {
        String servers = environment.get(PREFIX + "BOOTSTRAPSERVERS");
        return servers == null ? environment.getOrDefault(PREFIX + "BOOTSTRAP_SERVERS", "") : servers;
    }

    private String connectors() {
        String address = environment.get(PREFIX + "KAFKACONNECT_0_ADDRESS");
        if (address == null) {
            return "null";
        }
        try {
            HttpRequest ask =
                    HttpRequest.newBuilder(URI.create(address + "/connectors")).timeout(ANSWER).build();
            HttpResponse<String> answer = http.send(ask, HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200 ? answer.body() : "null";
        } catch (IOException | InterruptedException | IllegalArgumentException unreachable) {
            System.err.println("cannot ask Connect at " + address + ": " + unreachable);
            return "null";
        }
    }

    private static void respond(HttpExchange exchange, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        try (exchange) {
            exchange.getResponseBody().write(body);
        }
    }
}
