package io.pulsefeed.timescale.write;

import io.pulsefeed.commons.time.MonotonicClock;
import io.pulsefeed.timescale.error.SqlErrorKind;
import io.pulsefeed.timescale.mapping.FieldMapping;
import io.pulsefeed.timescale.mapping.TableMapping;
import io.pulsefeed.timescale.mapping.TopicMapping;
import io.pulsefeed.timescale.schema.TableCreator;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The columns that {@code schema.evolution=add} has added or postponed. */
final class NewColumns {

    private static final Logger LOG = LoggerFactory.getLogger(NewColumns.class);
    /** When to try again to add a column to a locked table. Until then its rows are written without the column. */
    private static final long RETRY_NS = Duration.ofMinutes(1).toNanos();

    private final boolean enabled;
    private final MonotonicClock clock;
    private final Map<String, Set<String>> added = new HashMap<>();
    /** Time of the next attempt, by topic and column. Also read by the task thread. */
    private final Map<String, Long> postponedUntilMonoNs = new ConcurrentHashMap<>();

    NewColumns(boolean enabled, MonotonicClock clock) {
        this.enabled = enabled;
        this.clock = clock;
    }

    /** Returns the mappings with the added columns. */
    List<TopicMapping> extend(List<TopicMapping> topics) {
        return topics.stream()
                .map(topic -> added.containsKey(topic.topic()) ? topic.withFields(added.get(topic.topic())) : topic)
                .toList();
    }

    /** Which unmapped fields of the topic need a column; null for none. */
    @Nullable
    Predicate<String> wanted(TopicMapping topic) {
        TableMapping table = topic.plainTable();
        if (!enabled || table == null) {
            return null;
        }
        Set<String> mapped = table.fields().stream().map(FieldMapping::column).collect(Collectors.toSet());
        return name -> {
            Long untilMonoNs = postponedUntilMonoNs.get(topic.topic() + '/' + name);
            return !mapped.contains(name) && (untilMonoNs == null || clock.nowNs() - untilMonoNs > 0);
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
        List<String> tables =
                topic.plainTables().stream().map(TableMapping::table).toList();
        try {
            for (String table : tables) {
                new TableCreator(connection).addColumn(table, column, type);
            }
            added.computeIfAbsent(topic.topic(), first -> new HashSet<>()).add(column);
            LOG.info("Added column {} {} to {}", column, type, tables);
        } catch (SQLException e) {
            if (SqlErrorKind.of(e) != SqlErrorKind.RETRY_LATER) {
                throw e;
            }
            postponedUntilMonoNs.put(topic.topic() + '/' + column, clock.nowNs() + RETRY_NS);
            LOG.warn(
                    "Failed to add column {} to {} ({}); writing rows without it, retrying in 1 min",
                    column,
                    tables,
                    e.getMessage());
        }
    }
}
