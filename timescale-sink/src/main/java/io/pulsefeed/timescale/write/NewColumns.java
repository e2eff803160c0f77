package io.pulsefeed.timescale.write;

import io.pulsefeed.commons.time.MonotonicClock;
import io.pulsefeed.timescale.error.SqlErrorKind;
import io.pulsefeed.timescale.mapping.FieldMapping;
import io.pulsefeed.timescale.mapping.TableMapping;
import io.pulsefeed.timescale.mapping.TopicMapping;
import io.pulsefeed.timescale.schema.TableCreator;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumSet;
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
    /** When to try again to add a column that could not be added. Until then its rows are written without the column. */
    private static final long RETRY_NS = Duration.ofMinutes(1).toNanos();

    /** A lock, a table of someone else, a view, or too many columns. */
    private static final Set<SqlErrorKind> CAUSED_BY_COLUMN = EnumSet.of(
            SqlErrorKind.RETRY_LATER,
            SqlErrorKind.PERMISSION_DENIED,
            SqlErrorKind.SCHEMA_CHANGED,
            SqlErrorKind.BAD_ROW);

    private static final int MAX_NAME_BYTES = 63;
    private static final Set<String> SYSTEM_COLUMNS = Set.of("tableoid", "xmin", "cmin", "xmax", "cmax", "ctid");

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
            return !mapped.contains(name)
                    && canNameColumn(name)
                    && (untilMonoNs == null || clock.nowNs() - untilMonoNs > 0);
        };
    }

    /** Whether the server accepts the name and keeps it as it is: a longer name would be cut. */
    private static boolean canNameColumn(String name) {
        return !name.isEmpty()
                && name.indexOf('\0') < 0
                && !SYSTEM_COLUMNS.contains(name)
                && StandardCharsets.UTF_8.newEncoder().canEncode(name)
                && name.getBytes(StandardCharsets.UTF_8).length <= MAX_NAME_BYTES;
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
            if (!CAUSED_BY_COLUMN.contains(SqlErrorKind.of(e))) {
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
