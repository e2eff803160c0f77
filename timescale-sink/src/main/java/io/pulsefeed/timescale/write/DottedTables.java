package io.pulsefeed.timescale.write;

import io.pulsefeed.timescale.mapping.TopicMapping;
import io.pulsefeed.timescale.schema.Catalog;
import java.sql.SQLException;

/**
 * Chooses the table of a topic whose name contains a dot. Release 0.1.0 wrote topic {@code market.trades} to table {@code trades} of
 * schema {@code market}; such a table stays in use unless there is one with the whole name.
 */
final class DottedTables {

    private DottedTables() {}

    static TopicMapping resolve(Catalog catalog, TopicMapping topic) throws SQLException {
        if (!topic.isNamedByTopic() || topic.topic().indexOf('.') < 0) {
            return topic;
        }
        boolean isEarlier = !catalog.exists(topic.tables().get(0).table()) && catalog.exists(topic.topic());
        return isEarlier ? topic.withTable(topic.topic()) : topic;
    }
}
