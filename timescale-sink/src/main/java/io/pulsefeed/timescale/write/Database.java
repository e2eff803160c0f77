package io.pulsefeed.timescale.write;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.apache.kafka.common.config.types.Password;

/** Opens connections. */
public final class Database {

    private static final String CONNECT_SECONDS = "10";
    /** A server that is gone without a word shows after this time of silence; keepalives alone take hours. */
    private static final String SOCKET_SECONDS = "300";

    /** Array types that the merge path sends in binary; the driver's own list has only some of them. */
    private static final String BINARY_ARRAYS =
            "1000,1001,1005,1007,1016,1009,199,1021,1022,1182,1183,1115,1185,1231,2951,3807";

    private final String url;
    private final String user;
    private final Password password;
    private final String application;

    public Database(String url, String user, Password password, String application) {
        this.url = url;
        this.user = user;
        this.password = password;
        this.application = application;
    }

    public Connection open() throws SQLException {
        return open(CONNECT_SECONDS);
    }

    /** @param seconds until a server that does not answer counts as away */
    Connection open(String seconds) throws SQLException {
        Properties properties = new Properties();
        if (!user.isEmpty()) {
            properties.setProperty("user", user);
        }
        if (!password.value().isEmpty()) {
            properties.setProperty("password", password.value());
        }
        properties.setProperty("ApplicationName", application);
        properties.setProperty("connectTimeout", seconds);
        properties.setProperty("loginTimeout", seconds);
        properties.setProperty("socketTimeout", SOCKET_SECONDS);
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("binaryTransferEnable", BINARY_ARRAYS);
        Connection connection = driver().connect(url, properties);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TimeZone = 'UTC'");
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** Not through DriverManager: it only sees drivers of the caller's loader, and those it met first. */
    private static org.postgresql.Driver driver() {
        return new org.postgresql.Driver();
    }

    /** The URL without its parameters, which may hold secrets. */
    public String shownUrl() {
        int parameters = url.indexOf('?');
        return parameters < 0 ? url : url.substring(0, parameters);
    }

    public String user() {
        return user.isEmpty() ? "(the URL's or the driver's default)" : user;
    }
}
