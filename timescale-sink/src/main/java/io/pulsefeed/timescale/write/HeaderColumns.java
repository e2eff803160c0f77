package io.pulsefeed.timescale.write;

import io.pulsefeed.timescale.config.MappingConfig;
import io.pulsefeed.timescale.mapping.FieldMapping;
import io.pulsefeed.timescale.mapping.Source;
import io.pulsefeed.timescale.mapping.TableMapping;
import io.pulsefeed.timescale.mapping.TopicMapping;
import io.pulsefeed.timescale.schema.Catalog;
import io.pulsefeed.timescale.schema.TableDescription;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leaves out the headers of a profile's mapping for which a table of an earlier release has no column, until {@code pulsefeed database
 * apply} adds it. A mapping in the connector's configuration is not changed: its columns must exist.
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
            List<String> headers = headers(mapping);
            Optional<TableDescription> table = headers.isEmpty()
                    ? Optional.empty()
                    : catalog.describe(mapping.table(), mapping.key(), mapping.columns());
            if (table.isPresent()) {
                Set<String> existing = table.get().columns().keySet();
                List<String> missing = headers.stream()
                        .filter(column -> !existing.contains(column))
                        .toList();
                selected = missing.isEmpty() ? selected : selected.without(mapping.table(), missing);
                report(mapping.table(), missing);
            }
        }
        return selected;
    }

    /** The columns of headers, except those of the key. */
    private static List<String> headers(TableMapping mapping) {
        return mapping.fields().stream()
                .filter(field -> field.source() instanceof Source.Header)
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
