package io.pulsefeed.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefeed.admin.ConnectRest;
import io.pulsefeed.stack.probe.ProbeSourceConnector;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** First start, clean restart, and restart after a kill in the same home. The tests depend on each other, hence the order. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LocalStackIT {

    private static final Duration LIMIT = Duration.ofSeconds(120);

    @TempDir
    private static Path folder;

    private final List<Integer> ports = new ArrayList<>();
    private final List<String> phases = new ArrayList<>();
    private Path plugin;
    private LocalStack stack;
    private String clusterId;

    @BeforeAll
    void choosePortsAndBuildThePlugin() throws IOException {
        plugin = ProbePlugin.zipIn(folder);
        List<ServerSocket> held = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            held.add(socket);
            ports.add(socket.getLocalPort());
        }
        for (ServerSocket socket : held) {
            socket.close();
        }
    }

    @AfterAll
    void stop() {
        if (stack != null) {
            stack.close();
        }
    }

    private LocalStack.Builder settings() {
        return LocalStack.builder()
                .home(folder.resolve("home with a space"))
                .kafkaPort(ports.get(0))
                .controllerPort(ports.get(1))
                .connectPort(ports.get(2))
                .databasePort(ports.get(3))
                .environment(Map.of("PULSEFEED_GREETING", "hello"))
                .jvmOptions(List.of("-XX:TieredStopAtLevel=1"))
                .plugins(List.of(plugin));
    }

    private LocalStack start() {
        phases.clear();
        return settings().start((name, took) -> phases.add(name));
    }

    @Test
    @Order(1)
    void startsInAnEmptyHome() throws Exception {
        stack = start();

        assertThat(phases).containsExactlyInAnyOrder("database", "broker", "worker");
        clusterId = clusterId();
        assertThat(stack.initialEndOffsets()).containsEntry("rawtrade-0", 0L).containsEntry("connect-offsets-4", 0L);
        assertThat(topicNames()).contains("rawtrade", "rawticker", "rawarticle", "rawalert", "connect-offsets");
        execute("CREATE TABLE kept (n int)");
        execute("INSERT INTO kept VALUES (42)");
        assertThat(query("SHOW fsync")).isEqualTo("on");
        assertThat(query("SHOW synchronous_commit")).isEqualTo("on");
        System.out.println("Resident memory of the stack: "
                + stack.residentBytes().map(b -> b / 1_000_000 + " MB").orElse("unknown"));
    }

    @Test
    @Order(2)
    void protectsTheDatabaseWithAPasswordThatOnlyItsOwnerCanRead() throws Exception {
        Path file = folder.resolve("home with a space/database.password");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(stack.databasePassword()).hasSizeGreaterThan(20);
        for (String user : List.of("postgres", "pulsefeed")) {
            SQLException failure = catchThrowableOfType(
                    SQLException.class, () -> DriverManager.getConnection(stack.jdbcUrl(), user, "postgres")
                            .close());
            assertThat(failure.getSQLState()).isEqualTo("28P01");
        }
    }

    @Test
    @Order(3)
    void loadsThePluginFromItsZipInIsolation() throws Exception {
        ConnectRest connect = new ConnectRest(stack.restUrl());
        assertThat(connect.plugins()).contains(ProbeSourceConnector.class.getName());

        connect.put(
                "probe",
                new ObjectMapper()
                        .valueToTree(Map.of(
                                "connector.class", ProbeSourceConnector.class.getName(),
                                "tasks.max", "1",
                                "greeting", "${env:PULSEFEED_GREETING}")));
        connect.awaitRunning(List.of("probe"), LIMIT);

        await().atMost(LIMIT).until(() -> !records().isEmpty());
        assertThat(records().get(0).key()).isEqualTo("environment=hello org.apache.kafka.connect.data.Struct");
    }

    @Test
    @Order(4)
    void rejectsASecondStackInTheSameHome() {
        StackException failure =
                catchThrowableOfType(StackException.class, () -> settings().start((name, took) -> {}));

        assertThat(failure)
                .hasMessageContaining("Another stack is running in the home directory")
                .hasMessageContaining("--home");
        assertThat(stack.isAlive()).isTrue();
    }

    @Test
    @Order(5)
    void reportsAPortInUseWithItsOption() {
        StackException failure = catchThrowableOfType(
                StackException.class,
                () -> settings().home(folder.resolve("second")).start((name, took) -> {}));

        assertThat(failure)
                .hasMessageContaining("Kafka cannot listen on port " + ports.get(0))
                .hasMessageContaining("--kafka-port");
    }

    @Test
    @Order(6)
    void keepsItsDataAcrossARestart() throws Exception {
        stack.close();
        stack = start();

        assertThat(clusterId()).isEqualTo(clusterId);
        assertThat(query("SELECT n FROM kept")).isEqualTo("42");
        new ConnectRest(stack.restUrl()).awaitRunning(List.of("probe"), LIMIT);
    }

    @Test
    @Order(7)
    void reportsEndOffsetsAtTheStart() throws Exception {
        long before = lastOffset();
        stack.close();
        stack = start();

        long end = stack.initialEndOffsets().get("rawarticle-0");
        assertThat(end).isGreaterThan(before);
        await().atMost(LIMIT).until(() -> lastOffset() >= end);
    }

    @Test
    @Order(8)
    void survivesKill() throws Exception {
        int before = records().size();
        await().atMost(LIMIT).until(() -> records().size() > before + 5);
        execute("INSERT INTO kept VALUES (43)");
        stack.killForcibly();
        long restartedMonoNs = System.nanoTime();
        stack = start();
        System.out.printf("Ready %.1f s after kill -9%n", (System.nanoTime() - restartedMonoNs) / 1e9);

        assertThat(clusterId()).isEqualTo(clusterId);
        assertThat(query("SELECT count(*) FROM kept")).isEqualTo("2");
        int afterKill = records().size();
        await().atMost(LIMIT).until(() -> records().size() > afterKill + 5);
        List<Long> numbers =
                records().stream().map(r -> Long.parseLong(r.value())).toList();
        assertThat(numbers)
                .isEqualTo(LongStream.range(0, numbers.size()).boxed().toList());
    }

    @Test
    @Order(9)
    void stopsAllProcesses() {
        ProcessHandle process = ProcessHandle.of(stack.pid()).orElseThrow();
        List<ProcessHandle> database = ProcessHandle.allProcesses()
                .filter(p -> p.info()
                        .arguments()
                        .map(a -> String.join(" ", a).contains(folder.toString()))
                        .orElse(false))
                .toList();
        assertThat(database).isNotEmpty();

        stack.close();

        assertThat(process.isAlive()).isFalse();
        await().atMost(LIMIT).until(() -> database.stream().noneMatch(ProcessHandle::isAlive));
    }

    private String clusterId() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.bootstrapServers()))) {
            return admin.describeCluster().clusterId().get();
        }
    }

    private Iterable<String> topicNames() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.bootstrapServers()))) {
            return admin.listTopics().names().get();
        }
    }

    private long lastOffset() {
        List<ConsumerRecord<String, String>> records = records();
        return records.get(records.size() - 1).offset();
    }

    private List<ConsumerRecord<String, String>> records() {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", stack.bootstrapServers(),
                "isolation.level", "read_committed",
                "auto.offset.reset", "earliest");
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            TopicPartition partition = new TopicPartition("rawarticle", 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            List<ConsumerRecord<String, String>> all = new ArrayList<>();
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(all::add);
            }
            return all;
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = connection()) {
            connection.createStatement().execute(sql);
        }
    }

    private String query(String sql) throws SQLException {
        try (Connection connection = connection();
                ResultSet rows = connection.createStatement().executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private Connection connection() throws SQLException {
        return DriverManager.getConnection(stack.jdbcUrl(), stack.databaseUser(), stack.databasePassword());
    }
}
