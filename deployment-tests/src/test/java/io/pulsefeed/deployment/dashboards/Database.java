package io.pulsefeed.deployment.dashboards;

import io.pulsefeed.deployment.Checkout;
import java.io.IOException;
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
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A database that the sinks of a test write and dashboards read. */
record Database(String name, String url, String user, String password) {

    /** An answer: the columns' names, and each row as texts. */
    record Answer(List<String> columns, List<List<String>> rows) {

        /** Columns that hold something in at least one row. */
        List<String> filled() {
            List<String> filled = new ArrayList<>();
            for (int i = 0; i < columns.size(); i++) {
                int column = i;
                if (rows.stream().anyMatch(row -> row.get(column) != null)) {
                    filled.add(columns.get(i));
                }
            }
            return filled;
        }
    }

    /** A fresh database in the server of dev/timescaledb; empty, with a line that says so, where that cannot run. */
    static Optional<Database> timescale() {
        Path script = Checkout.path("dev/timescaledb");
        boolean debian = Files.exists(Path.of("/etc/debian_version"));
        if (!debian || !"root".equals(System.getProperty("user.name"))) {
            System.out.println("NOT CHECKED: dashboards on TimescaleDB (dev/timescaledb needs Debian and root)");
            return Optional.empty();
        }
        try {
            Process process = new ProcessBuilder(script.toString(), "up")
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            String url = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (!process.waitFor(10, TimeUnit.MINUTES) || process.exitValue() != 0) {
                System.out.println("NOT CHECKED: dashboards on TimescaleDB (dev/timescaledb did not start)");
                return Optional.empty();
            }
            Database server = new Database("TimescaleDB", url.replaceFirst("\\?.*", ""), "postgres", "none");
            return Optional.of(
                    server.fresh("dashboards_" + ProcessHandle.current().pid()));
        } catch (IOException e) {
            throw new IllegalStateException(script + " could not be run", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Database fresh(String database) {
        execute("DROP DATABASE IF EXISTS " + database + " WITH (FORCE)");
        execute("CREATE DATABASE " + database);
        Database fresh = new Database(name, url.substring(0, url.lastIndexOf('/') + 1) + database, user, password);
        fresh.execute("CREATE EXTENSION timescaledb");
        return fresh;
    }

    /** Only for one that {@link #timescale} has made. */
    void drop() {
        Database server = new Database(name, url.substring(0, url.lastIndexOf('/') + 1) + "pulsefeed", user, password);
        server.execute("DROP DATABASE IF EXISTS " + url.substring(url.lastIndexOf('/') + 1) + " WITH (FORCE)");
    }

    Map<String, String> settings() {
        return Map.of("connection.url", url, "connection.user", user, "connection.password", password);
    }

    /** Asks as Grafana may: nothing can be written. */
    Answer ask(String sql) {
        try (Connection connection = open()) {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            return ask(connection, sql);
        } catch (SQLException e) {
            throw new IllegalStateException(name + ": " + e.getMessage() + "\n" + sql, e);
        }
    }

    /** How the server would read, were the tables too large to read them whole. */
    String plan(String sql) {
        try (Connection connection = open()) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET LOCAL enable_seqscan = off");
            }
            return String.join(
                    "\n",
                    ask(connection, "EXPLAIN " + sql).rows().stream()
                            .map(row -> row.get(0))
                            .toList());
        } catch (SQLException e) {
            throw new IllegalStateException(name + ": " + e.getMessage() + "\n" + sql, e);
        }
    }

    private static Answer ask(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<String> columns = new ArrayList<>();
            for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                columns.add(result.getMetaData().getColumnLabel(i));
            }
            List<List<String>> rows = new ArrayList<>();
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= columns.size(); i++) {
                    row.add(result.getString(i));
                }
                rows.add(row);
            }
            return new Answer(columns, rows);
        }
    }

    private void execute(String sql) {
        try (Connection connection = open();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(name + ": " + sql, e);
        }
    }

    private Connection open() throws SQLException {
        return DriverManager.getConnection(url, user, password);
    }

    @Override
    public String toString() {
        return name;
    }
}
