package io.pulsefeed.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A stand-in for TimescaleDB Community: an embedded PostgreSQL with the views and functions of {@code stub-community.sql}. It
 * checks that statements are valid and which policies they leave, not what TimescaleDB does with them: no build of the Community
 * edition is available to the build.
 */
public final class StubCommunity implements AutoCloseable {

    private static final Pattern SET_OPTIONS =
            Pattern.compile("ALTER TABLE (\\S+) SET \\((timescaledb\\..*)\\)", Pattern.DOTALL);

    private final TestDatabase database = TestDatabase.startPlainPostgres();

    public StubCommunity() {
        try (InputStream script = StubCommunity.class.getResourceAsStream("/stub-community.sql")) {
            database.execute(new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The server, whose {@code connect} does not translate {@code ALTER TABLE .. SET}. */
    public TestDatabase database() {
        return database;
    }

    /** Pretends to be another version of TimescaleDB. */
    public void setVersion(String version) {
        database.execute("SET allow_system_table_mods = on; UPDATE pg_extension SET extversion = '" + version
                + "' WHERE extname = 'timescaledb'");
    }

    /** A connection that translates {@code ALTER TABLE .. SET (timescaledb..)}, which PostgreSQL rejects. */
    public Connection connect() throws SQLException {
        return proxy(Connection.class, database.connect());
    }

    private static <T> T proxy(Class<T> type, T target) {
        return type.cast(Proxy.newProxyInstance(
                StubCommunity.class.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    if (arguments != null && arguments.length > 0 && arguments[0] instanceof String sql) {
                        arguments[0] = translated(sql);
                    }
                    try {
                        Object result = method.invoke(target, arguments);
                        return method.getName().equals("createStatement")
                                ? proxy(Statement.class, (Statement) result)
                                : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    private static String translated(String sql) {
        Matcher matcher = SET_OPTIONS.matcher(sql);
        return matcher.matches()
                ? "SELECT stub.set_compression('" + matcher.group(1) + "', $options$" + matcher.group(2) + "$options$)"
                : sql;
    }

    @Override
    public void close() throws IOException {
        database.close();
    }
}
