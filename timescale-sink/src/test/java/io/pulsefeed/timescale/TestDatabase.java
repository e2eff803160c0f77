package io.pulsefeed.timescale;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The database that integration tests run against: the one of {@code PULSEFEED_TEST_JDBC_URL}, else a real TimescaleDB from
 * {@code dev/timescaledb}, else an embedded PostgreSQL, which then says what is not checked. Every test gets a schema of its
 * own.
 */
public final class TestDatabase {

    private static final AtomicInteger SCHEMAS = new AtomicInteger();
    private static String serverUrl;

    private final String schema;
    private final String url;

    private TestDatabase(String schema, String url) {
        this.schema = schema;
        this.url = url;
    }

    /** A fresh, empty schema. */
    public static TestDatabase fresh() {
        return freshIn(serverUrl());
    }

    static TestDatabase freshIn(String server) {
        String schema = "t" + ProcessHandle.current().pid() + "_" + SCHEMAS.incrementAndGet();
        String separator = server.contains("?") ? "&" : "?";
        TestDatabase database = new TestDatabase(schema, server + separator + "currentSchema=" + schema + ",public");
        database.execute("CREATE SCHEMA " + schema);
        Runtime.getRuntime().addShutdownHook(new Thread(database::drop));
        return database;
    }

    /** The server may outlive many builds; one that a test has stopped needs no cleaning. */
    private void drop() {
        try {
            execute("DROP SCHEMA IF EXISTS " + schema + " CASCADE");
        } catch (IllegalStateException e) {
            System.err.println(
                    "Schema " + schema + " is left behind: " + e.getCause().getMessage());
        }
    }

    String host() {
        return URI.create(url.substring("jdbc:".length())).getHost();
    }

    int port() {
        return URI.create(url.substring("jdbc:".length())).getPort();
    }

    String urlThrough(int proxyPort) {
        return url.replaceFirst("//[^/]+/", "//127.0.0.1:" + proxyPort + "/");
    }

    public String url() {
        return url;
    }

    public String schema() {
        return schema;
    }

    public boolean hasTimescale() {
        return count("SELECT count(*) FROM pg_extension WHERE extname = 'timescaledb'") == 1;
    }

    public void execute(String sql) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    public long count(String sql) {
        return Long.parseLong(rows(sql).get(0));
    }

    /** Each row's columns, joined by a bar. */
    public List<String> rows(String sql) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                List<String> columns = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    columns.add(result.getString(i));
                }
                rows.add(String.join("|", columns.stream().map(String::valueOf).toList()));
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private static synchronized String serverUrl() {
        if (serverUrl == null) {
            String given = System.getenv("PULSEFEED_TEST_JDBC_URL");
            serverUrl = given != null ? given : localServer();
        }
        return serverUrl;
    }

    private static String localServer() {
        String timescale = fromScript();
        return timescale != null ? timescale : embedded();
    }

    private static String fromScript() {
        Path script = script();
        if (script == null) {
            return null;
        }
        try {
            return run(script, "up");
        } catch (IllegalStateException e) {
            System.err.println(e.getMessage());
            return null;
        }
    }

    /** The script that starts a real TimescaleDB; null where it cannot run. */
    static Path script() {
        Path script = Path.of("../dev/timescaledb").toAbsolutePath().normalize();
        boolean debian = Files.exists(Path.of("/etc/debian_version"));
        return debian && Files.isExecutable(script) && "root".equals(System.getProperty("user.name")) ? script : null;
    }

    static String run(Path script, String... arguments) {
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

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String embedded() {
        System.err.println(
                "NOT CHECKED: hypertables, chunks and SQLSTATEs of TimescaleDB, because none could be started here"
                        + " (dev/timescaledb needs root on Debian or Ubuntu, or set PULSEFEED_TEST_JDBC_URL). Plain PostgreSQL is used.");
        try {
            EmbeddedPostgres postgres = EmbeddedPostgres.builder().start();
            return postgres.getJdbcUrl("postgres", "postgres");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
