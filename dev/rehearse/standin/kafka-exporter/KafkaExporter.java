import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;

/**
 * Stand-in for danielqsj/kafka-exporter: the same metric names and labels, read from a real cluster at each scrape. It accepts that
 * program's flags and, like that program, rejects unknown ones.
 *
 * <p>Run it from this file: {@code java -cp LIBS KafkaExporter.java --kafka.server=HOST:PORT --web.listen-address=:PORT}, where LIBS is
 * kafka-clients and its dependencies.
 */
public final class KafkaExporter {

    private static final long ANSWER_SECONDS = 10;

    private final Admin admin;

    private KafkaExporter(Admin admin) {
        this.admin = admin;
    }

    /** Serves {@code /metrics} until it is killed. Prints one line and exits with 1 on an unknown flag. */
    public static void main(String[] args) throws IOException {
        Flags flags;
        try {
            flags = Flags.parse(args);
        } catch (IllegalArgumentException unknown) {
            System.err.println("kafka_exporter: error: " + unknown.getMessage());
            System.exit(1);
            return;
        }
        InetSocketAddress address = flags.listenAddress();
        KafkaExporter exporter = new KafkaExporter(Admin.create(flags.clientProperties()));
        HttpServer server = HttpServer.create(address, 0);
        server.createContext("/metrics", exporter::answer);
        server.createContext("/", exchange -> respond(exchange, 200, "Kafka exporter (stand-in): /metrics\n"));
        server.setExecutor(Executors.newFixedThreadPool(2));
        server.start();
        System.out.println("Listening on HTTP " + server.getAddress());
    }

    private void answer(HttpExchange exchange) throws IOException {
        Page page = new Page();
        try {
            collect(page);
        } catch (ExecutionException | TimeoutException | InterruptedException unreachable) {
            // The real exporter also answers if no broker does: an alert on its `up` alone does not detect a dead cluster.
            System.err.println("cannot ask the cluster: " + unreachable);
            page.add("kafka_brokers", 0);
        }
        respond(exchange, 200, page.toString());
    }

    private static void respond(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
        exchange.sendResponseHeaders(status, body.length);
        try (exchange) {
            exchange.getResponseBody().write(body);
        }
    }

    private void collect(Page page) throws ExecutionException, InterruptedException, TimeoutException {
        Collection<Node> brokers = get(admin.describeCluster().nodes());
        Map<String, TopicDescription> topics =
                get(admin.describeTopics(get(admin.listTopics().names())).allTopicNames());
        List<TopicPartition> led = topics.values().stream()
                .flatMap(topic -> topic.partitions().stream()
                        .filter(partition -> partition.leader() != null)
                        .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                .toList();
        Map<TopicPartition, Long> latest = offsets(led, OffsetSpec.latest());
        Map<TopicPartition, Long> earliest = offsets(led, OffsetSpec.earliest());

        page.add("kafka_brokers", brokers.size());
        brokers.forEach(broker -> page.add(
                "kafka_broker_info", 1, "address", broker.host() + ':' + broker.port(), "id", broker.idString()));
        topics.values().forEach(topic -> partitions(page, topic));
        latest.forEach((at, offset) -> page.add("kafka_topic_partition_current_offset", offset, labels(at)));
        earliest.forEach((at, offset) -> page.add("kafka_topic_partition_oldest_offset", offset, labels(at)));
        groups(page, latest);
    }

    private static void partitions(Page page, TopicDescription topic) {
        page.add("kafka_topic_partitions", topic.partitions().size(), "topic", topic.name());
        for (TopicPartitionInfo partition : topic.partitions()) {
            String[] labels = labels(new TopicPartition(topic.name(), partition.partition()));
            Node leader = partition.leader();
            int replicas = partition.replicas().size();
            int inSync = partition.isr().size();
            boolean preferred = leader != null
                    && replicas > 0
                    && leader.id() == partition.replicas().get(0).id();
            page.add("kafka_topic_partition_leader", leader == null ? -1 : leader.id(), labels);
            page.add("kafka_topic_partition_replicas", replicas, labels);
            page.add("kafka_topic_partition_in_sync_replica", inSync, labels);
            page.add("kafka_topic_partition_leader_is_preferred", preferred ? 1 : 0, labels);
            page.add("kafka_topic_partition_under_replicated_partition", inSync < replicas ? 1 : 0, labels);
        }
    }

    private void groups(Page page, Map<TopicPartition, Long> latest)
            throws ExecutionException, InterruptedException, TimeoutException {
        List<String> names =
                get(admin.listGroups(ListGroupsOptions.forConsumerGroups()).all()).stream()
                        .map(GroupListing::groupId)
                        .toList();
        Map<String, ConsumerGroupDescription> described =
                get(admin.describeConsumerGroups(names).all());
        Map<String, ListConsumerGroupOffsetsSpec> whole =
                names.stream().collect(Collectors.toMap(Function.identity(), name -> new ListConsumerGroupOffsetsSpec()));
        Map<String, Map<TopicPartition, OffsetAndMetadata>> committed =
                whole.isEmpty() ? Map.of() : get(admin.listConsumerGroupOffsets(whole).all());
        described.forEach((name, group) ->
                page.add("kafka_consumergroup_members", group.members().size(), "consumergroup", name));
        committed.forEach((name, offsets) -> group(page, name, offsets, latest));
    }

    private static void group(
            Page page, String name, Map<TopicPartition, OffsetAndMetadata> offsets, Map<TopicPartition, Long> latest) {
        Map<String, Long> offsetSums = new TreeMap<>();
        Map<String, Long> lagSums = new TreeMap<>();
        offsets.forEach((at, committed) -> {
            if (committed == null) {
                return;
            }
            String[] labels = {
                "consumergroup", name, "partition", Integer.toString(at.partition()), "topic", at.topic()
            };
            page.add("kafka_consumergroup_current_offset", committed.offset(), labels);
            offsetSums.merge(at.topic(), committed.offset(), Long::sum);
            Long end = latest.get(at);
            long lag = end == null ? -1 : Math.max(0, end - committed.offset());
            page.add("kafka_consumergroup_lag", lag, labels);
            lagSums.merge(at.topic(), Math.max(0, lag), Long::sum);
        });
        offsetSums.forEach((topic, sum) ->
                page.add("kafka_consumergroup_current_offset_sum", sum, "consumergroup", name, "topic", topic));
        lagSums.forEach(
                (topic, sum) -> page.add("kafka_consumergroup_lag_sum", sum, "consumergroup", name, "topic", topic));
    }

    private Map<TopicPartition, Long> offsets(List<TopicPartition> partitions, OffsetSpec spec)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        partitions.forEach(partition -> wanted.put(partition, spec));
        Map<TopicPartition, Long> offsets = new LinkedHashMap<>();
        Map<TopicPartition, ListOffsetsResultInfo> answer = get(admin.listOffsets(wanted).all());
        partitions.forEach(partition -> offsets.put(partition, answer.get(partition).offset()));
        return offsets;
    }

