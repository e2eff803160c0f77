package io.pulsefeed.stack.broker;

import io.pulsefeed.admin.AdminCalls;
import io.pulsefeed.admin.TopicPlan;
import io.pulsefeed.admin.TopicProfile;
import io.pulsefeed.stack.StackException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.common.utils.internals.Exit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Kafka of the stack: a broker that is its own controller, formatted once, with the topics of a profile. */
public final class BrokerSide {

    private static final Logger LOG = LoggerFactory.getLogger(BrokerSide.class);
    private static final Duration TOPICS_LIMIT = Duration.ofSeconds(60);

    private static KafkaRaftServer server;
    private static Map<String, Long> ends;

    private BrokerSide() {}

    public static synchronized void start(Map<String, String> settings, Consumer<String> fatal) throws IOException {
        giveUpThrough(fatal);
        Path folder = Path.of(settings.get("folder"));
        Properties properties = properties(folder, settings);
        Path file = folder.resolve("broker.properties");
        try (Writer out = Files.newBufferedWriter(file)) {
            properties.store(out, "Written at every start.");
        }
        format(file, settings.get("cluster.id"));
        KafkaRaftServer starting = new KafkaRaftServer(KafkaConfig.fromProps(properties, false), Time.SYSTEM);
        server = starting;
        starting.startup();
        Map<String, Object> client =
                Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:" + settings.get("port"));
        try (Admin admin = Admin.create(client)) {
            TopicProfile profile = TopicProfile.read(Path.of(settings.get("topics.file")));
            for (String change : new TopicPlan(profile, admin, TOPICS_LIMIT).apply(false)) {
                LOG.info("Topics: {}", change);
            }
            ends = TopicEnds.read(admin, profile, new AdminCalls(TOPICS_LIMIT));
        }
    }

    /** What {@link TopicEnds} found at the start. */
    public static synchronized Map<String, Long> ends() {
        return ends;
    }

    /** The broker ends its process on faults that it cannot mend; ours has two more sides to stop first. */
    private static void giveUpThrough(Consumer<String> fatal) {
        Exit.Procedure procedure = (code, message) -> {
            LOG.error("The broker gave up with code {}: {}", code, message);
            fatal.accept("Kafka gave up (code " + code
                    + "); its reason stands at the end of logs/broker.log in the home folder.");
            throw new IllegalStateException("the broker gave up");
        };
        Exit.setExitProcedure(procedure);
        Exit.setHaltProcedure(procedure);
        // The stack has one shutdown hook for all sides, in their order.
        Exit.setShutdownHookAdder((name, hook) -> {});
    }

    private static Properties properties(Path folder, Map<String, String> settings) throws IOException {
        Properties properties = new Properties();
        try (InputStream in = BrokerSide.class.getResourceAsStream("broker.properties")) {
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
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int code = StorageTool.execute(
                new String[] {"format", "-t", clusterId, "-c", file.toString(), "--ignore-formatted"},
                new PrintStream(said, true, StandardCharsets.UTF_8));
        LOG.info("Format: {}", said.toString(StandardCharsets.UTF_8).strip());
        if (code != 0) {
            throw new StackException("Kafka could not format its storage in " + file.getParent() + ": "
                    + said.toString(StandardCharsets.UTF_8).strip()
                    + " Choose another home with --home, or mend what it names.");
        }
    }

    public static synchronized void stop() {
        if (server != null) {
            server.shutdown();
            server.awaitShutdown();
        }
    }
}
