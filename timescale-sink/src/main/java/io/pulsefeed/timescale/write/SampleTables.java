package io.pulsefeed.timescale.write;

import io.pulsefeed.timescale.config.TimescaleSinkConnectorConfig;
import io.pulsefeed.timescale.mapping.FieldMapping;
import io.pulsefeed.timescale.mapping.MappingParser;
import io.pulsefeed.timescale.mapping.TableMapping;
import io.pulsefeed.timescale.mapping.TopicMapping;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.connect.errors.ConnectException;

/**
 * Chooses the mapping of EmotiBit packets by the tables of the database. In release 0.1.0, {@code emotibit_sample} was a table of one row
 * per sample; the sink continues to fill it until {@code pulsefeed database apply} turns it into a view of {@code emotibit_packet}. Until
 * that command adds the column {@code study}, the sink leaves it out.
 */
final class SampleTables {

    private static final String PACKET = "emotibit_packet";
    private static final String SAMPLE = "emotibit_sample";
    /** Samples are rows of a table, or packets have no column for them. */
    private static final String IS_EARLIER =
            """
            SELECT EXISTS (SELECT FROM pg_class WHERE oid = to_regclass('emotibit_sample') AND relkind IN ('r', 'p'))
              OR to_regclass('emotibit_packet') IS NOT NULL AND NOT EXISTS (SELECT FROM pg_attribute
                WHERE attrelid = to_regclass('emotibit_packet') AND attname = 'values' AND NOT attisdropped)""";

    private static final String STUDY = "study";
    private static final String TABLES_WITHOUT_STUDY =
            """
            SELECT c.relname FROM pg_class c WHERE c.oid IN (to_regclass('emotibit_packet'), to_regclass('emotibit_metric'))
              AND NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = c.oid AND attname = 'study' AND NOT attisdropped)""";

    /** By topic. */
    private final Map<String, TopicMapping> earlier;

    private boolean isEarlier;

    SampleTables(TimescaleSinkConnectorConfig config) {
        this.earlier =
                config
                        .earlierMappings()
                        .map(mappings -> MappingParser.parse(mappings, config.schema()))
                        .orElse(List.of())
                        .stream()
                        .filter(topic -> writes(topic, PACKET))
                        .collect(Collectors.toMap(TopicMapping::topic, Function.identity()));
    }

    private static boolean writes(TopicMapping topic, String table) {
        return topic.tables().stream().anyMatch(each -> each.table().equals(table));
    }

    /** @return {@code topics}, with the mapping that matches the tables */
    List<TopicMapping> select(Connection connection, List<TopicMapping> topics) throws SQLException {
        if (earlier.isEmpty()) {
            return topics;
        }
        isEarlier = isEarlier(connection);
        Set<String> withoutStudy = tablesWithoutStudy(connection);
        List<TopicMapping> selected = new ArrayList<>();
        for (TopicMapping topic : topics) {
            TopicMapping mapping = isEarlier ? earlier.getOrDefault(topic.topic(), topic) : topic;
            for (String table : withoutStudy) {
                mapping = mapping.without(table, Set.of(STUDY));
            }
            selected.add(mapping);
        }
        return selected;
    }

    private static Set<String> tablesWithoutStudy(Connection connection) throws SQLException {
        Set<String> tables = new HashSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(TABLES_WITHOUT_STUDY)) {
            while (rows.next()) {
                tables.add(rows.getString(1));
            }
        }
        return tables;
    }

    private static boolean isEarlier(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(IS_EARLIER)) {
            return row.next() && row.getBoolean(1);
        }
    }

    /**
     * Rejects a mapping that was written for the tables of 0.1.0, because it would drop the samples without an error.
     *
     * @param topic as selected for the current tables
     * @throws ConnectException if the samples would be lost
     */
    void check(TopicMapping topic) {
        TopicMapping before = earlier.get(topic.topic());
        if (isEarlier || before == null || !writes(before, SAMPLE)) {
            return;
        }
        if (writes(topic, SAMPLE)) {
            throw new ConnectException("table." + topic.topic() + " contains " + SAMPLE + ", but it is a view of "
                    + PACKET + ". Remove " + SAMPLE + " from the list.");
        }
        for (TableMapping table : topic.tables()) {
            List<String> columns =
                    table.fields().stream().map(FieldMapping::column).toList();
            if (table.table().equals(PACKET) && !columns.containsAll(List.of("period", "values"))) {
                throw new ConnectException("fields." + topic.topic() + "/" + PACKET
                        + " does not map period and values, so the samples would be lost: " + SAMPLE + " is a view of "
                        + PACKET
                        + ". Add period and values to the list.");
            }
        }
    }
}
