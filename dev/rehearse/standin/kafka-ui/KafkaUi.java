import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/**
 * Stands in for kafbat/kafka-ui in a rehearsal: no page to look at, but it reads the same variables and really asks the broker and
 * Connect with them, so that an address or a password that is wrong in the compose file shows.
 *
 * <p>{@code /actuator/health} answers as the real one does, whatever the cluster does; {@code /api/clusters} says what was reached.
 */
public final class KafkaUi {

    private static final String PREFIX = "KAFKA_CLUSTERS_0_";
    private static final String PROPERTIES = PREFIX + "PROPERTIES_";
    private static final Duration ANSWER = Duration.ofSeconds(5);

    private final Map<String, String> environment;
    private final HttpClient http = HttpClient.newBuilder().connectTimeout(ANSWER).build();

    private KafkaUi(Map<String, String> environment) {
        this.environment = environment;
    }

    /** Serves port {@code SERVER_PORT}, 8080 if it is not set. Exits with 1 when no cluster is named. */
    public static void main(String[] args) throws IOException {
        KafkaUi ui = new KafkaUi(System.getenv());
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
