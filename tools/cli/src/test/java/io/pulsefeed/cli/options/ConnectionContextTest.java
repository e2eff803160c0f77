package io.pulsefeed.cli.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulsefeed.cli.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

class ConnectionContextTest {

    @TempDir
    private Path folder;

    @Command(name = "test")
    private static final class TestCommand {

        @Mixin
        private BrokerOptions brokers = new BrokerOptions();

        @Mixin
        private ConnectOptions connect = new ConnectOptions();

        @Mixin
        private DatabaseOptions database = new DatabaseOptions();

        @Mixin
        private MetricsOption metrics = new MetricsOption();
    }

    @Command(name = "other")
    private static final class OtherCommand {

        @Option(names = "--jdbc-url")
        private String jdbcUrl;
    }

    private Path context(String... lines) throws IOException {
        return Files.writeString(folder.resolve("production.properties"), String.join("\n", lines));
    }

    private static TestCommand parse(ConnectionContext context, String... arguments) {
        TestCommand command = new TestCommand();
        new CommandLine(command).setDefaultValueProvider(context).parseArgs(arguments);
        return command;
    }

    @Test
    void hasTheDefaultsOfTheComposeStack() {
        TestCommand command = parse(new ConnectionContext(Map.of()));

        assertThat(command.brokers.bootstrapServer()).isEqualTo("localhost:9092");
        assertThat(command.connect.url()).isEqualTo("http://localhost:8083");
        assertThat(command.database.url()).isEqualTo("jdbc:postgresql://localhost:15432/pulsefeed");
        assertThat(command.metrics.url()).hasToString("Optional[http://localhost:5557/metrics]");
    }

    @Test
    void optionsOverrideTheEnvironmentWhichOverridesTheFile() throws IOException {
        Path file =
                context("bootstrap.server=file:1", "connect.url=http://file:2", "jdbc.url=jdbc:postgresql://file/x");
        ConnectionContext context = new ConnectionContext(Map.of(
                "PULSEFEED_CONTEXT", file.toString(),
                "PULSEFEED_CONNECT_URL", "http://environment:2",
                "PULSEFEED_JDBC_URL", "jdbc:postgresql://environment/x"));
        TestCommand command = parse(context, "--jdbc-url", "jdbc:postgresql://option/x");

        assertThat(command.brokers.bootstrapServer()).isEqualTo("file:1");
        assertThat(command.connect.url()).isEqualTo("http://environment:2");
        assertThat(command.database.url()).isEqualTo("jdbc:postgresql://option/x");
    }

    @Test
    void filesAreRelativeToTheContextFile() throws IOException {
        ConnectionContext context = new ConnectionContext(Map.of());
        context.use(context("db.password.file=secrets/db", "db.user=reader"));

        assertThat(context.value(Setting.DATABASE_PASSWORD_FILE))
                .contains(folder.toAbsolutePath().resolve("secrets/db").toString());
        assertThat(context.value(Setting.DATABASE_USER)).contains("reader");
    }

    @Test
    void doesNotChangeOptionsOfTheSameNameWithAnotherMeaning() {
        OtherCommand demo = new OtherCommand();
        new CommandLine(demo)
                .setDefaultValueProvider(new ConnectionContext(Map.of("PULSEFEED_JDBC_URL", "jdbc:x")))
                .parseArgs();

        assertThat(demo.jdbcUrl).isNull();
    }

    @Test
    void reportsAnUnknownKeyAndAMissingFile() throws IOException {
        ConnectionContext typo = new ConnectionContext(Map.of());
        typo.use(context("connect.uri=http://x"));
        assertThatThrownBy(() -> typo.value(Setting.CONNECT_URL))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("unknown key connect.uri")
                .hasMessageContaining("connect.url");
        ConnectionContext missing = new ConnectionContext(Map.of());
        missing.use(folder.resolve("none"));
        assertThatThrownBy(() -> missing.value(Setting.CONNECT_URL))
                .hasMessageContaining("none: no such file or directory");
    }
}
