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
import org.jspecify.annotations.Nullable;

/** An embedded PostgreSQL server with durable storage, or the connection check of an external database. */
public final class EmbeddedDatabase {

    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final String CONNECT_LIMIT_SECONDS = "10";

    private static @Nullable EmbeddedPostgres server;

    private EmbeddedDatabase() {}

    public static synchronized void start(Map<String, String> settings, Consumer<String> onFatalError)
            throws IOException {
        if (!settings.get("jdbc.url").isEmpty()) {
            checkExternal(settings.get("jdbc.url"));
            return;
        }
        if (DataDirectory.runsAsRoot() && !LinuxUtils.isUnshareAvailable()) {
            throw new StackException(
                    "PostgreSQL does not run as root, and user namespaces, which avoid this, are not available on this system."
                            + " Run as another user, or use an existing database with --jdbc-url.");
        }
        String password =
                Files.readString(Path.of(settings.get("password.file"))).strip();
        Path folder = Path.of(settings.get("folder"));
        DataDirectory dataDirectory = new DataDirectory(folder, password);
        dataDirectory.deleteIfIncomplete();
        dataDirectory.checkVersion();
        server = launch(folder, Integer.parseInt(settings.get("port")), password, dataDirectory);
    }

    private static EmbeddedPostgres launch(Path folder, int port, String password, DataDirectory dataDirectory)
            throws IOException {
        try {
            return EmbeddedPostgres.builder()
                    .setOverrideWorkingDirectory(folder.resolve("program").toFile())
                    .setDataDirectory(dataDirectory.data())
                    .setCleanDataDirectory(false)
                    .setRegisterShutdownHook(false)
                    .setDataDirectoryCustomizer(data -> dataDirectory.prepare())
                    .setPGStartupWait(START_LIMIT)
                    .setPort(port)
                    // The locale of the user's environment may not be installed.
                    .setLocaleConfig("locale", "C")
                    .setConnectConfig("password", password)
                    .setServerConfig("listen_addresses", "127.0.0.1")
                    .setServerConfig("unix_socket_directories", "")
                    // The library turns these off because it is made for tests.
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
                                + "). Use an existing database with --jdbc-url.",
                        e);
            }
            throw e;
        }
    }

    /** Reads the credentials from the environment, like the connectors. */
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
                    "Cannot connect to the database " + shown + ": " + e.getMessage()
                            + " Check --jdbc-url, and PULSEFEED_DB_USER and PULSEFEED_DB_PASSWORD in the environment.",
                    e);
        }
    }

    private static void put(Properties properties, String key, @Nullable String value) {
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