    private static String[] labels(TopicPartition at) {
        return new String[] {"partition", Integer.toString(at.partition()), "topic", at.topic()};
    }

    private static <T> T get(KafkaFuture<T> future) throws ExecutionException, InterruptedException, TimeoutException {
        return future.get(ANSWER_SECONDS, TimeUnit.SECONDS);
    }

    /** Groups samples by name, as the exposition format requires. */
    private static final class Page {
        private final Map<String, StringBuilder> samples = new TreeMap<>();

        void add(String name, long value, String... labels) {
            StringBuilder text = samples.computeIfAbsent(
                    name, added -> new StringBuilder("# TYPE " + added + " gauge\n"));
            text.append(name);
            for (int i = 0; i < labels.length; i += 2) {
                text.append(i == 0 ? '{' : ',').append(labels[i]).append("=\"").append(labels[i + 1]).append('"');
            }
            text.append(labels.length > 0 ? "} " : " ").append(value).append('\n');
        }

        @Override
        public String toString() {
            return String.join("", samples.values());
        }
    }

    /** The flags of the real program; tuning flags are accepted and ignored. */
    private record Flags(Map<String, List<String>> values) {
        private static final Set<String> SWITCHES = Set.of(
                "sasl.enabled", "sasl.handshake", "tls.enabled", "tls.insecure-skip-tls-verify", "offset.show-all",
                "log.enable-sarama", "concurrent.enable", "kafka.allow.auto.topic.creation", "no-sasl.handshake");
        private static final Set<String> WITH_VALUE = Set.of(
                "kafka.server", "kafka.version", "kafka.labels", "web.listen-address", "web.telemetry-path", "topic.filter",
                "topic.exclude", "group.filter", "group.exclude", "topic.workers", "refresh.metadata", "verbosity",
                "sasl.username", "sasl.password", "sasl.mechanism", "tls.ca-file", "tls.cert-file", "tls.key-file",
                "tls.server-name");

