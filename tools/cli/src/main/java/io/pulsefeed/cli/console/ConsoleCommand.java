package io.pulsefeed.cli.console;

import io.pulsefeed.admin.ConnectRest;
import io.pulsefeed.admin.IoErrors;
import io.pulsefeed.admin.state.DatabaseLogin;
import io.pulsefeed.admin.state.StateSources;
import io.pulsefeed.cli.Checkout;
import io.pulsefeed.cli.EnvFile;
import io.pulsefeed.cli.UserError;
import io.pulsefeed.cli.options.BrokerOptions;
import io.pulsefeed.cli.options.ConnectOptions;
import io.pulsefeed.cli.options.DatabaseOptions;
import io.pulsefeed.cli.options.PortConverter;
import io.pulsefeed.cli.replay.Redrive;
import io.pulsefeed.console.Console;
import io.pulsefeed.console.ConsoleOptions;
import io.pulsefeed.console.feed.FeedTopics;
import io.pulsefeed.console.feed.TopicReader;
import io.pulsefeed.console.state.CollectedPipeline;
import io.pulsefeed.console.state.ConnectActions;
import io.pulsefeed.console.state.Harms;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pulsefeed console}. */
@Command(
        name = "console",
        mixinStandardHelpOptions = true,
        description =
                "Serves the live page of a running pipeline: flow, markets, news, devices and operations. Listens on loopback; other "
                        + "addresses require a password.")
public final class ConsoleCommand implements Callable<Integer> {

    private static final String PASSWORD = "PULSEFEED_CONSOLE_PASSWORD";

    @Mixin
    private ConnectOptions connect = new ConnectOptions();

    @Mixin
    private BrokerOptions broker = new BrokerOptions();

    @Mixin
    private DatabaseOptions database = new DatabaseOptions();

    @Option(
            names = "--port",
            paramLabel = "PORT",
            converter = PortConverter.class,
            defaultValue = "8088",
            description = "Port of the page (default: 8088).")
    private int port;

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "Address to listen on (default: 127.0.0.1). Other than loopback requires a password.")
    private InetAddress address;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "File with the password of the page (default: the environment variable " + PASSWORD + ").")
    private @Nullable Path passwordFile;

    @Option(
            names = "--allow-actions",
            description = "Let viewers pause, resume and restart connectors, and send dead letters again.")
    private boolean allowActions;

    @Option(
            names = "--metrics-url",
            paramLabel = "URL",
            description = "Metrics of the worker in Prometheus' format, for the number of open gaps.")
    private @Nullable URI metrics;

    @Override
    public Integer call() throws InterruptedException {
        ConnectRest worker = connect.rest();
        Map<String, Object> client = broker.clientConfig();
        StateSources sources =
                new StateSources(worker, client, login(), Optional.ofNullable(metrics), StateSources.DEFAULT_LIMIT);
        CountDownLatch stopped = new CountDownLatch(1);
        try (CollectedPipeline pipeline = new CollectedPipeline(sources, true);
                Console console = Console.start(
                        options(),
                        pipeline,
                        (records, afterBatch) -> TopicReader.start(client, FeedTopics.DEFAULT, records, afterBatch),
                        Harms.NONE,
                        allowActions ? new ConnectActions(worker, new Redrive(worker, client)) : null)) {
            System.out.println("Live page: " + console.url() + "   (Ctrl-C stops it)");
            Runtime.getRuntime().addShutdownHook(new Thread(stopped::countDown, "ctrl-c"));
            stopped.await();
        } catch (BindException e) {
            throw new UserError("port " + port + " is in use. Choose another one with --port.", e);
        } catch (IOException e) {
            throw new UserError("the live page could not start: " + IoErrors.describe(e), e);
        }
        return 0;
    }

    private ConsoleOptions options() {
        String password = password();
        ConsoleOptions local = ConsoleOptions.local(port, "");
        if (password == null) {
            if (!address.isLoopbackAddress()) {
                throw new UserError("--bind " + address.getHostAddress() + " requires a password: set " + PASSWORD
                        + ", or --password-file. Without one, the page only listens on 127.0.0.1.");
            }
            return local;
        }
        return local.protectedBy(address, password);
    }

    private @Nullable String password() {
        String password = passwordFile == null ? System.getenv(PASSWORD) : read(passwordFile);
        return password == null || password.isEmpty() ? null : password;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UserError("--password-file " + file + " cannot be read: " + IoErrors.describe(e), e);
        }
    }

    private Optional<DatabaseLogin> login() {
        EnvFile settings = EnvFile.of(Checkout.current());
        String password = settings.get("", "PULSEFEED_DB_PASSWORD", "POSTGRES_PASSWORD");
        return password.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new DatabaseLogin(database.url(), settings.get("pulsefeed", "PULSEFEED_DB_USER"), password));
    }
}
