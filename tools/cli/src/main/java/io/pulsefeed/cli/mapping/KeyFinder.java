package io.pulsefeed.cli.mapping;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Finds the columns that identify a row together with its time. A wrong key loses rows, so that none is proposed without evidence: an
 * identifier that is unique in the sample, or measurements of things at regular intervals.
 */
final class KeyFinder {

    /** With fewer records, values can differ by chance. */
    private static final int MIN_RECORDS = 20;

    private static final int MAX_CANDIDATES = 40;

    /** All values of the candidates are held in memory. */
    private static final int MAX_RECORDS = 5_000;

    /** Objects whose fields describe the record itself. */
    private static final Set<String> ENVELOPES = WordList.of(
            """
            metadata meta data payload doc document source header headers event body record message properties envelope detail
            content info value""");

    /** Share of the intervals that must be near the usual one. */
    private static final double REGULAR = 0.8;
    /** Share of the intervals that may be much longer. With more, the records come in bursts, one for each of several things. */
    private static final double GAPS = 0.02;

    /** @param columns of the key without the time; empty if no key is proposed */
    record Key(List<ProposedColumn> columns, String reason) {

        static Key none(String reason) {
            return new Key(List.of(), reason);
        }
    }

    private final TopicSample sample;
    private final RecordParser parser;
    private final KeyProfile recordKey;
    private final TimeChoice time;
    private final Map<ProposedColumn, List<String>> values = new LinkedHashMap<>();
    private final List<@Nullable Long> times = new ArrayList<>();

    KeyFinder(TopicSample sample, RecordParser parser, KeyProfile recordKey, TimeChoice time) {
        this.sample = sample;
        this.parser = parser;
        this.recordKey = recordKey;
        this.time = time;
    }

    Key find(List<ProposedColumn> columns) {
        for (ProposedColumn column : columns) {
            if (isCandidate(column) && values.size() < MAX_CANDIDATES) {
                values.put(column, new ArrayList<>());
            }
        }
        readValues();
        if (times.size() < MIN_RECORDS) {
            return Key.none("fewer than " + MIN_RECORDS + " records");
        }
        values.values().removeIf(list -> list.contains(null));
        Key identifier = identifier();
        return identifier.columns().isEmpty() ? regular() : identifier;
    }

    private static boolean isCandidate(ProposedColumn column) {
        return column.type().isScalar()
                && column.source().origin() != Origin.COORDINATE
                && List.of("text", "uuid", "integer", "bigint", "boolean", "numeric")
                        .contains(column.type().sql());
    }

    /** Records that were sent twice are read once. */
    private void readValues() {
        Set<Integer> seen = new HashSet<>();
        for (ConsumerRecord<byte[], byte[]> record : sample.records()) {
            SampledValue value = SampledValue.of(record, parser);
            if (times.size() == MAX_RECORDS) {
                return;
            }
            if (value == null || !seen.add(Arrays.hashCode(record.value()) * 31 + Arrays.hashCode(record.key()))) {
                continue;
            }
            values.forEach((column, list) -> list.add(value.text(column.source())));
            times.add(value.epochMs(time));
        }
    }

    private Key identifier() {
        @Nullable ProposedColumn best = null;
        for (ProposedColumn column : values.keySet()) {
            boolean isBetter = best == null || rank(column) > rank(best);
            if (rank(column) > 0 && isUnique(List.of(column)) && isBetter) {
                best = column;
            }
        }
        if (best != null) {
            List<ProposedColumn> key = new ArrayList<>(List.of(best));
            ProposedColumn scope = scope();
            boolean isNumber =
                    !best.type().sql().equals("uuid") && !best.type().sql().equals("text");
            if (isNumber && scope != null && scope != best) {
                key.add(0, scope);
            }
            return new Key(key, best.name() + " is different in each record of the sample");
        }
        for (ProposedColumn number : values.keySet()) {
            for (ProposedColumn scope : scopes()) {
                List<ProposedColumn> key = List.of(scope, number);
                if (scope != number && isSequence(number) && isUnique(key) && isRisingWithin(scope, number)) {
                    return new Key(key, number.name() + " is different in each record of the same " + scope.name());
                }
            }
        }
        return Key.none("");
    }

    /** How likely a column is the identifier of a record; 0 if nothing but its values suggests it. */
    private int rank(ProposedColumn column) {
        List<String> path = Words.withoutTypes(column.source().path());
        Words words = Words.of(path.isEmpty() ? "key" : path.get(path.size() - 1));
        boolean isUuid = column.type().sql().equals("uuid");
        boolean isIdentifier =
                words.endsAsIdentity() && !isOffset(words) || isUuid || words.isRecord() && isHash(column);
        if (!isIdentifier || isOfOther(path, words)) {
            return 0;
        }
        // Numbers and names can differ by chance in a small sample.
        boolean isNamed =
                words.isRecordId(Words.of(sample.topic())) && column.source().origin() != Origin.KEY;
        if (!isUuid && !isNamed && !isRising(column) && !isHash(column)) {
            return 0;
        }
        int depth = Math.max(0, path.size() - 1);
        int score = 10 - Math.min(4, depth);
        score += words.list().contains("id") || words.list().contains("uuid") ? 3 : 0;
        score += isRecordKey(column) ? 2 : 0;
        return words.list().contains("hash") ? 1 : score;
    }

    /** Positions in another log count for each of its partitions. */
    private static boolean isOffset(Words words) {
        return words.list().contains("offset");
    }

    private boolean isHash(ProposedColumn column) {
        return values.get(column).stream().allMatch(text -> text.matches("\\p{XDigit}{32,}"));
    }

