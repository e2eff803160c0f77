package io.pulsefeed.stack.worker;

import io.pulsefeed.stack.KafkaProperties;
import io.pulsefeed.stack.StackException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.common.utils.internals.Exit;
import org.apache.kafka.connect.cli.ConnectDistributed;
import org.apache.kafka.connect.runtime.Connect;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A distributed Kafka Connect worker, alone in its group. */
public final class EmbeddedWorker {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedWorker.class);

    private static final Duration ADMIN_LIMIT = Duration.ofSeconds(30);

    private static @Nullable Connect<?> worker;

    private EmbeddedWorker() {}

    public static synchronized void start(Map<String, String> settings, Consumer<String> onFatalError)
            throws IOException {
        Thread starter = Thread.currentThread();
        Exit.Procedure procedure = (code, message) -> {
            LOG.error("The worker stopped after a fatal error with exit code {}: {}", code, message);
            String reason = "Kafka Connect stopped after a fatal error (exit code " + code + "): "
                    + LastLoggedError.of(System.getProperty("pulsefeed.logs"))
                    + " See the end of logs/worker.log in the home directory.";
            if (Thread.currentThread() != starter) {
                onFatalError.accept(reason);
            }
            throw new StackException(reason);
        };
        Exit.setExitProcedure(procedure);
        Exit.setHaltProcedure(procedure);
        // The stack has one shutdown hook that stops the components in order.
        Exit.setShutdownHookAdder((name, hook) -> {});
        Properties properties = properties(settings);
        abortOpenTransactions(properties);
        worker = new ConnectDistributed().startConnect(Utils.propsToStringMap(properties));
    }

    /**
     * Aborts the transactions that the tasks of a killed worker left open. The worker reads its offsets topic to the end before it starts,
     * and would wait for the timeout of these transactions.
     */
    private static void abortOpenTransactions(Properties properties) {
        String prefix = properties.getProperty("group.id") + "-";
        try (Admin admin = Admin.create(
                Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, properties.getProperty("bootstrap.servers")))) {
            ListTransactionsOptions open = new ListTransactionsOptions().filterStates(Set.of(TransactionState.ONGOING));
            List<String> ids =
                    admin.listTransactions(open).all().get(ADMIN_LIMIT.toSeconds(), TimeUnit.SECONDS).stream()
                            .map(TransactionListing::transactionalId)
                            .filter(id -> id.startsWith(prefix))
                            .toList();
            if (!ids.isEmpty()) {
                LOG.info("Aborting open transactions of {}", ids);
                admin.fenceProducers(ids).all().get(ADMIN_LIMIT.toSeconds(), TimeUnit.SECONDS);
            }
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("Open transactions were not aborted, the start may take until they time out", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("The start of the worker was interrupted.", e);
        }
    }

    private static Properties properties(Map<String, String> settings) throws IOException {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(Path.of(settings.get("worker.file")))) {
            properties.load(in);
        }
        properties.setProperty("bootstrap.servers", settings.get("bootstrap.servers"));
        properties.setProperty("listeners", "http://127.0.0.1:" + settings.get("port"));
        properties.setProperty("rest.advertised.host.name", "127.0.0.1");
        properties.setProperty("plugin.path", settings.get("plugins"));
        // After a kill, a sink joins its group when the session of the killed consumer has timed out.
        properties.setProperty("consumer.session.timeout.ms", "10000");
        properties.setProperty("config.providers.file.param.allowed.paths", settings.get("home"));
        Path file = Path.of(settings.get("folder")).resolve("worker.properties");
        KafkaProperties.write(file, properties);
        return properties;
    }

    public static synchronized void stop() {
        if (worker != null) {
            worker.stop();
            worker.awaitStop();
        }
    }
}