        static Flags parse(String[] given) {
            String[] args = expanded(given);
            Map<String, List<String>> values = new HashMap<>();
            for (int i = 0; i < args.length; i++) {
                String flag = args[i].startsWith("--") ? args[i].substring(2) : "";
                int equals = flag.indexOf('=');
                String name = equals < 0 ? flag : flag.substring(0, equals);
                String value = equals < 0 ? "true" : flag.substring(equals + 1);
                if (WITH_VALUE.contains(name) && equals < 0) {
                    if (++i == args.length) {
                        throw new IllegalArgumentException("expected argument for flag '--" + name + "'");
                    }
                    value = args[i];
                } else if (!WITH_VALUE.contains(name) && !SWITCHES.contains(name)) {
                    throw new IllegalArgumentException("unknown long flag '" + args[i] + "'");
                }
                values.computeIfAbsent(name, added -> new ArrayList<>()).add(value);
            }
            return new Flags(values);
        }

        /** Replaces {@code @FILE} by the lines of the file, as that program's flag library does. */
        private static String[] expanded(String[] args) {
            List<String> all = new ArrayList<>();
            for (String arg : args) {
                if (arg.startsWith("@")) {
                    try {
                        all.addAll(Files.readAllLines(Path.of(arg.substring(1))));
                    } catch (IOException e) {
                        throw new IllegalArgumentException("cannot read " + arg.substring(1));
                    }
                } else {
                    all.add(arg);
                }
            }
            return all.toArray(new String[0]);
        }

        private String last(String flag, String otherwise) {
            List<String> given = values.get(flag);
            return given == null ? otherwise : given.get(given.size() - 1);
        }

        private boolean on(String flag) {
            return "true".equals(last(flag, "false"));
        }

        InetSocketAddress listenAddress() {
            String address = last("web.listen-address", ":9308");
            int colon = address.lastIndexOf(':');
            int port = Integer.parseInt(address.substring(colon + 1));
            return colon == 0 ? new InetSocketAddress(port) : new InetSocketAddress(address.substring(0, colon), port);
        }

        Properties clientProperties() throws IOException {
            Properties client = new Properties();
            client.put(
                    AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                    String.join(",", values.getOrDefault("kafka.server", List.of("kafka:9092"))));
            client.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, "5000");
            client.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, "8000");
            client.put(AdminClientConfig.CLIENT_ID_CONFIG, "kafka-exporter");
            boolean tls = on("tls.enabled");
            boolean sasl = on("sasl.enabled");
            client.put(
                    AdminClientConfig.SECURITY_PROTOCOL_CONFIG,
                    (sasl ? "SASL_" : "") + (tls ? "SSL" : "PLAINTEXT"));
            if (tls) {
                tls(client);
            }
            if (sasl) {
                sasl(client);
            }
            return client;
        }

        private void tls(Properties client) throws IOException {
            if (values.containsKey("tls.ca-file")) {
                client.put(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, "PEM");
                client.put(SslConfigs.SSL_TRUSTSTORE_CERTIFICATES_CONFIG, Files.readString(Path.of(last("tls.ca-file", ""))));
            }
            if (values.containsKey("tls.cert-file")) {
                client.put(SslConfigs.SSL_KEYSTORE_TYPE_CONFIG, "PEM");
                client.put(
                        SslConfigs.SSL_KEYSTORE_CERTIFICATE_CHAIN_CONFIG,
                        Files.readString(Path.of(last("tls.cert-file", ""))));
                client.put(SslConfigs.SSL_KEYSTORE_KEY_CONFIG, Files.readString(Path.of(last("tls.key-file", ""))));
            }
            if (on("tls.insecure-skip-tls-verify")) {
                client.put(SslConfigs.SSL_ENDPOINT_IDENTIFICATION_ALGORITHM_CONFIG, "");
            }
        }

        private void sasl(Properties client) {
            String mechanism =
                    switch (last("sasl.mechanism", "plain").toLowerCase(java.util.Locale.ROOT)) {
                        case "scram-sha256" -> "SCRAM-SHA-256";
                        case "scram-sha512" -> "SCRAM-SHA-512";
                        case "plain" -> "PLAIN";
                        default -> throw new IllegalArgumentException("invalid sasl mechanism '" + last("sasl.mechanism", "") + "'");
                    };
            String module = "PLAIN".equals(mechanism)
                    ? "org.apache.kafka.common.security.plain.PlainLoginModule"
                    : "org.apache.kafka.common.security.scram.ScramLoginModule";
            client.put(SaslConfigs.SASL_MECHANISM, mechanism);
            client.put(
                    SaslConfigs.SASL_JAAS_CONFIG,
                    "%s required username=\"%s\" password=\"%s\";"
                            .formatted(module, quoted("sasl.username"), quoted("sasl.password")));
        }

        private String quoted(String flag) {
            return last(flag, "").replace("\\", "\\\\").replace("\"", "\\\"");
        }
    }
}
