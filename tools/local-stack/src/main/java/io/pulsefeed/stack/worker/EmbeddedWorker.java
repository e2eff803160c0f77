package io.pulsefeed.stack.worker;

import io.pulsefeed.stack.StackException;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
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
        worker = new ConnectDistributed().startConnect(Utils.propsToStringMap(properties(settings)));
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
        properties.setProperty("config.providers.file.param.allowed.paths", settings.get("home"));
        Path file = Path.of(settings.get("folder")).resolve("worker.properties");
        try (Writer out = Files.newBufferedWriter(file)) {
            properties.store(out, "Generated at every start.");
        }
        return properties;
    }

    public static synchronized void stop() {
        if (worker != null) {
            worker.stop();
            worker.awaitStop();
        }
    }
}
