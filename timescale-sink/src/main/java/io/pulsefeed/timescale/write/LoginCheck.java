package io.pulsefeed.timescale.write;

import io.pulsefeed.timescale.config.ConnectionConfig;
import io.pulsefeed.timescale.config.SchemaConfig;
import io.pulsefeed.timescale.config.TimescaleSinkConnectorConfig;
import io.pulsefeed.timescale.mapping.MappingParser;
import io.pulsefeed.timescale.mapping.TableMapping;
import io.pulsefeed.timescale.mapping.TableRules;
import io.pulsefeed.timescale.mapping.TopicMapping;
import io.pulsefeed.timescale.schema.Catalog;
import io.pulsefeed.timescale.schema.Server;
import io.pulsefeed.timescale.schema.TableDescription;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.connect.errors.ConnectException;

/**
 * Logs in to the database while a configuration is validated, and checks the mappings against the tables that exist. Reports
 * only errors that the user must fix in the configuration. An unreachable server is not one of them, because a running sink
 * waits for it, and neither is a missing table, which can still be created.
 */
public final class LoginCheck {

    private static final int TIMEOUT_S = 3;

    private LoginCheck() {}

    /** @param key the key that the user must change */
    public record LoginError(String key, String message) {}

    public static Optional<LoginError> findError(TimescaleSinkConnectorConfig config) {
        Database database = new Database(config.connection(), config.taskId().connector());
        try (Connection connection = database.open(TIMEOUT_S)) {
            SampleTables sampleTables = new SampleTables(config);
            List<TopicMapping> topics = new HeaderColumns(config.mappings())
                    .select(
                            connection,
                            sampleTables.select(connection, MappingParser.parse(config.mappings(), config.schema())));
            Optional<LoginError> error = findLossyCompression(connection, config, topics);
            return error.isPresent() ? error : findTableError(connection, topics, sampleTables);
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

    private static Optional<LoginError> findLossyCompression(
            Connection connection, TimescaleSinkConnectorConfig config, List<TopicMapping> topics) throws SQLException {
        Server server = Server.detect(connection);
        Optional<TableMapping> lossy = new CompressedWrites(config.schema(), topics).findLossyTable(connection, server);
        return lossy.map(table -> new LoginError(
                SchemaConfig.COMPRESS_AFTER,
                CompressedWrites.message(table, Objects.requireNonNull(server.extension()))));
    }

    private static Optional<LoginError> findTableError(
            Connection connection, List<TopicMapping> topics, SampleTables sampleTables) throws SQLException {
        Catalog catalog = new Catalog(connection);
        for (TopicMapping parsed : topics) {
            TopicMapping topic = DottedTables.resolve(catalog, parsed);
            try {
                sampleTables.check(topic);
                for (TableMapping mapping : topic.mapsAllFields() ? List.<TableMapping>of() : topic.tables()) {
                    Optional<TableDescription> table =
                            catalog.describe(mapping.table(), mapping.key(), mapping.columns());
                    table.ifPresent(existing -> {
                        TableRules.check(mapping, existing);
                        TableRules.checkDeletes(topic, mapping, existing);
                    });
                }
            } catch (ConnectException e) {
                return Optional.of(new LoginError("fields." + topic.topic(), e.getMessage()));
            }
        }
        connection.rollback();
        return Optional.empty();
    }
}
