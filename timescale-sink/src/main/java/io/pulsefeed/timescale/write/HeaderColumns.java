package io.pulsefeed.timescale.write;

import io.pulsefeed.timescale.config.MappingConfig;
import io.pulsefeed.timescale.copy.Encoders;
import io.pulsefeed.timescale.mapping.FieldMapping;
import io.pulsefeed.timescale.mapping.Source;
import io.pulsefeed.timescale.mapping.TableMapping;
import io.pulsefeed.timescale.mapping.TopicMapping;
import io.pulsefeed.timescale.schema.Catalog;
import io.pulsefeed.timescale.schema.Column;
import io.pulsefeed.timescale.schema.TableDescription;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leaves out the headers and times of receipt of a profile's mapping for which a table of an earlier release has no column, until {@code
 * pulsefeed database apply} adds it. A mapping in the connector's configuration is not changed: its columns must exist.
 */
final class HeaderColumns {

    private static final Logger LOG = LoggerFactory.getLogger(HeaderColumns.class);

    private final MappingConfig config;
    /** Tables that were reported. */
    private final Set<String> reported = new HashSet<>();

    HeaderColumns(MappingConfig config) {
        this.config = config;
    }

    /** @return {@code topics}, without the columns that do not exist */
    List<TopicMapping> select(Connection connection, List<TopicMapping> topics) throws SQLException {
        List<TopicMapping> selected = new ArrayList<>();
        for (TopicMapping topic : topics) {
            selected.add(
                    config.isOfProfile(topic.topic()) ? withExistingColumns(new Catalog(connection), topic) : topic);
        }
        return selected;
    }

    private TopicMapping withExistingColumns(Catalog catalog, TopicMapping topic) throws SQLException {
        TopicMapping selected = topic;
        for (TableMapping mapping : topic.tables()) {
            List<String> headers = columns(mapping, source -> source instanceof Source.Header);
            List<String> received = columns(mapping, source -> source == Source.Coordinate.RECEIVED);
            Optional<TableDescription> table = headers.isEmpty() && received.isEmpty()
                    ? Optional.empty()
                    : catalog.describe(mapping.table(), mapping.key(), mapping.columns());
            if (table.isPresent()) {
                Map<String, Column> existing = table.get().columns();
                List<String> missing = headers.stream()
                        .filter(column -> !existing.containsKey(column))
                        .toList();
                selected = selected.without(mapping.table(), missing);
                report(mapping.table(), missing);
                // A column of this name and another type is that of a user.
                selected = selected.without(
                        mapping.table(),
                        received.stream()
                                .filter(column ->
                                        !existing.containsKey(column) || !Encoders.isTime(existing.get(column)))
                                .toList());
            }
        }
        return selected;
    }

    /** The columns of a kind of source, except those of the key. */
    private static List<String> columns(TableMapping mapping, Predicate<Source> kind) {
        return mapping.fields().stream()
                .filter(field -> kind.test(field.source()))
                .map(FieldMapping::column)
                .filter(column -> !mapping.key().contains(column))
                .toList();
    }

    private void report(String table, List<String> missing) {
        if (missing.isEmpty()) {
            reported.remove(table);
        } else if (reported.add(table)) {
            LOG.warn(
                    "Table {} has no columns {}; writing rows without them. \"pulsefeed database apply\" adds them",
                    table,
                    String.join(", ", missing));
        }
    }
}
