package io.pulsefeed.cli.mapping;

import io.pulsefeed.cli.UserError;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Derives a proposal from a sample. */
final class Proposer {

    private static final int MAX_LISTS = 3;
    private static final double REQUIRED = 0.99;
    private static final long DAY_MS = 86_400_000;

    /**
     * What a user decides.
     *
     * @param table empty for a name derived from the topic
     * @param connector empty for a name derived from the topic
     * @param extraColumn column for fields without a column; empty for none
     */
    record Wishes(String table, String connector, String extraColumn) {}

    private final TopicSample sample;
    private final RecordParser parser;
    private final Wishes wishes;
    private final long nowMs;
    private final Exclusions exclusions;
    private final SampleProfile profile;
    private final Names names = new Names();
    private final List<UnmappedField> unmapped = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    /** @param nowMs the current time, which limits the times of rows */
    Proposer(
            TopicSample sample,
            SampleProfile profile,
            RecordParser parser,
            Wishes wishes,
            Exclusions exclusions,
            long nowMs) {
        this.sample = sample;
        this.profile = profile;
        this.parser = parser;
        this.wishes = wishes;
        this.exclusions = exclusions;
        this.nowMs = nowMs;
    }

    /** @throws UserError if no record of the sample is a JSON object */
    Proposal propose() {
        if (profile.objects() == 0) {
            throw new UserError(Unreadable.explain(sample, parser));
        }
        FieldProfile root = profile.root();
        TimeChoice time = time();
        ProposedColumn timeColumn = timeColumn(time);
        Set<FieldSource> used = new HashSet<>();
        used.add(time.source());
        ColumnPlanner planner = new ColumnPlanner(profile.budget(), names, Origin.VALUE, profile.objects(), exclusions);
        planner.addFieldsOf(root, used);
        KeyColumns keys = new KeyColumns(profile.key(), profile.objects());
        keys.addTo(planner, time.source());
        addHeaders(planner, time);
        List<FieldProfile> lists = planner.lists();
        if (lists.size() > MAX_LISTS) {
            lists.forEach(list -> planner.add(FieldSource.value(list.path()), TypeRule.of(list)));
            lists = List.of();
        }
        if (sample.compacted()) {
            notes.add(
                    "the topic is compacted: it keeps only the newest record of each key, but the table keeps a row per time. For a table"
                            + " with one row per key, see delete.mode in docs/timescale-sink.md");
        }
        unmapped.addAll(planner.unmapped());
        unmapped.addAll(keys.unmapped());
        noteHiddenFields();

        KeyFinder.Key key = new KeyFinder(sample, parser, profile.key(), time).find(planner.columns());
        String name = wishes.table().isEmpty() ? Names.table(sample.topic()) : wishes.table();
        RowTables rows = new RowTables(profile, name, timeColumn, planner, key, names, exclusions);
        List<ProposedTable> tables =
                rows.tables(lists, !unmapped.isEmpty() && !wishes.extraColumn().isEmpty());
        unmapped.addAll(rows.unmapped());
        notes.addAll(rows.notes());
        boolean hasPlainTable = tables.stream().anyMatch(table -> table.each().isEmpty());
        String extra =
                hasPlainTable && !wishes.extraColumn().isEmpty() ? names.column(List.of(wishes.extraColumn())) : "";
        double rowsPerDay = ChunkRule.recordsPerDay(sample, parser, time) * rows.rowsPerRecord(lists);
        addTypeNotes(tables);
        return new Proposal(
                sample.topic(),
                wishes.connector().isEmpty() ? "map-" + name : wishes.connector(),
                sample.replicas(),
                tables.get(0).each().isEmpty() ? time : rows.timeOf(tables.get(0), time),
                key,
                tables,
                settings(tables, time, keys),
                ChunkRule.interval(rowsPerDay),
                rowsPerDay,
                extra,
                List.copyOf(unmapped),
                List.copyOf(notes));
    }

    private TimeChoice time() {
        TimeFinder finder = new TimeFinder(profile.objects(), exclusions).addFields(profile.root());
        if (profile.key().form() == KeyProfile.Form.OBJECT) {
            finder.addKeys(profile.key().fields());
        }
        finder.addHeaders(profile.headers());
        Optional<TimeChoice> best = finder.best();
        if (best.isPresent() && best.get().notation() != null) {
            return withTransform(best.get());
        }
        return best.or(() -> coalesced(finder.partial()))
                .orElseGet(() -> TimeChoice.ofRecord("no field has a time in every record"));
    }

    /** A transform needs the converter that reads fractions as double and cannot read integers of more than 64 bits. */
    private TimeChoice withTransform(TimeChoice choice) {
        boolean losesDigits = Digits.areLost(profile.root());
        String field = String.join(".", choice.source().path());
        if (losesDigits) {
            notes.add(field
                    + " is a time in another notation than ISO 8601. A transform could convert it, but its converter would"
                    + " change the digits of numbers, so that the timestamp of the record is used");
            return TimeChoice.ofRecord("the time in " + field + " has a notation that the sink does not read");
        }
        notes.add(field + " is converted by Connect's TimestampConverter with the pattern "
                + choice.notation().pattern() + ", in UTC if it has no zone");
        return choice;
    }

