package io.pulsefeed.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A database for a test: either an empty schema of a server that all tests share ({@link #fresh}), or a server that no other test
 * uses ({@link #startServer}).
 *
 * <p>Both take the first server available of: the one in {@code PULSEFEED_TEST_JDBC_URL} (where {@code startServer} also creates a
 * schema), the TimescaleDB that {@code dev/timescaledb} starts (root on Debian or Ubuntu), and an embedded PostgreSQL. The last
 * prints what is not checked without TimescaleDB.
 */
public final class TestDatabase implements AutoCloseable {

    private static final String POSTGRES = "postgres";
    private static @Nullable String sharedServer;

    private interface CloseAction {
        void run() throws IOException;
    }

    private final String url;
    private final String user;
    private final String password;
    private final String schema;
    private final CloseAction closeAction;

    private TestDatabase(String url, String user, String password, String schema, CloseAction closeAction) {
        this.url = url;
        this.user = user;
        this.password = password;
        this.schema = schema;
        this.closeAction = closeAction;
    }

    /** An empty schema of the shared server, dropped at the end of the JVM. */
    public static TestDatabase fresh() {
        return freshIn(sharedServer());
    }

    /**
     * An empty schema of a server, dropped at the end of the JVM.
     *
     * @param serverUrl with credentials, which {@link #url} then contains as well
     */
    public static TestDatabase freshIn(String serverUrl) {
        String schema = createSchema(serverUrl);
        String separator = serverUrl.contains("?") ? "&" : "?";
        return schemaOf(serverUrl, serverUrl + separator + "currentSchema=" + schema + ",public", schema);
    }

    /** A server that no other test uses. {@link #url} has no credentials. */
    public static TestDatabase startServer() {
        String configured = System.getenv("PULSEFEED_TEST_JDBC_URL");
        if (configured != null) {
            String schema = createSchema(configured);
            String withoutCredentials = configured.replaceAll("(?<=[?&])(user|password)=[^&]*&?", "");
            String separator = configured.contains("?") ? "&" : "?";
            return schemaOf(configured, withoutCredentials + separator + "currentSchema=" + schema + ",public", schema);
        }
        String port = Integer.toString(FreePorts.one());
        String started = startTimescale(port);
        if (started == null) {
            printNotChecked();
            return startPlainPostgres();
        }
        Path script = Checkout.path("dev/timescaledb");
        return new TestDatabase(
                started.replaceAll("\\?.*", ""), POSTGRES, POSTGRES, "public", () -> run(script, "wipe", port));
    }

    /** An embedded PostgreSQL without TimescaleDB. {@link #url} has no credentials. */
    public static TestDatabase startPlainPostgres() {
        EmbeddedPostgres server = startEmbedded();
        String url = "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres";
        return new TestDatabase(url, POSTGRES, POSTGRES, "public", server::close);
    }

    private static TestDatabase schemaOf(String serverUrl, String url, String schema) {
        TestDatabase database = new TestDatabase(
                url,
                parameter(serverUrl, "user"),
                parameter(serverUrl, "password"),
                schema,
                () -> executeOn(serverUrl, "DROP SCHEMA IF EXISTS " + schema + " CASCADE"));
        Runtime.getRuntime().addShutdownHook(new Thread(database::dropAtExit));
        return database;
    }

    private static String createSchema(String serverUrl) {
        String schema = "t" + UUID.randomUUID().toString().replace("-", "");
        executeOn(serverUrl, "CREATE SCHEMA " + schema);
        return schema;
    }

    /** A server that a test has stopped needs no cleanup. */
    private void dropAtExit() {
        try {
            closeAction.run();
        } catch (IOException | IllegalStateException e) {
            System.err.println("Schema " + schema + " was not dropped: " + e);
        }
    }

    private static String parameter(String url, String name) {
        Matcher parameter = Pattern.compile("[?&]" + name + "=([^&]*)").matcher(url);
        return parameter.find() ? parameter.group(1) : POSTGRES;
    }

    private static void executeOn(String serverUrl, String sql) {
        try (Connection connection = DriverManager.getConnection(serverUrl);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
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

    public String schema() {
        return schema;
    }

    public String host() {
        return address().getHost();
    }

    public int port() {
        return address().getPort();
    }

    private URI address() {
        return URI.create(url.substring("jdbc:".length()));
    }

    /** The URL of this database through a proxy on a port of 127.0.0.1. */
    public String urlThrough(int proxyPort) {
        return url.replaceFirst("//[^/]+/", "//127.0.0.1:" + proxyPort + "/");
    }

    /** The variables that the shipped sinks read through {@code ${env:..}}. */
    public Map<String, String> environment() {
        return Map.of("PULSEFEED_JDBC_URL", url, "PULSEFEED_DB_USER", user, "PULSEFEED_DB_PASSWORD", password);
    }

    /** The settings with which a sink connects. */
    public Map<String, String> connectionSettings() {
        return Map.of("connection.url", url, "connection.user", user, "connection.password", password);
    }

    /** Another database of this server, with only {@code newSchema} in the search path. */
    public TestDatabase inDatabase(String name, String newSchema) {
        String other = url.replaceFirst("//([^/]+)/[^?]*", "//$1/" + name)
                .replaceFirst("(?<=[?&])currentSchema=[^&]*", "currentSchema=" + newSchema);
        return new TestDatabase(other, user, password, newSchema, () -> {});
    }

    /** What the server supports. */
    public TestEdition edition() {
        if (!hasTimescale()) {
            return TestEdition.PLAIN;
        }
        // The first query loads the library of the extension, without which the setting does not exist.
        List<String> license = rows("SELECT current_setting('timescaledb.license', true)"
                + " FROM (SELECT count(*) FROM timescaledb_information.hypertables) loaded");
        return license.contains("timescale") ? TestEdition.COMMUNITY : TestEdition.APACHE;
    }

    public boolean hasTimescale() {
        return count("SELECT count(*) FROM pg_extension WHERE extname = 'timescaledb'") == 1;
    }

    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url, user, password);
    }

    public void execute(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    public long count(String sql) {
        return Long.parseLong(rows(sql).get(0));
    }

    /** The columns of each row, joined by {@code |}. */
    public List<String> rows(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                List<String> columns = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    columns.add(String.valueOf(result.getString(i)));
                }
                rows.add(String.join("|", columns));
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /**
     * Skips the calling test if the server has another edition, and prints what was not checked. With {@code CI=true} the test fails
     * instead.
     */
    public void require(String check, TestEdition... editions) {
        TestEdition found = edition();
        if (List.of(editions).contains(found)) {
            return;
        }
        NotChecked.skip(check, "the database server is " + found + ", not " + List.of(editions));
    }

    private static synchronized String sharedServer() {
        if (sharedServer == null) {
            String configured = System.getenv("PULSEFEED_TEST_JDBC_URL");
            sharedServer = configured != null ? configured : startShared();
        }
        return sharedServer;
    }

    private static String startShared() {
        String timescale = startTimescale();
        if (timescale != null) {
            System.err.println(
                    "NOT CHECKED: policies, compression, jobs and continuous aggregates of a real TimescaleDB"
                            + " Community, because dev/timescaledb installs the Apache edition. A stand-in is used (set"
                            + " PULSEFEED_TEST_JDBC_URL to check a real server).");
            return timescale;
        }
        printNotChecked();
        return startEmbedded().getJdbcUrl(POSTGRES, POSTGRES);
    }

    private static @Nullable String startTimescale(String... port) {
        Path script = script();
        if (script == null) {
            return null;
        }
        List<String> arguments = new ArrayList<>(List.of("up"));
        arguments.addAll(List.of(port));
        try {
            return run(script, arguments.toArray(String[]::new));
        } catch (IllegalStateException e) {
            System.err.println(e.getMessage());
            return null;
        }
    }

    /** The script that starts and stops a TimescaleDB; null if this machine cannot run it. */
    public static @Nullable Path script() {
        Path script = Checkout.path("dev/timescaledb");
        boolean isDebian = Files.exists(Path.of("/etc/debian_version"));
        boolean isRoot = "root".equals(System.getProperty("user.name"));
        return isDebian && isRoot && Files.isExecutable(script) ? script : null;
    }

    /** Runs the script and returns what it prints to standard output. */
    public static String run(Path script, String... arguments) {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (!process.waitFor(10, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw new IllegalStateException(command + " failed");
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static EmbeddedPostgres startEmbedded() {
        try {
            return EmbeddedPostgres.builder().start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void printNotChecked() {
        System.err.println(
                "NOT CHECKED: hypertables, chunks, editions and SQLSTATEs of TimescaleDB, because none could be started"
                        + " here (dev/timescaledb needs root on Debian or Ubuntu, or set PULSEFEED_TEST_JDBC_URL). Plain PostgreSQL is"
                        + " used.");
    }

    @Override
    public void close() throws IOException {
        closeAction.run();
    }
}
