package io.pulsefeed.cli.mapping;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the field with the time of an event. A candidate has a time in nearly every record. Of several, names decide that say when the
 * event happened, then how near the times are to the timestamps of the records.
 */
final class TimeFinder {

    /** Share of records that must have a time, because a row without one is rejected. */
    private static final double REQUIRED = 0.99;

    private static final int MAX_DEPTH = 6;

    /** Words next to that of a time which add nothing to it. */
    private static final Set<String> UNITS = WordList.of(
            """
            ms us ns s sec secs seconds millis milli micro nano milliseconds micros microseconds nanos nanoseconds unix utc iso
            iso8601 gmt local t""");

    private static final Set<String> EVENT = WordList.of(
            """
            event occurred occurrence observed observation measured measurement measure sampled sample recorded captured generated
            published issued placed ordered transaction trade traded log logged reading read taken happened click fix gps source
            origin emitted sent message""");

    /** The creation or a change of what the record describes. */
    private static final Set<String> CHANGE = Set.of("created", "updated", "modified", "changed", "start", "started");

    private static final Set<String> INGESTION = WordList.of(
            """
            received receive recv ingested ingest ingestion processed processing indexed stored inserted arrival arrived server
            kafka broker loaded imported collected scraped fetched crawled polled downloaded first import""");

    private static final Set<String> NOT_EVENT = WordList.of(
            """
            expires expiry expiration expire exp due valid until end ends ended finish finished deadline birth birthday birthdate
            dob next scheduled schedule boot booted eta delivery estimated ttl hired nbf renewal calibrated calibration installed
            manufactured registered member joined planned promised sunrise sunset previous prev last_login session signup""");

    /** @param score higher is better */
    private record Candidate(FieldSource source, FieldProfile field, int score, boolean isComplete) {}

    private final int records;
    private final Exclusions exclusions;
    private final List<Candidate> candidates = new ArrayList<>();

    /** @param records number of records, or of array elements, that need a time */
    TimeFinder(int records, Exclusions exclusions) {
        this.records = records;
        this.exclusions = exclusions;
    }

    /** Adds the fields of records. */
    TimeFinder addFields(FieldProfile object) {
        addAll(object.children(), Origin.VALUE);
        return this;
    }

    /** Adds the fields of array elements. */
    TimeFinder addElements(FieldProfile element) {
        addAll(element.children(), Origin.ELEMENT);
        return this;
    }

    /** Adds the fields of keys. */
    TimeFinder addKeys(FieldProfile key) {
        addAll(key.children(), Origin.KEY);
        return this;
    }

    TimeFinder addHeaders(Map<String, FieldProfile> headers) {
        headers.forEach((name, field) -> add(FieldSource.header(name), field));
        return this;
    }

    private void addAll(Collection<FieldProfile> fields, Origin origin) {
        boolean hasTimeOfDay = fields.stream()
                .anyMatch(field -> field.nonNull() > 0 && field.count(TextForm.TIME_OF_DAY) == field.nonNull());
        for (FieldProfile field : fields) {
            TimeEvidence times = field.timeEvidence();
            if (hasTimeOfDay && times != null && times.isDate()) {
                // The date of a time in another field is not the time of the event.
                continue;
            }
            if (field.isObject() && field.path().size() < MAX_DEPTH) {
                addAll(field.children(), origin);
            } else if (field.isScalar()) {
                add(new FieldSource(origin, field.path()), field);
            }
        }
    }

    private void add(FieldSource source, FieldProfile field) {
        TimeEvidence times = field.timeEvidence();
        Words words = Words.of(source.path());
        if (times == null
                || exclusions.notTime().contains(source)
                || FieldEntry.source(source).isEmpty()) {
            return;
        }
        boolean isText = field.count(TextForm.ZONED_TIME, TextForm.LOCAL_TIME, TextForm.DATE) >= times.values();
        int least = (int) Math.ceil(records * REQUIRED);
        if (times.values() > 0 && (isText || TypeRule.isTimeNumber(words, times))) {
            if (!times.isDate() || words.isTime() || times.isNearDay()) {
                candidates.add(
                        new Candidate(source, field, score(source, field, words, times), times.values() >= least));
            }
        } else if (times.notation(least) != null && source.path().size() == 1 && source.origin() == Origin.VALUE) {
            candidates.add(new Candidate(source, field, score(source, field, words, times) - 1, true));
        }
    }

    private int score(FieldSource source, FieldProfile field, Words words, TimeEvidence times) {
        int score = nameScore(words);
        score += times.isNearMinute() ? 2 : times.isNearDay() ? 1 : 0;
        score += times.isRising() ? 1 : 0;
        score -= times.isFuture() ? 4 : 0;
        score -= times.isDate() ? 2 : 0;
        score -= records > 1 && !field.varies() ? 3 : 0;
        score -= source.path().size() - 1;
        score -= source.origin() == Origin.KEY || source.origin() == Origin.HEADER ? 1 : 0;
        return score;
    }

    private static int nameScore(Words words) {
        boolean isOnlyTime = words.isTime()
                && words.list().stream().allMatch(word -> UNITS.contains(word) || Words.isTimeWord(word));
        int score = isOnlyTime ? 5 : words.isTime() ? 2 : 0;
        score += words.hasAny(EVENT) ? 2 : 0;
        score += words.hasAny(CHANGE) ? 1 : 0;
        score -= words.hasAny(INGESTION) ? 1 : 0;
        return words.hasAny(NOT_EVENT) ? score - 6 : score;
    }

    /** The best candidate that nearly every record has; empty if there is none. */
    Optional<TimeChoice> best() {
        return candidates.stream()
                .filter(Candidate::isComplete)
                .filter(candidate -> candidate.score() > -3)
                .max(Comparator.comparingInt(Candidate::score)
                        .thenComparing(this::isLater)
                        .thenComparing(this::order, Comparator.reverseOrder()))
                .map(this::choice);
    }

    /** Fields of records that have times, but not in every record; the best first. */
    List<FieldProfile> partial() {
        return candidates.stream()
                .filter(candidate ->
                        !candidate.isComplete() && candidate.source().origin() == Origin.VALUE)
                .filter(candidate -> candidate.score() > 0)
                .sorted(Comparator.comparingInt(Candidate::score).reversed())
                .map(Candidate::field)
                .toList();
    }

    /** Of a creation and later changes, the last change is the event. Differences of less than a minute do not count. */
    private long isLater(Candidate candidate) {
        TimeEvidence times = candidate.field().timeEvidence();
        boolean isChange = Words.of(candidate.source().path()).hasAny(CHANGE);
        return isChange && times.values() > 0 ? (times.minMs() / 2 + times.maxMs() / 2) / 60_000 : 0;
    }

    private int order(Candidate candidate) {
        return candidates.indexOf(candidate);
    }

    private TimeChoice choice(Candidate candidate) {
        FieldProfile field = candidate.field();
        TimeEvidence times = field.timeEvidence();
        @Nullable OtherTime notation = times.values() > 0 ? null : times.notation(1);
        boolean coerces = notation == null && field.count(TextForm.INTEGER, TextForm.DECIMAL) > 0;
        String distance = times.isNearMinute()
                ? ", within a minute of the record timestamps"
                : times.isNearDay() ? ", within a day of the record timestamps" : "";
        return new TimeChoice(
                candidate.source(),
                notation == null ? times.form() : TimeForm.ISO,
                notation,
                coerces,
                List.of(),
                "a time in " + (candidate.isComplete() ? "every" : "some") + " record" + distance);
    }
}