    private boolean isRisingWithin(ProposedColumn scope, ProposedColumn number) {
        Map<String, List<String>> series = new HashMap<>();
        for (int i = 0; i < times.size(); i++) {
            series.computeIfAbsent(values.get(scope).get(i), thing -> new ArrayList<>())
                    .add(values.get(number).get(i));
        }
        return series.values().stream().allMatch(KeyFinder::isRising);
    }

    private boolean isRising(ProposedColumn column) {
        return isRising(values.get(column));
    }

    /** Whether the values follow the order of the records, as those of a counter or a number with a prefix do. */
    private static boolean isRising(List<String> list) {
        int falls = 0;
        for (int i = 1; i < list.size(); i++) {
            String last = list.get(i - 1);
            String next = list.get(i);
            int order = last.length() == next.length() ? next.compareTo(last) : next.length() - last.length();
            falls += order < 0 ? 1 : 0;
        }
        return falls * 20 <= list.size();
    }

    /** Whether an identifier is that of something that the record mentions, such as its customer. */
    private boolean isOfOther(List<String> path, Words words) {
        Words subject = Words.of(sample.topic());
        boolean isNested =
                path.size() > 1 && !ENVELOPES.contains(path.get(path.size() - 2).toLowerCase(Locale.ROOT));
        return words.isOfThing(subject)
                || isNested && !subject.names(path.get(path.size() - 2).toLowerCase(Locale.ROOT));
    }

    private boolean isSequence(ProposedColumn column) {
        List<String> path = Words.withoutTypes(column.source().path());
        if (path.isEmpty()
                || !List.of("integer", "bigint").contains(column.type().sql())) {
            return false;
        }
        Words words = Words.of(path.get(path.size() - 1));
        return words.endsAsIdentity() && !isOffset(words) && !isOfOther(path, words);
    }

    private boolean isRecordKey(ProposedColumn column) {
        return column.source().origin() == Origin.KEY
                || column.source().origin() == Origin.VALUE
                        && recordKey.repeats(column.source().path());
    }

    /** The column that the records are partitioned by, whose things can each have their own numbers; null if there is none. */
    private @Nullable ProposedColumn scope() {
        return values.keySet().stream()
                .filter(this::isRecordKey)
                .filter(column -> !isUnique(List.of(column)))
                .findFirst()
                .orElse(null);
    }

    /** Columns with the things that records are about, each with several records. */
    private List<ProposedColumn> scopes() {
        List<ProposedColumn> found = new ArrayList<>();
        ProposedColumn first = scope();
        if (first != null) {
            found.add(first);
        }
        for (Map.Entry<ProposedColumn, List<String>> column : values.entrySet()) {
            List<String> path = Words.withoutTypes(column.getKey().source().path());
            boolean isEntity =
                    !path.isEmpty() && Words.of(path.get(path.size() - 1)).isEntity();
            int distinct = new HashSet<>(column.getValue()).size();
            // A value that all records have in common does not say which things there are.
            if (isEntity && column.getKey() != first && distinct > 1 && distinct * 3 <= times.size()) {
                found.add(column.getKey());
            }
        }
        return found;
    }

    private boolean isUnique(List<ProposedColumn> columns) {
        Set<List<String>> seen = new HashSet<>();
        for (int i = 0; i < times.size(); i++) {
            if (!seen.add(valuesOf(columns, i))) {
                return false;
            }
        }
        return true;
    }

    private List<String> valuesOf(List<ProposedColumn> columns, int record) {
        return columns.stream().map(column -> values.get(column).get(record)).toList();
    }

    private Key regular() {
        if (times.contains(null)) {
            return Key.none("not every record has a time");
        }
        if (time.isRecordTimestamp()) {
            return Key.none("no identifier, and the records themselves have no time");
        }
        List<ProposedColumn> scopes = scopes();
        List<List<ProposedColumn>> keys = new ArrayList<>();
        scopes.forEach(scope -> keys.add(List.of(scope)));
        for (int i = 0; i < scopes.size(); i++) {
            for (int j = i + 1; j < scopes.size(); j++) {
                keys.add(List.of(scopes.get(i), scopes.get(j)));
            }
        }
        for (List<ProposedColumn> key : keys) {
            if (isRegular(key)) {
                String names = String.join(
                        " and ", key.stream().map(ProposedColumn::name).toList());
                return new Key(key, "one record per " + names + " at regular intervals");
            }
        }
        return Key.none("no identifier, and no regular intervals");
    }

    /** Whether the times of each thing differ, with nearly the same interval between them. */
    private boolean isRegular(List<ProposedColumn> key) {
        Map<List<String>, List<Long>> series = new HashMap<>();
        for (int i = 0; i < times.size(); i++) {
            series.computeIfAbsent(valuesOf(key, i), thing -> new ArrayList<>()).add(times.get(i));
        }
        int regular = 0;
        int gaps = 0;
        int intervals = 0;
        for (List<Long> epochMs : series.values()) {
            long[] sorted = epochMs.stream().mapToLong(Long::longValue).sorted().toArray();
            long[] steps = new long[sorted.length - 1];
            for (int i = 0; i < steps.length; i++) {
                steps[i] = sorted[i + 1] - sorted[i];
                if (steps[i] == 0) {
                    return false;
                }
            }
            if (steps.length >= 2) {
                long usual = Arrays.stream(steps).sorted().toArray()[steps.length / 2];
                regular += (int) Arrays.stream(steps)
                        .filter(step -> Math.abs(step - usual) <= usual / 4)
                        .count();
                gaps += (int)
                        Arrays.stream(steps).filter(step -> step > usual * 3).count();
                intervals += steps.length;
            }
        }
        return intervals >= MIN_RECORDS / 2 && regular >= intervals * REGULAR && gaps <= intervals * GAPS;
    }
}
