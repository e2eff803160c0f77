package io.pulsefeed.timescale.write;

import io.pulsefeed.timescale.config.ConnectionConfig;
import io.pulsefeed.timescale.config.SchemaConfig;
import io.pulsefeed.timescale.config.TimescaleSinkConnectorConfig;
import io.pulsefeed.timescale.mapping.MappingParser;
import io.pulsefeed.timescale.mapping.TableMapping;
import io.pulsefeed.timescale.schema.Server;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;

/**
 * Logs in to the database while a configuration is validated. Reports only errors that the user must fix in the configuration.
 * An unreachable server is not one of them, because a running sink waits for it.
 */
public final class LoginCheck {

    private static final int TIMEOUT_S = 3;

    private LoginCheck() {}

    /** @param key the key that the user must change */
    public record LoginError(String key, String message) {}

    public static Optional<LoginError> findError(TimescaleSinkConnectorConfig config) {
        Database database = new Database(config.connection(), config.taskId().connector());
        try (Connection connection = database.open(TIMEOUT_S)) {
            Server server = Server.detect(connection);
            Optional<TableMapping> lossy = new CompressedWrites(
                            config.schema(), MappingParser.parse(config.mappings(), config.schema()))
                    .findLossyTopic(connection, server);
            connection.rollback();
            return lossy.map(table -> new LoginError(
                    SchemaConfig.COMPRESS_AFTER,
                    CompressedWrites.message(table, Objects.requireNonNull(server.extension()))));
        } catch (SQLException e) {
            String state = String.valueOf(e.getSQLState());
            if (state.startsWith("28")) {
                return Optional.of(new LoginError(
                        ConnectionConfig.PASSWORD,
                        database.displayUrl() + " rejected user " + database.displayUser() + ": " + e.getMessage()));
            }
            return state.equals("3D000")
                    ? Optional.of(new LoginError(ConnectionConfig.URL, database.displayUrl() + ": " + e.getMessage()))
                    : Optional.empty();
        }
    }
}
