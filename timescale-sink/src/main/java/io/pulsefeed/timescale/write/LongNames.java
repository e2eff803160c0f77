package io.pulsefeed.timescale.write;

import io.pulsefeed.timescale.mapping.TableMapping;
import io.pulsefeed.timescale.mapping.TopicMapping;
import io.pulsefeed.timescale.schema.Sql;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import org.apache.kafka.connect.errors.ConnectException;

/** Finds tables that are one table for PostgreSQL, which cuts names at 63 bytes. A Kafka topic can have 249 characters. */
final class LongNames {

    private static final int MAX_BYTES = 63;

    private LongNames() {}

    /** @throws ConnectException if rows of different tables would be written to one table */
    static void check(TopicMapping topic, Collection<TopicMapping> all) {
        for (TableMapping table : topic.tables()) {
            if (Sql.unqualified(table.table()).getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
                all.forEach(other -> other.tables().forEach(known -> requireDifferent(table, known)));
            }
        }
    }

    private static void requireDifferent(TableMapping table, TableMapping other) {
        if (!other.table().equals(table.table()) && cut(other.table()).equals(cut(table.table()))) {
            throw new ConnectException("Tables " + table.table() + " and " + other.table() + " have the same first "
                    + MAX_BYTES + " bytes, and PostgreSQL cuts names there, so their rows would be mixed. Set table."
                    + table.topic() + " to a shorter name.");
        }
    }

    /** The quoted table with the name that PostgreSQL uses. */
    private static String cut(String table) {
        String quoted = Sql.quotedTable(table);
        String name = Sql.unqualified(table);
        String schema = quoted.substring(0, quoted.length() - Sql.quoted(name).length());
        int bytes = 0;
        int end = 0;
        while (end < name.length()) {
            int codePoint = name.codePointAt(end);
            bytes += Character.toString(codePoint).getBytes(StandardCharsets.UTF_8).length;
            if (bytes > MAX_BYTES) {
                break;
            }
            end += Character.charCount(codePoint);
        }
        return schema + Sql.quoted(name.substring(0, end));
    }
}
