package io.pulsefeed.timescale.write;

import io.pulsefeed.timescale.error.SqlStates;
import io.pulsefeed.timescale.mapping.FieldMapping;
import io.pulsefeed.timescale.mapping.TableMapping;
import io.pulsefeed.timescale.mapping.TopicMapping;
import io.pulsefeed.timescale.schema.TableCreator;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The columns that {@code schema.evolution=add} has added or has put off. */
final class NewColumns {

    private static final Logger LOG = LoggerFactory.getLogger(NewColumns.class);
    /** A table that is locked now is tried again after this time; meanwhile its rows go without the column. */
    private static final long PUT_OFF_NANOS = 60_000_000_000L;

    private final boolean enabled;
    private final LongSupplier nanos;
    private final Map<String, Set<String>> added = new HashMap<>();
    /** Read by the task's thread. */
    private final Map<String, Long> putOff = new ConcurrentHashMap<>();

    NewColumns(boolean enabled, LongSupplier nanos) {
        this.enabled = enabled;
        this.nanos = nanos;
    }

    /** The mappings with the added columns in them. */
    List<TopicMapping> extend(List<TopicMapping> topics) {
        return topics.stream()
                .map(topic -> added.containsKey(topic.topic()) ? topic.withFields(added.get(topic.topic())) : topic)
                .toList();
    }

    /** Which unknown fields of the topic are to become columns; null for none. */
    Predicate<String> wanted(TopicMapping topic) {
        TableMapping table = topic.plainTable();
        if (!enabled || table == null) {
            return null;
        }
        Set<String> taken = table.fields().stream().map(FieldMapping::column).collect(Collectors.toSet());
        return name -> {
            Long until = putOff.get(topic.topic() + '/' + name);
            return !taken.contains(name) && (until == null || nanos.getAsLong() - until > 0);
        };
    }

    void add(Connection connection, List<TopicMapping> topics, Map<String, Map<String, String>> columnsByTopic)
            throws SQLException {
        for (TopicMapping topic : topics) {
            for (Map.Entry<String, String> column :
                    columnsByTopic.getOrDefault(topic.topic(), Map.of()).entrySet()) {
                add(connection, topic, column.getKey(), column.getValue());
            }
        }
    }

    private void add(Connection connection, TopicMapping topic, String column, String type) throws SQLException {
        String table = topic.plainTable().table();
        try {
            new TableCreator(connection).addColumn(table, column, type);
            added.computeIfAbsent(topic.topic(), first -> new HashSet<>()).add(column);
            LOG.info("Added column {} {} to table {}", column, type, table);
        } catch (SQLException e) {
            if (SqlStates.of(e) != SqlStates.RETRY_LATER) {
                throw e;
            }
            putOff.put(topic.topic() + '/' + column, nanos.getAsLong() + PUT_OFF_NANOS);
            LOG.warn(
                    "Column {} could not be added to table {} ({}); it is left out for a minute",
                    column,
                    table,
                    e.getMessage());
        }
    }
}
