package io.pulsefeed.deployment.containers;

import com.github.dockerjava.api.model.ExposedPort;
import io.pulsefeed.admin.ConnectRest;
import io.pulsefeed.deployment.process.Command;
import io.pulsefeed.testing.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.startupcheck.OneShotStartupCheckStrategy;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.MountableFile;

/**
 * Broker, database and worker in containers of the images that the compose file names, and in the worker what the Dockerfile puts there:
 * our plugins as they are shipped, worker settings and start script.
 */
final class ContainerStack implements AutoCloseable {

    private static final String DATABASE = "pulsefeed";
    private static final String USER = "pulsefeed";
    private static final String PASSWORD = "only for this test";
    private static final int CONNECT_PORT = 8083;
    private static final String BOOTSTRAP = "kafka:19092";

    private final Network network = Network.newNetwork();
    private final KafkaContainer kafka = new KafkaContainer(ComposeImages.kafka())
            .withNetwork(network)
            .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
            .withListener(BOOTSTRAP);
    private final PostgreSQLContainer timescaledb = new PostgreSQLContainer(ComposeImages.timescaledb())
            .withNetwork(network)
            .withNetworkAliases("timescaledb")
            .withDatabaseName(DATABASE)
            .withUsername(USER)
            .withPassword(PASSWORD);
    private final GenericContainer<?> worker;

    private ContainerStack() {
        Path image = assembled();
        kafka.start();
        timescaledb.start();
        try (GenericContainer<?> setup = pulsefeedContainer(image)) {
            setup.withCommand(
                            "/opt/pulsefeed/bin/pulsefeed",
                            "topics",
                            "apply",
                            "--bootstrap-server",
                            BOOTSTRAP,
                            "--profile",
                            "single")
                    .withStartupCheckStrategy(new OneShotStartupCheckStrategy().withTimeout(Duration.ofMinutes(2)))
                    .start();
        }
        worker = pulsefeedContainer(image)
                .withNetworkAliases("connect")
                .withCommand("/opt/pulsefeed/bin/start-connect")
                .withEnv("KAFKA_HEAP_OPTS", "-Xmx512m")
                .withEnv("PULSEFEED_BOOTSTRAP_SERVERS", BOOTSTRAP)
                .withEnv("PULSEFEED_CONNECT_HOST", "connect")
                .withEnv("PULSEFEED_JDBC_URL", "jdbc:postgresql://timescaledb:5432/" + DATABASE)
                .withEnv("PULSEFEED_DB_USER", USER)
                .withCopyToContainer(Transferable.of(PASSWORD), "/run/secrets/postgres_password")
                .withExposedPorts(CONNECT_PORT)
                .waitingFor(Wait.forHttp("/health").forPort(CONNECT_PORT).withStartupTimeout(Duration.ofMinutes(3)));
        worker.start();
    }

    static ContainerStack start() {
        return new ContainerStack();
    }

    private GenericContainer<?> pulsefeedContainer(Path image) {
        return new GenericContainer<>(ComposeImages.kafka())
                .withNetwork(network)
                .withCopyFileToContainer(MountableFile.forHostPath(image.resolve("pulsefeed")), "/opt/pulsefeed")
                .withCopyFileToContainer(MountableFile.forHostPath(image.resolve("jmx")), "/opt/jmx");
    }

    /** What the image adds to Kafka's own, laid out by the script that the Dockerfile calls. */
    private static Path assembled() {
        Path folder = Checkout.path("tests/deployment-tests/target/image");
        Command.of(Checkout.path("packaging/image/assemble").toString(), folder.toString())
                .succeed(Checkout.path("tests/deployment-tests/target/assemble.log"));
        return folder;
    }

    String bootstrapServers() {
        return kafka.getBootstrapServers();
    }

    /** The worker's REST interface; the port is another one after each start. */
    ConnectRest connect() {
        String port = worker.getCurrentContainerInfo()
                .getNetworkSettings()
                .getPorts()
                .getBindings()
                .get(ExposedPort.tcp(CONNECT_PORT))[0]
                .getHostPortSpec();
        return new ConnectRest("http://" + worker.getHost() + ':' + port);
    }

    /** One line of values separated by blanks for each row. Asked inside the container, since its port changes with each start. */
    String sql(String query) {
        return run(timescaledb, "psql", "-XqAt", "-F", " ", "-U", USER, "-d", DATABASE, "-c", query);
    }

    void killDatabase() {
        kill(timescaledb);
    }

    void killWorker() {
        kill(worker);
    }

    /** SIGKILL, as the out-of-memory killer or a power failure would, then the same container again with the data it had. */
    private static void kill(GenericContainer<?> container) {
        String id = container.getContainerId();
        container.getDockerClient().killContainerCmd(id).exec();
        container.getDockerClient().startContainerCmd(id).exec();
    }

    private static String run(GenericContainer<?> container, String... command) {
        try {
            ExecResult result = container.execInContainer(command);
            if (result.getExitCode() != 0) {
                throw new IllegalStateException(String.join(" ", command) + ": " + result.getStderr());
            }
            return result.getStdout().strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking a container", e);
        }
    }

    @Override
    public void close() {
        worker.stop();
        timescaledb.stop();
        kafka.stop();
        network.close();
    }
}
