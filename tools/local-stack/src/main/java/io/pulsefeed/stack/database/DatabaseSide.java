package io.pulsefeed.stack.database;

import io.pulsefeed.stack.StackException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;

/** The database of the stack: an embedded PostgreSQL server that keeps what it is given, or a look at the user's own. */
public final class DatabaseSide {

    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final String CONNECT_LIMIT_SECONDS = "10";

    private static EmbeddedPostgres server;

    private DatabaseSide() {}

    public static synchronized void start(Map<String, String> settings, Consumer<String> fatal) throws IOException {
        if (!settings.get("jdbc.url").isEmpty()) {
            checkExternal(settings.get("jdbc.url"));
            return;
        }
        if (Cluster.runsAsRoot() && !LinuxUtils.isUnshareAvailable()) {
            throw new StackException(
                    "PostgreSQL refuses to run as root, and this system forbids the user namespaces that would work around it."
                            + " Run as a normal user, or give --jdbc-url.");
        }
        String password =
                Files.readString(Path.of(settings.get("password.file"))).strip();
        Path folder = Path.of(settings.get("folder"));
        Cluster cluster = new Cluster(folder, password);
        cluster.discardHalfMade();
        cluster.checkVersion();
        server = launch(folder, Integer.parseInt(settings.get("port")), password, cluster);
    }

    private static EmbeddedPostgres launch(Path folder, int port, String password, Cluster cluster) throws IOException {
        try {
            return EmbeddedPostgres.builder()
                    .setOverrideWorkingDirectory(folder.resolve("program").toFile())
                    .setDataDirectory(cluster.data())
                    .setCleanDataDirectory(false)
                    .setRegisterShutdownHook(false)
                    .setDataDirectoryCustomizer(data -> cluster.prepare())
                    .setPGStartupWait(START_LIMIT)
                    .setPort(port)
                    // A locale named by the user's environment need not be installed on this machine.
                    .setLocaleConfig("locale", "C")
                    .setConnectConfig("password", password)
                    .setServerConfig("listen_addresses", "127.0.0.1")
                    .setServerConfig("unix_socket_directories", "")
                    // The library starts its servers for tests, where nothing must last.
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("max_connections", "40")
                    .setServerConfig("shared_buffers", "64MB")
                    .setServerConfig("max_wal_size", "256MB")
                    .setServerConfig("io_method", "sync")
                    .setServerConfig("jit", "off")
                    .start();
        } catch (IllegalStateException e) {
            if (String.valueOf(e.getMessage()).startsWith("No Postgres binary")) {
                throw new StackException(
                        "There is no embedded PostgreSQL for this system (" + e.getMessage()
                                + "). Give a database of your own with --jdbc-url.",
                        e);
            }
            throw e;
        }
    }

    /** Credentials stand in the environment, where the connectors find them too. */
    private static void checkExternal(String url) {
        Properties properties = new Properties();
        put(properties, "user", System.getenv("PULSEFEED_DB_USER"));
        put(properties, "password", System.getenv("PULSEFEED_DB_PASSWORD"));
        properties.setProperty("connectTimeout", CONNECT_LIMIT_SECONDS);
        properties.setProperty("loginTimeout", CONNECT_LIMIT_SECONDS);
        try (Connection connection = DriverManager.getConnection(url, properties)) {
            connection.isValid(Integer.parseInt(CONNECT_LIMIT_SECONDS));
        } catch (SQLException e) {
            String shown = url.contains("?") ? url.substring(0, url.indexOf('?')) : url;
            throw new StackException(
                    "The database " + shown + " cannot be used: " + e.getMessage()
                            + " Check --jdbc-url, and PULSEFEED_DB_USER and PULSEFEED_DB_PASSWORD in the environment.",
                    e);
        }
    }

    private static void put(Properties properties, String key, String value) {
        if (value != null && !value.isEmpty()) {
            properties.setProperty(key, value);
        }
    }

    public static synchronized void stop() throws IOException {
        if (server != null) {
            server.close();
        }
    }
}
