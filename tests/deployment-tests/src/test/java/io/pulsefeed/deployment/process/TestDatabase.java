package io.pulsefeed.deployment.process;

import io.pulsefeed.deployment.Checkout;
import io.pulsefeed.testing.FreePorts;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The database behind the sinks: that of {@code PULSEFEED_TEST_JDBC_URL} (in a schema of its own), else a real TimescaleDB from
 * {@code dev/timescaledb}, else an embedded PostgreSQL, which then says what is not checked.
 */
public final class TestDatabase implements AutoCloseable {

    private static final String USER = "postgres";
    private static final String PASSWORD = "postgres";

    private interface Closing {
        void close() throws IOException;
    }

    private final String url;
    private final String user;
    private final String password;
    private final Closing closing;

    private TestDatabase(String url, String user, String password, Closing closing) {
        this.url = url;
        this.user = user;
        this.password = password;
        this.closing = closing;
    }

    public static TestDatabase start() {
        String given = System.getenv("PULSEFEED_TEST_JDBC_URL");
        if (given != null) {
            return in(given);
        }
        Path script = Checkout.path("dev/timescaledb");
        boolean possible =
                Files.exists(Path.of("/etc/debian_version")) && "root".equals(System.getProperty("user.name"));
        if (possible) {
            String port = String.valueOf(FreePorts.take(1)[0]);
            String started = run(script, "up", port);
            if (started != null) {
                return new TestDatabase(
                        started.replaceAll("\\?.*", ""), USER, PASSWORD, () -> run(script, "wipe", port));
            }
        }
        System.err.println(
                "NOT CHECKED: figures of hypertables and of TimescaleDB's editions, because none could be started"
                        + " here (dev/timescaledb needs root on Debian or Ubuntu, or set PULSEFEED_TEST_JDBC_URL). Plain PostgreSQL is"
                        + " used.");
        return embedded();
    }

    private static TestDatabase in(String server) {
        String schema = "monitored_" + ProcessHandle.current().pid();
        String separator = server.contains("?") ? "&" : "?";
        TestDatabase whole = new TestDatabase(server, null, null, () -> {});
        whole.execute("CREATE SCHEMA " + schema);
        String user = parameter(server, "user");
        String password = parameter(server, "password");
        return new TestDatabase(
                server.replaceAll("(?<=[?&])(user|password)=[^&]*&?", "") + separator + "currentSchema=" + schema
                        + ",public",
                user == null ? USER : user,
                password == null ? PASSWORD : password,
                () -> whole.execute("DROP SCHEMA " + schema + " CASCADE"));
    }

    private static String parameter(String url, String name) {
        var matcher =
                java.util.regex.Pattern.compile("[?&]" + name + "=([^&]*)").matcher(url);
        return matcher.find() ? matcher.group(1) : null;
    }

    /** A plain PostgreSQL, for what must work, or may be looked at, without a TimescaleDB. */
    public static TestDatabase embedded() {
        try {
            EmbeddedPostgres postgres = EmbeddedPostgres.builder().start();
            String url = "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/postgres";
            return new TestDatabase(url, USER, PASSWORD, postgres::close);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String run(Path script, String action, String port) {
        try {
            Process process = new ProcessBuilder(script.toString(), action, port)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.waitFor(10, TimeUnit.MINUTES) && process.exitValue() == 0 ? output : null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public String url() {
        return url;
    }

    public String user() {
        return user;
    }

    public String password() {
        return password;
    }

    /** What {@code ${env:..}} of the shipped sinks asks for. */
    public Map<String, String> environment() {
        return Map.of("PULSEFEED_JDBC_URL", url, "PULSEFEED_DB_USER", user, "PULSEFEED_DB_PASSWORD", password);
    }

    public Connection connect() throws SQLException {
        return user == null ? DriverManager.getConnection(url) : DriverManager.getConnection(url, user, password);
    }

    public void execute(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    @Override
    public void close() throws IOException {
        closing.close();
    }
}