    /** Two fields in the same notation that together have a time in every record. */
    private Optional<TimeChoice> coalesced(List<FieldProfile> partial) {
        for (FieldProfile first : partial) {
            for (FieldProfile second : partial) {
                boolean hasSameForm = first != second
                        && first.timeEvidence().form() == second.timeEvidence().form()
                        && first.timeEvidence().form() != TimeForm.AUTO;
                if (hasSameForm && partial.indexOf(first) < partial.indexOf(second) && isComplete(first, second)) {
                    return Optional.of(new TimeChoice(
                            FieldSource.value(first.path()),
                            first.timeEvidence().form(),
                            null,
                            first.count(TextForm.INTEGER, TextForm.DECIMAL) > 0,
                            List.of(second.path()),
                            "the first of two times; every record has one of them"));
                }
            }
        }
        return Optional.empty();
    }

    private boolean isComplete(FieldProfile first, FieldProfile second) {
        long with = sample.records().stream()
                .map(record -> SampledValue.of(record, parser))
                .filter(value -> value != null)
                .filter(value -> value.text(FieldSource.value(first.path())) != null
                        || value.text(FieldSource.value(second.path())) != null)
                .count();
        return with >= profile.objects() * REQUIRED;
    }

    private ProposedColumn timeColumn(TimeChoice time) {
        List<String> path = time.source().path();
        if (time.isRecordTimestamp()) {
            path = List.of(profile.root().child("timestamp") == null ? "timestamp" : "kafka_timestamp");
        }
        StringBuilder entry = new StringBuilder(FieldEntry.source(time.source()).orElseThrow());
        time.otherPaths().forEach(other -> entry.append('|').append(FieldEntry.path(other)));
        // A converted time has a type, and a record timestamp too, so that neither needs a unit.
        ColumnType type = time.isRecordTimestamp() || time.notation() != null
                ? ColumnType.of(ColumnType.TIME)
                : ColumnType.time(time.form(), time.coerces(), "");
        return new ProposedColumn(time.source(), entry.toString(), names.column(path), type);
    }

    private void addHeaders(ColumnPlanner planner, TimeChoice time) {
        profile.headers().forEach((name, field) -> {
            FieldSource source = FieldSource.header(name);
            if (source.equals(time.source())) {
                return;
            }
            if (field.nonNull() == 0) {
                unmapped.add(new UnmappedField(source.label(), "its bytes are not text"));
            } else {
                planner.add(source, TypeRule.ofUntypedText(field, name));
            }
        });
    }

    private void noteHiddenFields() {
        FieldBudget budget = profile.budget();
        budget.named()
                .forEach(field -> unmapped.add(
                        new UnmappedField(field, "one of more than " + FieldBudget.MAX_FIELDS + " different fields")));
        int others = budget.over() - budget.named().size();
        if (others > 0) {
            unmapped.add(new UnmappedField(
                    others + " other fields", "more than " + FieldBudget.MAX_FIELDS + " different fields"));
        }
    }

    private void addTypeNotes(List<ProposedTable> tables) {
        for (ProposedTable table : tables) {
            for (ProposedColumn column : table.allColumns()) {
                if (!column.type().note().isEmpty()) {
                    notes.add(table.name() + "." + column.name() + ": "
                            + column.type().note());
                }
            }
        }
    }

    private Map<String, String> settings(List<ProposedTable> tables, TimeChoice time, KeyColumns keys) {
        Map<String, String> settings = new LinkedHashMap<>();
        List<ColumnType> types = tables.stream()
                .flatMap(table -> table.allColumns().stream())
                .map(ProposedColumn::type)
                .toList();
        if (types.stream().anyMatch(ColumnType::coerces)) {
            settings.put("coerce.strings", "true");
        }
        if (types.stream().anyMatch(ColumnType::nonFinite)) {
            settings.put("nonfinite", "accept");
        }
        settings.put("key.converter", keys.converter());
        if (keys.converter().equals(ConnectorSettings.JSON_CONVERTER)) {
            settings.put("key.converter.schemas.enable", "true");
        }
        if (parser.hasSchemas()) {
            settings.put("value.converter", ConnectorSettings.JSON_CONVERTER);
            settings.put("value.converter.schemas.enable", "true");
        }
        addTimeLimits(settings, time);
        return settings;
    }

    /** Rows outside of the default limits would be rejected. */
    private void addTimeLimits(Map<String, String> settings, TimeChoice time) {
        FieldProfile field =
                time.source().origin() == Origin.VALUE ? find(time.source().path()) : null;
        TimeEvidence times = field == null ? null : field.timeEvidence();
        if (times == null || times.values() == 0) {
            return;
        }
        if (times.minMs() < 0) {
            settings.put(
                    "time.min",
                    Instant.ofEpochMilli(times.minMs() - 365 * DAY_MS).toString());
        }
        if (times.isFuture() && times.maxMs() > nowMs + DAY_MS) {
            settings.put("time.max", "now+" + (2 * ((times.maxMs() - nowMs) / DAY_MS + 1)) + "d");
        }
    }

    private FieldProfile find(List<String> path) {
        FieldProfile field = profile.root();
        for (String name : path) {
            field = Objects.requireNonNull(field.child(name));
        }
        return field;
    }
}
