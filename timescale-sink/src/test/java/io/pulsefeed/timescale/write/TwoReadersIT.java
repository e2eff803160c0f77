package io.pulsefeed.timescale.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.testing.TestDatabase;
import io.pulsefeed.timescale.SinkDriver;
import io.pulsefeed.timescale.error.BadRecordException;
import io.pulsefeed.timescale.schema.Column;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The corpus {@code two-readers.txt} in a real table: by COPY, and by the merge path, which converts arrays and casts text. */
class TwoReadersIT {

    private static final String AS_EXPECTED = "as expected";

    private static TestDatabase database;
    private static Connection connection;

    private final List<String> failures = new ArrayList<>();

    @BeforeAll
    static void createDatabase() throws SQLException {
        database = TestDatabase.fresh();
        database.execute("CREATE EXTENSION IF NOT EXISTS hstore SCHEMA public");
        connection = database.connect();
    }

    @AfterAll
    static void closeConnection() throws SQLException {
        connection.close();
    }

    /**
     * Shapes with the same settings are written by one connector, each in all of its forms. A column {@code pos} holds the offset
     * of the record.
     */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void storesTheSameRowsForEachForm(boolean merge) throws SQLException {
        Map<Map<String, String>, List<Shape>> bySettings = Shape.all().stream()
                .collect(Collectors.groupingBy(Shape::settings, LinkedHashMap::new, Collectors.toList()));
        int checked = 0;
        for (Map.Entry<Map<String, String>, List<Shape>> entry : bySettings.entrySet()) {
            checked += check(entry.getKey(), entry.getValue(), merge);
        }
        assertThat(failures).isEmpty();
        assertThat(checked).isGreaterThan(900);
    }

    private int check(Map<String, String> settings, List<Shape> shapes, boolean merge) throws SQLException {
        createTable(merge);
        List<SinkRecord> records = new ArrayList<>();
        List<Shape> shapeOf = new ArrayList<>();
        for (Shape shape : shapes) {
            for (Object value : RecordForms.of(shape.json(), shape.converted()).values()) {
                records.add(Shape.record(value, records.size()));
                shapeOf.add(shape);
            }
        }
        Map<Long, String> bad = write(settings, records, merge);
        for (int i = 0; i < records.size(); i++) {
            Shape shape = shapeOf.get(i);
            String expected = isRefusedByServer(shape) ? "refused-by-database" : AS_EXPECTED;
            String outcome = outcome(i, shape, bad.get((long) i));
            if (!outcome.equals(expected)) {
                failures.add(shape + " was " + outcome);
            }
        }
        return records.size();
    }

    /** Compares the rows in the server, with the expected texts cast to the types of the columns. */
    private static String outcome(int offset, Shape shape, @Nullable String reason) throws SQLException {
        List<String> expected = shape.rows();
        boolean isBad = !expected.isEmpty() && expected.get(0).startsWith("!");
        if (reason != null) {
            return isBad && expected.get(0).equals("!" + reason) ? AS_EXPECTED : reason;
        }
        List<String> rows = rows("SELECT to_jsonb(r) FROM readings r WHERE pos = " + offset);
        if (rows.size() != (isBad ? 0 : expected.size())) {
            return rows.toString();
        }
        for (String row : isBad ? List.<String>of() : expected) {
            if (rows("SELECT 1 FROM readings WHERE pos = " + offset + condition(shape, row))
                    .isEmpty()) {
                return row + " missing in " + rows;
            }
        }
        return AS_EXPECTED;
    }

    private static List<String> rows(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                rows.add(result.getString(1));
            }
        }
        return rows;
    }

    /** Whether the record holds a number that jsonb cannot store. */
    private static boolean isRefusedByServer(Shape shape) {
        return shape.settings().get("fields.readings").contains(":jb")
                && shape.json().contains("1e200000");
    }

    private static String condition(Shape shape, String row) {
        List<String> columns = columns(shape.settings());
        List<String> texts = Arrays.asList(row.split(" ; ", -1));
        return IntStream.range(0, columns.size())
                .mapToObj(i -> condition(RowEncoding.COLUMNS.get(columns.get(i)), texts.get(i)))
                .collect(Collectors.joining());
    }

    private static String condition(Column column, String text) {
        String name = " AND \"" + column.name() + "\"";
        if (text.equals("NULL")) {
            return name + " IS NULL";
        }
        String literal = "'" + text.replace("'", "''") + "'";
        return switch (column.name()) {
            case "t" -> text.startsWith("{") ? " AND t::jsonb = " + literal + "::jsonb" : name + " = " + literal;
            case "j" -> " AND j::jsonb = " + literal + "::jsonb";
            case "aj" -> " AND aj::text::jsonb[] = " + literal + "::jsonb[]";
            case "at" -> " AND at::text = " + literal + "::text[]::text";
            default -> name + " = " + literal + "::" + column.typeName();
        };
    }

    private static List<String> columns(Map<String, String> settings) {
        List<String> columns = new ArrayList<>();
        for (String entry : settings.get("fields.readings").split(",\\s*")) {
            String name = entry.replaceAll("^(const|each|spread|value):", "").split(":")[1];
            columns.add(name);
        }
        if (settings.containsKey("extra.column")) {
            columns.add(settings.get("extra.column"));
        }
        return columns;
    }

    private static void createTable(boolean merge) {
        String columns = RowEncoding.COLUMNS.values().stream()
                .map(column -> "\"" + column.name() + "\" " + column.typeName())
                .collect(Collectors.joining(", "));
        // The merge path is also the path of a table with a column that COPY cannot write in binary.
        database.execute(
                "DROP TABLE IF EXISTS readings; DROP TABLE IF EXISTS connect_sink_offsets; CREATE TABLE readings"
                        + " (pos bigint" + (merge ? ", via inet" : "") + ", " + columns + ")");
    }

    /** @return the reasons of the bad records by offset */
    private static Map<Long, String> write(Map<String, String> settings, List<SinkRecord> records, boolean merge) {
        Map<String, String> all = new HashMap<>(settings);
        all.putAll(Map.of("name", "corpus", "topics", "readings", "linger.ms", "0", "connection.url", database.url()));
        String via = merge ? ", const:10.0.0.1:via" : "";
        all.put("fields.readings", settings.get("fields.readings") + ", kafka:offset:pos" + via);
        Map<Long, String> bad = new HashMap<>();
        try (SinkDriver sink = new SinkDriver(all, Map.of(new TopicPartition("readings", 0), records), true)) {
            sink.drain();
            sink.context()
                    .reported()
                    .forEach(reported -> bad.put(
                            reported.record().kafkaOffset(),
                            ((BadRecordException) reported.error()).reason().tag()));
        }
        return bad;
    }
}
