package io.pulsefeed.stack.broker;

import io.pulsefeed.admin.AdminException;
import io.pulsefeed.admin.Change;
import io.pulsefeed.admin.KafkaAdmin;
import io.pulsefeed.admin.TopicPlan;
import io.pulsefeed.admin.TopicProfile;
import io.pulsefeed.stack.KafkaProperties;
import io.pulsefeed.stack.StackException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.internals.Exit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A KRaft broker that is its own controller, with the topics of a profile. */
public final class EmbeddedBroker {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);
    private static final Duration TOPICS_LIMIT = Duration.ofSeconds(60);

    private static @Nullable KafkaRaftServer server;
    private static Map<String, Long> endOffsets = Map.of();

    private EmbeddedBroker() {}

    public static synchronized void start(Map<String, String> settings, Consumer<String> onFatalError)
            throws IOException {
        replaceExit(onFatalError);
        Path folder = Path.of(settings.get("folder"));
        Properties properties = properties(folder, settings);
        Path file = folder.resolve("broker.properties");
        KafkaProperties.write(file, properties);
        format(file, settings.get("cluster.id"));
        FencedStart.prepare(properties);
        KafkaRaftServer starting = new KafkaRaftServer(KafkaConfig.fromProps(properties, false), Time.SYSTEM);
        server = starting;
        starting.startup();
        TopicProfile profile = TopicProfile.read(Path.of(settings.get("topics.file")));
        endOffsets = applyTopics(profile, "127.0.0.1:" + settings.get("port"));
    }

    /** @return the end offset of each partition, by {@code topic-partition} */
    private static Map<String, Long> applyTopics(TopicProfile profile, String bootstrapServer) {
        Map<String, Object> client = Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServer);
        try (KafkaAdmin admin = KafkaAdmin.create(client, TOPICS_LIMIT)) {
            for (Change change : new TopicPlan(profile, admin).apply(false)) {
                LOG.info("Topics: {}", change);
            }
            Map<String, Long> offsets = new HashMap<>();
            admin.endOffsets(admin.partitions(profile.topicNames()))
                    .forEach((partition, offset) -> offsets.put(partition.toString(), offset));
            return offsets;
        } catch (AdminException e) {
            throw new StackException(e.getMessage(), e);
        }
    }

    /** The end offsets of all topics of the profile at the start. */
    public static synchronized Map<String, Long> endOffsets() {
        return endOffsets;
    }

    /** The broker exits its process on fatal errors. Here worker and database must be stopped first. */
    private static void replaceExit(Consumer<String> onFatalError) {
        Exit.Procedure procedure = (code, message) -> {
            LOG.error("The broker stopped after a fatal error with exit code {}: {}", code, message);
            onFatalError.accept("Kafka stopped after a fatal error (exit code " + code
                    + "). See the end of logs/broker.log in the home directory.");
            throw new IllegalStateException("fatal broker error");
        };
        Exit.setExitProcedure(procedure);
        Exit.setHaltProcedure(procedure);
        // The stack has one shutdown hook that stops the components in order.
        Exit.setShutdownHookAdder((name, hook) -> {});
    }

    private static Properties properties(Path folder, Map<String, String> settings) throws IOException {
        Properties properties = new Properties();
        try (InputStream in = EmbeddedBroker.class.getResourceAsStream("broker.properties")) {
            properties.load(in);
        }
        String client = "PLAINTEXT://127.0.0.1:" + settings.get("port");
        String controller = "127.0.0.1:" + settings.get("controller.port");
        properties.setProperty("listeners", client + ",CONTROLLER://" + controller);
        properties.setProperty("advertised.listeners", client);
        properties.setProperty("controller.quorum.voters", "1@" + controller);
        properties.setProperty("log.dirs", folder.resolve("data").toString());
        return properties;
    }

    private static void format(Path file, String clusterId) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        int code = StorageTool.execute(
                new String[] {"format", "-t", clusterId, "-c", file.toString(), "--ignore-formatted"},
                new PrintStream(output, true, StandardCharsets.UTF_8));
        LOG.info("Format: {}", output.toString(StandardCharsets.UTF_8).strip());
        if (code != 0) {
            throw new StackException("Kafka could not format its storage in " + file.getParent() + ": "
                    + output.toString(StandardCharsets.UTF_8).strip()
                    + " Fix the cause, or choose another home with --home.");
        }
    }

    public static synchronized void stop() {
        if (server != null) {
            server.shutdown();
            server.awaitShutdown();
        }
    }
}
