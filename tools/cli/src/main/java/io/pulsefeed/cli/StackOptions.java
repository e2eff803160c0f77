package io.pulsefeed.cli;

import io.pulsefeed.stack.LocalStack;
import io.pulsefeed.stack.StackListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** The options of every command that starts the embedded stack. */
public final class StackOptions {

    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "Where the stack keeps its data and logs (default: .pulsefeed in your home directory).")
    private Path home = Path.of(System.getProperty("user.home"), ".pulsefeed");

    @Option(names = "--kafka-port", paramLabel = "PORT", defaultValue = "9092", description = "Kafka (default: 9092).")
    private int kafkaPort;

    @Option(
            names = "--controller-port",
            paramLabel = "PORT",
            defaultValue = "19093",
            description = "Kafka's own controller (default: 19093).")
    private int controllerPort;

    @Option(
            names = "--connect-port",
            paramLabel = "PORT",
            defaultValue = "8083",
            description = "REST interface of Kafka Connect (default: 8083).")
    private int connectPort;

    @Option(
            names = "--db-port",
            paramLabel = "PORT",
            defaultValue = "15432",
            description = "PostgreSQL (default: 15432).")
    private int databasePort;

    @Option(
            names = "--jdbc-url",
            paramLabel = "URL",
            description = "Write to this database instead of the embedded one, for example "
                    + "jdbc:postgresql://localhost:5432/pulsefeed. User and password come from the environment variables "
                    + "PULSEFEED_DB_USER and PULSEFEED_DB_PASSWORD.")
    private String jdbcUrl;

    @Option(names = "--verbose", description = "Show stack traces with errors.")
    private boolean verbose;

    public Path home() {
        return home;
    }

    public boolean verbose() {
        return verbose;
    }

    /** The stack as asked for; {@code environment} is what the connectors' placeholders stand for. */
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
            throw new UserError("with --jdbc-url the environment variable " + variable + " must be set");
        }
        return value;
    }

    /** Says each phase of the start with its time. */
    public StackListener listener(Consumer<String> say) {
        return new StackListener() {
            @Override
            public void phase(String name, Duration took) {
                say.accept(String.format(Locale.ROOT, "  %-10s up in %.1f s", name, took.toMillis() / 1000.0));
            }

            @Override
            public void failed(String sentence) {
                say.accept("The stack stopped: " + sentence);
            }
        };
    }
}
