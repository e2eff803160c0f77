package io.pulsefeed.timescale.write;

import io.pulsefeed.timescale.config.SchemaConfig;
import io.pulsefeed.timescale.mapping.TableMapping;
import io.pulsefeed.timescale.mapping.TopicMapping;
import io.pulsefeed.timescale.schema.Catalog;
import io.pulsefeed.timescale.schema.Edition;
import io.pulsefeed.timescale.schema.Extension;
import io.pulsefeed.timescale.schema.Server;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes into compressed chunks: their limit per statement, and versions of TimescaleDB with bugs. */
final class CompressedWrites {

    private static final Logger LOG = LoggerFactory.getLogger(CompressedWrites.class);

    /** Sets nothing on a version that does not have the setting. */
    private static final String SET_LIMIT =
            """
            SELECT set_config(name, ?, false)
            FROM (SELECT 'timescaledb.max_tuples_decompressed_per_dml_transaction' AS name) s
            WHERE current_setting(name, true) IS NOT NULL""";

    private final SchemaConfig config;
    private final List<TopicMapping> topics;

    CompressedWrites(SchemaConfig config, List<TopicMapping> topics) {
        this.config = config;
        this.topics = topics;
    }

    /**
     * Prepares a new connection. Commits, so that a later rollback keeps the limit.
     *
     * @throws ConnectException if the server loses rows with this configuration
     */
    void prepare(Connection connection, Server server) throws SQLException {
        @Nullable Extension extension = server.extension();
        if (extension == null) {
            return;
        }
        findLossyTable(connection, server).ifPresent(table -> {
            throw new ConnectException(message(table, extension));
        });
        if (server.edition() == Edition.COMMUNITY && isAnyCompressed() && hidesRows(extension)) {
            LOG.warn(
                    "TimescaleDB {} can hide rows of compressed chunks from queries on smallint columns; upgrade it to 2.27.0"
                            + " or newer",
                    extension.version());
        }
        try (PreparedStatement statement = connection.prepareStatement(SET_LIMIT)) {
            statement.setString(1, Integer.toString(config.decompressMaxTuples()));
            statement.execute();
        }
        connection.commit();
    }

    /** A mapping whose rows this server would lose. */
    Optional<TableMapping> findLossyTable(Connection connection, Server server) throws SQLException {
        @Nullable Extension extension = server.extension();
        if (extension == null || server.edition() != Edition.COMMUNITY || !extension.isOlderThan(2, 18, 1)) {
            return Optional.empty();
        }
        Catalog catalog = new Catalog(connection);
        for (TopicMapping topic : topics) {
            for (TableMapping table : topic.tables()) {
                if (table.keepFirst()
                        && (config.compressAfter().of(table.table()).isPresent()
                                || isCompressed(catalog, table.table()))) {
                    return Optional.of(table);
                }
            }
        }
        return Optional.empty();
    }

    static String message(TableMapping table, Extension extension) {
        return "Table " + table.table() + " is compressed and conflict." + table.topic() + " is first, but TimescaleDB "
                + extension.version()
                + " loses rows of INSERT .. ON CONFLICT DO NOTHING into compressed chunks. Upgrade"
                + " TimescaleDB to 2.18.1 or newer, set conflict." + table.topic()
                + "=last, or do not compress the table.";
    }

    private boolean isAnyCompressed() {
        return topics.stream()
                .flatMap(topic -> topic.tables().stream())
                .anyMatch(table -> config.compressAfter().of(table.table()).isPresent());
    }

    /** Bloom filters on smallint columns, from 2.20.0 until 2.27.0. */
    private static boolean hidesRows(Extension extension) {
        return !extension.isOlderThan(2, 20, 0) && extension.isOlderThan(2, 27, 0);
    }

    private static boolean isCompressed(Catalog catalog, String table) throws SQLException {
        return catalog.hypertable(table).map(Catalog.Hypertable::isCompressed).orElse(false);
    }
}
