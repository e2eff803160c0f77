package io.pulsefeed.cli;

import io.pulsefeed.admin.AdminException;
import io.pulsefeed.cli.acls.AclsCommand;
import io.pulsefeed.cli.connectors.ConnectorsCommand;
import io.pulsefeed.cli.database.DatabaseCommand;
import io.pulsefeed.cli.demo.DemoCommand;
import io.pulsefeed.cli.doctor.DoctorCommand;
import io.pulsefeed.cli.export.ExportCommand;
import io.pulsefeed.cli.replay.RedriveCommand;
import io.pulsefeed.cli.replay.ReplayCommand;
import io.pulsefeed.cli.topics.TopicsCommand;
import io.pulsefeed.stack.StackException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The {@code pulsefeed} command. Exit codes: 0 all well, 1 the command ran and something was wrong, 2 wrong usage, 3 a plan found
 * differences.
 */
@Command(
        name = "pulsefeed",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = "Kafka Connect plugins for Kraken, news and EmotiBit, into TimescaleDB exactly once.",
        // A program of its own, started by the pulsefeed script: it takes the plugins onto its class path.
        footer = "  bench       Measures a connector beside a peer or a ceiling: pulsefeed bench --help.",
        subcommands = {
            DemoCommand.class,
            TopicsCommand.class,
            ConnectorsCommand.class,
            DatabaseCommand.class,
            AclsCommand.class,
            DoctorCommand.class,
            ReplayCommand.class,
            RedriveCommand.class,
            SimulateCommand.class,
            ExportCommand.class
        })
public final class Main implements Runnable {

    @Spec
    private CommandSpec spec;

    public static void main(String[] args) {
        System.exit(commandLine(new Main()).execute(args));
    }

    /** A failure that the user can mend is a sentence; everything else is a defect and shows where it happened. */
    public static CommandLine commandLine(Object command) {
        return new CommandLine(command)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, line, parsed) -> {
                    if (failure instanceof UserError
                            || failure instanceof AdminException
                            || failure instanceof StackException) {
                        line.getErr().println("pulsefeed: " + failure.getMessage());
                    } else {
                        failure.printStackTrace(line.getErr());
                    }
                    return 1;
                });
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "Say what to do: demo, topics, connectors, database, acls, doctor, replay, redrive, simulate, export or bench.");
    }

    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            try (InputStream in = Main.class.getResourceAsStream("/cli.properties")) {
                Properties properties = new Properties();
                properties.load(in);
                return new String[] {"pulsefeed " + properties.getProperty("version")};
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
