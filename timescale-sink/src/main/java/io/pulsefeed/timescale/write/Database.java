package io.pulsefeed.timescale.write;

import io.pulsefeed.timescale.config.ConnectionConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** Opens JDBC connections. */
public final class Database {

    private static final int CONNECT_TIMEOUT_S = 10;
    /** Detects a server that stopped answering without closing the connection; TCP keepalive alone takes hours. */
    private static final int SOCKET_TIMEOUT_S = 300;

    /** OIDs of the array types that the merge path sends in binary. The default list of the driver has only some of them. */
    private static final String BINARY_ARRAYS =
            "1000,1001,1002,1003,1005,1007,1016,1028,1009,199,1021,1022,1182,1183,1115,1185,1231,2951,3807";

    private final ConnectionConfig config;
    private final String applicationName;

    public Database(ConnectionConfig config, String applicationName) {
        this.config = config;
        this.applicationName = applicationName;
    }

    public Connection open() throws SQLException {
        return open(CONNECT_TIMEOUT_S);
    }

    /** @param timeoutSeconds for the TCP connection and for the login */
    Connection open(int timeoutSeconds) throws SQLException {
        Properties properties = new Properties();
        if (!config.user().isEmpty()) {
            properties.setProperty("user", config.user());
        }
        if (!config.password().value().isEmpty()) {
            properties.setProperty("password", config.password().value());
        }
        properties.setProperty("ApplicationName", applicationName);
        properties.setProperty("connectTimeout", Integer.toString(timeoutSeconds));
        properties.setProperty("loginTimeout", Integer.toString(timeoutSeconds));
        properties.setProperty("socketTimeout", Integer.toString(SOCKET_TIMEOUT_S));
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("binaryTransferEnable", BINARY_ARRAYS);
        Connection connection = driver().connect(config.url(), properties);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TimeZone = 'UTC'; SET array_nulls = on");
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** DriverManager would only find drivers of the calling class loader, and can return the driver of another plugin. */
    private static org.postgresql.Driver driver() {
        return new org.postgresql.Driver();
    }

    /** The URL without parameters, which can contain secrets. */
    public String displayUrl() {
        int parameters = config.url().indexOf('?');
        return parameters < 0 ? config.url() : config.url().substring(0, parameters);
    }

    String displayUser() {
        return config.user().isEmpty() ? "(default of the URL or driver)" : config.user();
    }
}
