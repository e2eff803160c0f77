package io.pulsefeed.timescale.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads columns, keys and properties of tables from the system catalogs. */
public final class Catalog {

    private static final String COLUMNS =
            """
            SELECT a.attname, a.atttypid::bigint, format_type(a.atttypid, a.atttypmod), a.atttypmod, a.attnotnull,
                   a.atthasdef OR a.attidentity <> '' OR a.attgenerated <> '', t.typtype = 'd', t.typbasetype::bigint,
                   a.attgenerated <> '', a.attidentity = 'a', coalesce(c.collisdeterministic, true)
            FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid LEFT JOIN pg_collation c ON c.oid = a.attcollation
            WHERE a.attrelid = to_regclass(?) AND a.attnum > 0 AND NOT a.attisdropped
            ORDER BY a.attnum""";

    /** Unique indexes that ON CONFLICT accepts, on plain columns, without a predicate and not deferrable; the primary key first. */
    private static final String KEYS =
            """
            SELECT i.indexrelid, a.attname
            FROM pg_index i
            CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY k (attnum, position)
            JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
            WHERE i.indrelid = to_regclass(?) AND i.indisunique AND i.indisvalid AND i.indimmediate
              AND NOT i.indisexclusion
              AND i.indpred IS NULL AND i.indexprs IS NULL AND k.position <= i.indnkeyatts
            ORDER BY i.indisprimary DESC, i.indexrelid, k.position""";

    /** Bit 3 of pg_relation_is_updatable is INSERT; it includes INSTEAD OF triggers. */
    private static final String ACCESS =
            """
            SELECT c.relkind <> 'v' AND NOT row_security_active(c.oid),
                   c.relkind <> 'v' OR pg_relation_is_updatable(c.oid, true) & 8 <> 0
            FROM pg_class c WHERE c.oid = to_regclass(?)""";

    private static final String HYPERTABLE =
            """
            SELECT h.hypertable_schema || '.' || h.hypertable_name, h.compression_enabled
            FROM timescaledb_information.hypertables h
            JOIN pg_namespace n ON n.nspname = h.hypertable_schema
            JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = h.hypertable_name
            WHERE c.oid = to_regclass(?)""";

    private static final String DIMENSION =
            """
            SELECT d.column_name FROM timescaledb_information.dimensions d
            JOIN pg_class c ON c.relname = d.hypertable_name
            JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = d.hypertable_schema
            WHERE c.oid = to_regclass(?) AND d.dimension_number = 1""";

    /**
     * A table that TimescaleDB divides into chunks.
     *
     * @param name with its schema, which does not depend on the search path
     * @param isCompressed whether compression is enabled
     */
    public record Hypertable(String name, boolean isCompressed) {}

    private final Connection connection;

    public Catalog(Connection connection) {
        this.connection = connection;
    }

    public boolean exists(String table) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT to_regclass(?) IS NOT NULL")) {
            statement.setString(1, Sql.quotedTable(table));
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    /** Uses the primary key or else the oldest unique index if no key is wanted. */
    public Optional<TableDescription> describe(String table, List<String> wantedKey) throws SQLException {
        return describe(table, wantedKey, Set.of());
    }

    /**
     * @param wantedKey columns of the unique index to use; empty to use the primary key or else the oldest unique index
     * @param mapped columns that are written: an index on these has precedence over one with other columns
     * @return empty if the table does not exist
     */
    public Optional<TableDescription> describe(String table, List<String> wantedKey, Set<String> mapped)
            throws SQLException {
        Map<String, Column> columns = columns(table);
        if (columns.isEmpty()) {
            return Optional.empty();
        }
        try (PreparedStatement statement = connection.prepareStatement(ACCESS)) {
            statement.setString(1, Sql.quotedTable(table));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return Optional.of(new TableDescription(
                        table, columns, key(table, wantedKey, mapped), row.getBoolean(1), row.getBoolean(2)));
            }
        }
    }

    /**
     * Requires TimescaleDB.
     *
     * @return empty for an ordinary table
     */
    public Optional<Hypertable> hypertable(String table) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(HYPERTABLE)) {
            statement.setString(1, Sql.quotedTable(table));
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(new Hypertable(row.getString(1), row.getBoolean(2))) : Optional.empty();
            }
        }
    }

    /** The time column that a hypertable is partitioned by; null for an ordinary table. */
    public @Nullable String timeDimension(String table, Server server) throws SQLException {
        if (server.edition() == Edition.PLAIN) {
            return null;
        }
        try (PreparedStatement statement = connection.prepareStatement(DIMENSION)) {
            statement.setString(1, Sql.quotedTable(table));
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getString(1) : null;
            }
        }
    }

    private Map<String, Column> columns(String table) throws SQLException {
        Map<String, Column> columns = new LinkedHashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
            statement.setString(1, Sql.quotedTable(table));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    int oid = (int) (rows.getBoolean(7) ? rows.getLong(8) : rows.getLong(2));
                    boolean limited = (oid == 1043 || oid == 1042) && rows.getInt(4) > 4;
                    Column column = new Column(
                            rows.getString(1),
                            oid,
                            rows.getString(3),
                            limited ? rows.getInt(4) - 4 : -1,
                            rows.getBoolean(5),
                            rows.getBoolean(6),
                            generation(rows.getBoolean(9), rows.getBoolean(10)),
                            rows.getBoolean(11));
                    columns.put(column.name(), column);
                }
            }
        }
        return columns;
    }

    private static Generation generation(boolean computed, boolean identityAlways) {
        return computed ? Generation.COMPUTED : identityAlways ? Generation.IDENTITY_ALWAYS : Generation.NONE;
    }

    private List<String> key(String table, List<String> wanted, Set<String> mapped) throws SQLException {
        Map<Long, List<String>> keys = new LinkedHashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(KEYS)) {
            statement.setString(1, Sql.quotedTable(table));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    keys.computeIfAbsent(rows.getLong(1), index -> new ArrayList<>())
                            .add(rows.getString(2));
                }
            }
        }
        return keys.values().stream()
                .filter(key -> wanted.isEmpty() || key.size() == wanted.size() && key.containsAll(wanted))
                .min(Comparator.comparing(key -> !mapped.containsAll(key)))
                .orElse(List.of());
    }
}
