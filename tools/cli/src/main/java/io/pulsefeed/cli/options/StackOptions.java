package io.pulsefeed.cli.options;

import io.pulsefeed.cli.Checkout;
import io.pulsefeed.cli.UserError;
import io.pulsefeed.stack.LocalStack;
import io.pulsefeed.stack.StackListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Settings of the embedded stack. */
public final class StackOptions {

    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "Directory for data and logs of the stack (default: .pulsefeed in your home directory).")
    private Path home = Path.of(System.getProperty("user.home"), ".pulsefeed");

    @Option(
            names = "--kafka-port",
            paramLabel = "PORT",
            converter = PortConverter.class,
            defaultValue = "9092",
            description = "Port of Kafka (default: 9092).")
    private int kafkaPort;

    @Option(
            names = "--controller-port",
            paramLabel = "PORT",
            converter = PortConverter.class,
            defaultValue = "19093",
            description = "Port of Kafka's controller (default: 19093).")
    private int controllerPort;

    @Option(
            names = "--connect-port",
            paramLabel = "PORT",
            converter = PortConverter.class,
            defaultValue = "8083",
            description = "Port of Kafka Connect (default: 8083).")
    private int connectPort;

    @Option(
            names = "--db-port",
            paramLabel = "PORT",
            converter = PortConverter.class,
            defaultValue = "15432",
            description = "Port of PostgreSQL (default: 15432).")
    private int databasePort;

    @Option(
            names = "--jdbc-url",
            paramLabel = "URL",
            description = "Use this database instead of the embedded one, for example "
                    + "jdbc:postgresql://localhost:5432/pulsefeed. User and password are read from the environment variables "
                    + "PULSEFEED_DB_USER and PULSEFEED_DB_PASSWORD.")
    private @Nullable String jdbcUrl;

    @Option(names = "--verbose", description = "Show stack traces with errors.")
    private boolean verbose;

    public Path home() {
        return home;
    }

    public boolean verbose() {
        return verbose;
    }

    /** A stack with these settings; {@code environment} has the values of the connectors' placeholders. */
    public LocalStack.Builder stack(Checkout checkout, List<Path> plugins, Map<String, String> environment) {
        LocalStack.Builder stack = LocalStack.builder()
                .home(home)
                .layout(checkout.stack())
                .connectConfig(checkout.connectConfig())
                .kafkaPort(kafkaPort)
                .controllerPort(controllerPort)
                .connectPort(connectPort)
                .databasePort(databasePort)
                .plugins(plugins)
                .environment(environment);
        return jdbcUrl == null
                ? stack
                : stack.externalDatabase(jdbcUrl, required("PULSEFEED_DB_USER"), required("PULSEFEED_DB_PASSWORD"));
    }

    private static String required(String variable) {
        String value = System.getenv(variable);
        if (value == null) {
            throw new UserError("--jdbc-url requires the environment variable " + variable);
        }
        return value;
    }

    /** Prints each phase of the start with its duration. */
    public StackListener listener(Consumer<String> lines) {
        return new StackListener() {
            @Override
            public void phase(String name, Duration took) {
                lines.accept(String.format(Locale.ROOT, "  %-10s up in %.1f s", name, took.toMillis() / 1000.0));
            }

            @Override
            public void failed(String reason) {
                lines.accept("The stack stopped: " + reason);
            }
        };
    }
}
