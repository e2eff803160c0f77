package io.pulsefeed.cli;

import io.pulsefeed.admin.AdminException;
import io.pulsefeed.admin.BrokerException;
import io.pulsefeed.admin.IoErrors;
import io.pulsefeed.admin.state.StateException;
import io.pulsefeed.cli.acls.AclsCommand;
import io.pulsefeed.cli.audit.AuditCommand;
import io.pulsefeed.cli.backfill.BackfillCommand;
import io.pulsefeed.cli.connectors.ConnectorsCommand;
import io.pulsefeed.cli.console.ConsoleCommand;
import io.pulsefeed.cli.database.DatabaseCommand;
import io.pulsefeed.cli.demo.DemoCommand;
import io.pulsefeed.cli.disk.DiskCommand;
import io.pulsefeed.cli.doctor.DoctorCommand;
import io.pulsefeed.cli.emotibit.EmotiBitCommand;
import io.pulsefeed.cli.export.ExportCommand;
import io.pulsefeed.cli.mapping.MapCommand;
import io.pulsefeed.cli.options.ConnectionContext;
import io.pulsefeed.cli.patient.ForgetPatientCommand;
import io.pulsefeed.cli.replay.RedriveCommand;
import io.pulsefeed.cli.replay.ReplayCommand;
import io.pulsefeed.cli.sessions.SessionsCommand;
import io.pulsefeed.cli.simulate.SimulateCommand;
import io.pulsefeed.cli.status.StatusCommand;
import io.pulsefeed.cli.topics.TopicsCommand;
import io.pulsefeed.stack.StackException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code pulsefeed} command. Exit codes: 0 success, 1 failure, 2 invalid usage, 3 a plan has differences. */
@Command(
        name = "pulsefeed",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Runs, checks and operates the Pulsefeed connectors for Kraken, news, EmotiBit and TimescaleDB.",
        // A separate program that the pulsefeed script starts, because it needs the plugins on its class path.
        footer = "  bench       Measures a connector against a peer or a baseline: pulsefeed bench --help.",
        subcommands = {
            DemoCommand.class,
            ConsoleCommand.class,
            StatusCommand.class,
            TopicsCommand.class,
            ConnectorsCommand.class,
            MapCommand.class,
            DatabaseCommand.class,
            AclsCommand.class,
            DoctorCommand.class,
            ReplayCommand.class,
            RedriveCommand.class,
            AuditCommand.class,
            SimulateCommand.class,
            ExportCommand.class,
            BackfillCommand.class,
            ForgetPatientCommand.class,
            SessionsCommand.class,
            EmotiBitCommand.class,
            DiskCommand.class,
            GenerateCompletion.class
        })
public final class Main implements Runnable {

    @Spec
    private CommandSpec spec;

    private final ConnectionContext context;

    public Main() {
        this(System.getenv());
    }

    /** @param environment variables with the connection settings */
    Main(Map<String, String> environment) {
        this.context = new ConnectionContext(environment);
    }

    public static void main(String[] args) {
        System.exit(flushed(commandLine(new Main()).execute(args)));
    }

    /** Fails if standard output could not be written, as to a file on a full disk: {@code PrintStream} hides it. */
    private static int flushed(int code) {
        if (!System.out.checkError()) {
            return code;
        }
        try (FileOutputStream out = new FileOutputStream(FileDescriptor.out)) {
            out.write('\n');
            return code;
        } catch (IOException e) {
            String reason = IoErrors.describe(e);
            if (!reason.contains("Broken pipe")) {
                System.err.println("pulsefeed: standard output cannot be written: " + reason);
                return ExitCodes.FAILED;
            }
            // The reader, such as head, has ended.
            return code;
        }
    }

    @Option(
            names = "--context",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "Properties file with the addresses of an installation, see docs/operations.md (default: "
                    + "$PULSEFEED_CONTEXT).")
    void useContext(Path file) {
        context.use(file);
    }

    /** Prints the message of a failure that the user can fix. Any other failure is a bug and is printed with its stack trace. */
    public static CommandLine commandLine(Object command) {
        return Converters.register(new CommandLine(command))
                .setDefaultValueProvider(
                        command instanceof Main main ? main.context : new ConnectionContext(System.getenv()))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(Main::reportInvalidUsage)
                .setExecutionExceptionHandler((failure, line, parsed) -> {
                    String message = message(failure);
                    if (message == null) {
                        line.getErr().println("pulsefeed: unexpected failure, please report it with these lines:");
                        failure.printStackTrace(line.getErr());
                    } else {
                        line.getErr().println("pulsefeed: " + message);
                    }
                    return ExitCodes.FAILED;
                });
    }

    /** What the user did not expect, in one sentence; null for a bug. */
    private static @Nullable String message(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UserError
                    || cause instanceof AdminException
                    || cause instanceof StackException
                    || cause instanceof StateException) {
                return cause.getMessage();
            }
            if (cause instanceof KafkaException kafka) {
                return "Kafka: " + BrokerException.of(kafka).getMessage();
            }
            if (cause instanceof IOException || cause instanceof SQLException) {
                return IoErrors.describe(cause);
            }
            if (cause instanceof InterruptedException) {
                return "interrupted";
            }
        }
        return null;
    }

    /** The mistake in one sentence; the whole usage text would hide it. */
    private static int reportInvalidUsage(ParameterException failure, String[] arguments) {
        CommandLine line = failure.getCommandLine();
        Throwable cause = failure.getCause();
        line.getErr().println("pulsefeed: " + (cause instanceof UserError ? cause.getMessage() : failure.getMessage()));
        UnmatchedArgumentException.printSuggestions(failure, line.getErr());
        line.getErr().println("See: " + line.getCommandSpec().qualifiedName() + " --help");
        return line.getCommandSpec().exitCodeOnInvalidInput();
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "Specify a command: " + String.join(", ", spec.subcommands().keySet()) + " or bench.");
    }

    /** The version of this command. */
    public static String version() {
        try (InputStream in = Main.class.getResourceAsStream("/cli.properties")) {
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            return new String[] {"pulsefeed " + version()};
        }
    }
}
