package io.pulsefeed.system.upgrade;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A database that sinks write to.
 *
 * @param user empty for the one in the URL
 */
record Database(String url, String user, String password) {

    /** Columns, indexes, constraints, storage parameters, and what makes a table a hypertable. Names carry no schema. */
    private static final String CATALOG =
            """
            SELECT 'column ' || c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
                   || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END
                   || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '')
            FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
            WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')
            UNION ALL
            SELECT 'index ' || replace(pg_get_indexdef(i.indexrelid), current_schema() || '.', '')
            FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
            WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')
            UNION ALL
            SELECT 'constraint ' || c.relname || ' ' || k.conname || ' ' || pg_get_constraintdef(k.oid)
            FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
            WHERE c.relnamespace = current_schema()::regnamespace AND k.contype <> 'n'
            UNION ALL
            SELECT 'option ' || c.relname || ' ' || unnest(c.reloptions)
            FROM pg_class c
            WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')
            ORDER BY 1""";

    private static final String HYPERTABLES =
            """
            SELECT 'hypertable ' || hypertable_name || ' by ' || column_name || ' every ' || time_interval
            FROM timescaledb_information.dimensions WHERE hypertable_schema = current_schema()
            UNION ALL
            SELECT 'policy ' || hypertable_name || ' ' || proc_name || ' ' || config
            FROM timescaledb_information.jobs WHERE hypertable_schema = current_schema()
            ORDER BY 1""";

    private static final String TABLES =
            """
            SELECT relname FROM pg_class
            WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p') ORDER BY relname""";

    Map<String, String> sinkSettings() {
        Map<String, String> settings = new TreeMap<>(Map.of("connection.url", url));
        if (!user.isEmpty()) {
            settings.put("connection.user", user);
            settings.put("connection.password", password);
        }
        return settings;
    }

    void execute(String sql) {
        try (Connection connection = open();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** The first column of each row. */
    List<String> column(String sql) {
        try (Connection connection = open();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (result.next()) {
                values.add(result.getString(1));
            }
            return values;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    List<String> tables() {
        return column(TABLES);
    }

    boolean hasTimescale() {
        return !column("SELECT 1 FROM pg_extension WHERE extname = 'timescaledb'")
                .isEmpty();
    }

    /** One line for each thing that the catalog knows of the tables. */
    List<String> catalog() {
        List<String> lines = new ArrayList<>(column(CATALOG));
        if (hasTimescale()) {
            lines.addAll(column(HYPERTABLES));
        }
        return lines;
    }

    /** {@code INSERT} statements for the first rows of a table. */
    List<String> inserts(String table, int most) {
        List<String> columns = column("SELECT attname FROM pg_attribute WHERE attrelid = '" + table
                + "'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum");
        return inserts(table, columns, most);
    }

    /** {@code INSERT} statements for some columns of the first rows of a table. */
    List<String> inserts(String table, List<String> columns, int most) {
        String names = String.join(", ", columns);
        String values = String.join(
                " || ', ' || ",
                columns.stream()
                        .map(column -> "quote_nullable(" + column + "::text)")
                        .toList());
        return column("SELECT 'INSERT INTO " + table + " (" + names + ") VALUES (' || " + values + " || ');' FROM "
                + table + " ORDER BY " + names + " LIMIT " + most);
    }

    private Connection open() throws SQLException {
        Connection connection =
                user.isEmpty() ? DriverManager.getConnection(url) : DriverManager.getConnection(url, user, password);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TIME ZONE 'UTC'");
        }
        return connection;
    }
}
