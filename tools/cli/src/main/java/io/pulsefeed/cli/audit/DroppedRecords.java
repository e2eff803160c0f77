package io.pulsefeed.cli.audit;

import io.pulsefeed.cli.audit.AccountedHours.Key;
import io.pulsefeed.cli.audit.AccountedHours.Sums;
import io.pulsefeed.cli.audit.DeepAudit.Source;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Records that a topic has but that never reached the sink. The sink stores the number of consumed records, the sum of their offsets
 * and of the squares, so the differences to the topic identify the offsets that are missing.
 */
final class DroppedRecords {

    /** Combinations of candidates to try for one hour. */
    private static final int MAX_STEPS = 200_000;

    private final Set<String> dropped = new HashSet<>();
    private final Set<String> ambiguous = new HashSet<>();
    private final List<Finding> withoutRow = new ArrayList<>();

    private static final class Search {
        final List<TopicRecord> candidates;
        final Set<TopicRecord> chosen = new HashSet<>();
        int steps;

        Search(List<TopicRecord> candidates) {
            this.candidates = candidates;
        }

        boolean find(int from, Sums rest) {
            if (rest.count() == 0) {
                return rest.offsets() == 0 && rest.squares() == 0;
            }
            for (int i = from; i + rest.count() <= candidates.size() && steps++ < MAX_STEPS; i++) {
                TopicRecord candidate = candidates.get(i);
                chosen.add(candidate);
                if (find(i + 1, rest.minus(Sums.NONE.plus(candidate.offset())))) {
                    return true;
                }
                chosen.remove(candidate);
            }
            return false;
        }
    }

    /** @param candidates records of the hour without a row */
    void solve(Source source, Key key, Sums difference, List<TopicRecord> candidates) {
        Search search = new Search(candidates);
        if (search.find(0, difference)) {
            search.chosen.forEach(record -> dropped.add(id(source, record)));
        } else if (difference.count() == 1) {
            add(source, key, "offset " + difference.offsets());
        } else {
            candidates.forEach(record -> ambiguous.add(id(source, record)));
            long unnamed = difference.count() - candidates.size();
            if (unnamed > 0) {
                add(source, key, unnamed + " records");
            }
        }
    }

    /** A record that has no row: it can be invalid, or its row can come from another record with the same key. */
    private void add(Source source, Key key, String item) {
        withoutRow.add(new Finding(
                Finding.Kind.MISSING,
                source.topic(),
                source.topic() + "-" + key.partition() + " " + item,
                Stage.TRANSFORM,
                "a transform or predicate of " + source.sink() + " dropped the record"));
    }

    boolean contains(Source source, TopicRecord record) {
        return dropped.contains(id(source, record));
    }

    /** Whether a record was dropped, or its row deleted. */
    boolean isAmbiguous(Source source, TopicRecord record) {
        return ambiguous.contains(id(source, record));
    }

    List<Finding> withoutRow() {
        return withoutRow;
    }

    static String coordinates(TopicRecord record) {
        return record.topic() + "-" + record.partition() + "@" + record.offset();
    }

    private static String id(Source source, TopicRecord record) {
        return source.sink() + "/" + coordinates(record);
    }
}
