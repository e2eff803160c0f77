package io.pulsefeed.cli.mapping;

import java.util.List;
import java.util.Map;

/**
 * What {@code map} proposes for a topic.
 *
 * @param connector name of the connector
 * @param tables first the table with one row per record, if there is one
 * @param settings keys of the sink that the records require
 * @param chunk interval of one chunk, such as {@code 7 days}
 * @param rowsPerDay of all tables; 0 if the sample does not show it
 * @param extraColumn jsonb column for the fields of records without a column; empty for none
 * @param unmapped fields, keys and headers of the sample without a column of their own
 * @param notes what a user should check
 */
record Proposal(
        String topic,
        String connector,
        int replicas,
        TimeChoice time,
        KeyFinder.Key key,
        List<ProposedTable> tables,
        Map<String, String> settings,
        String chunk,
        double rowsPerDay,
        String extraColumn,
        List<UnmappedField> unmapped,
        List<String> notes) {}
