package io.pulsefeed.cli.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefeed.cli.access.Database;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Names articles that a source could not read, and compares those that sources have written, by site and hour of publication, with the
 * records that the sinks have consumed. A record that is written again after a restart is consumed twice, so only fewer records are a
 * difference.
 */
final class ArticleCheck {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String COLUMN = "website";
    private static final String TABLE = "pulsefeed_source_account";
    /** The reasons of entries that could not be read; others are skipped by a rule. */
    private static final Map<String, String> LOSSES = new TreeMap<>(Map.of(
            "missing", "listed, but the site has no such page (404 or 410)",
            "unreadable", "listed, but neither the page nor the list has enough text",
            "error", "reading the page failed; the log of the source has the error"));

    /** An article is listed after its publication; the clock of a site can be ahead. */
    private static final String ACCOUNTS =
            """
            SELECT topic, stream, extract(epoch FROM timestamp)::bigint, detail::text FROM pulsefeed_source_account
            WHERE kind = 'article' AND detail IS NOT NULL AND timestamp >= to_timestamp(?) - interval '1 day'
            ORDER BY timestamp, source, stream""";

    /** From which time on all records that a sink has consumed are counted. */
    private static final String SINKS =
            """
            SELECT r.sink, extract(epoch FROM nullif(max(s.complete_from), '-infinity'))::bigint
            FROM pulsefeed_ledger_rows r JOIN pulsefeed_ledger_start s USING (table_name) WHERE r.topic = ? GROUP BY 1 ORDER BY 1""";

    /** The topic can have the time of the broker, so the hours of the rows count as well. */
    private static final String CONSUMED =
            """
            SELECT extract(epoch FROM hour)::bigint, max(records)::bigint FROM (
              SELECT hour, sum(consumed) AS records FROM pulsefeed_ledger
              WHERE sink = ? AND topic = ? AND hour >= to_timestamp(?) AND hour < to_timestamp(?) GROUP BY 1
              UNION ALL
              SELECT hour, sum(rows + keys_repeated) FROM pulsefeed_ledger_rows
              WHERE sink = ? AND topic = ? AND hour >= to_timestamp(?) AND hour < to_timestamp(?) GROUP BY table_name, hour
            ) counts GROUP BY 1""";

    private static final String TABLES =
            """
            SELECT DISTINCT table_name, time_column FROM pulsefeed_ledger_rows JOIN pulsefeed_ledger_start USING (table_name)
            WHERE sink = ? AND topic = ? ORDER BY 1""";

    private final Database database;
    private final Window window;
    private final Set<String> streams;
    private final List<Finding> findings = new ArrayList<>();
    /** Written articles by topic, hour of publication and site. */
    private final Map<String, Map<Long, Map<String, Long>>> written = new TreeMap<>();

    ArticleCheck(Database database, Window window, Set<String> streams) {
        this.database = database;
        this.window = window;
        this.streams = streams;
    }

    /**
     * @param isUnread whether a topic has records that a sink has not read yet
     * @param found what is known to be missing; records that a transform dropped are not reported again
     */
    List<Finding> findings(Predicate<String> isUnread, List<Finding> found) {
        if (!database.exists(TABLE)) {
            return findings;
        }
        for (List<@Nullable String> account : database.rows(ACCOUNTS, window.firstHour())) {
            if (streams.isEmpty() || streams.contains(account.get(0))) {
                JsonNode detail = parsed(text(account, 3));
                long hour = number(account, 2);
                if (hour >= window.firstHour() && hour < window.endHour()) {
                    nameLost(text(account, 0), text(account, 1), hour, detail);
                }
                addWritten(text(account, 0), text(account, 1), detail.path("published"));
            }
        }
        written.forEach((topic, hours) -> {
            long dropped = found.stream()
                    .filter(finding -> finding.stage() == Stage.TRANSFORM
                            && finding.stream().equals(topic))
                    .count();
            List<Finding> fewer = new ArrayList<>();
            for (List<@Nullable String> sink : database.rows(SINKS, topic)) {
                long completeFrom = sink.get(1) == null ? Long.MIN_VALUE : number(sink, 1);
                fewer.addAll(compare(topic, text(sink, 0), hours, completeFrom, dropped));
            }
            if (!fewer.isEmpty() && !isUnread.test(topic)) {
                findings.addAll(fewer);
            }
        });
        return findings;
    }

    private void nameLost(String topic, String site, long hour, JsonNode detail) {
        LOSSES.forEach((reason, cause) -> {
            long unnamed = detail.path("skipped").path(reason).asLong();
            for (Map.Entry<String, JsonNode> link : detail.path("lost").properties()) {
                if (link.getValue().asText().equals(reason)) {
                    unnamed--;
                    addLost(topic, site + " " + link.getKey(), reason, cause);
                }
            }
            if (unnamed > 0) {
                addLost(
                        topic,
                        unnamed + " of " + site + " in the hour of " + Instant.ofEpochSecond(hour),
                        reason,
                        cause);
            }
        });
    }

    private void addLost(String topic, String item, String reason, String cause) {
        findings.add(new Finding(
                Finding.Kind.MISSING, topic, item, reason.equals("error") ? Stage.SOURCE : Stage.SITE, cause));
    }

    private void addWritten(String topic, String site, JsonNode published) {
        published.properties().forEach(entry -> {
            long hour = hour(entry.getKey());
            if (hour >= window.firstHour() && hour < window.endHour()) {
                written.computeIfAbsent(topic, name -> new TreeMap<>())
                        .computeIfAbsent(hour, start -> new TreeMap<>())
                        .merge(site, entry.getValue().asLong(), Long::sum);
            }
        });
    }

    private static JsonNode parsed(String detail) {
        try {
            return JSON.readTree(detail);
        } catch (JsonProcessingException e) {
            return JSON.missingNode();
        }
    }

    /** @return -1 if it is not a number */
    private static long hour(String key) {
        try {
            return Long.parseLong(key);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private List<Finding> compare(
            String topic, String sink, Map<Long, Map<String, Long>> hours, long completeFrom, long dropped) {
        List<Finding> fewer = new ArrayList<>();
        long from = window.firstHour();
        long to = window.endHour();
        Map<Long, Long> consumed = new HashMap<>();
        database.rows(CONSUMED, sink, topic, from, to, sink, topic, from, to)
                .forEach(row -> consumed.put(number(row, 0), number(row, 1)));
        long explained = dropped;
        for (Map.Entry<Long, Map<String, Long>> hour : hours.entrySet()) {
            long sent =
                    hour.getValue().values().stream().mapToLong(Long::longValue).sum();
            long missing = hour.getKey() < completeFrom ? 0 : sent - consumed.getOrDefault(hour.getKey(), 0L);
            if (missing > explained) {
                fewer.add(new Finding(
                        Finding.Kind.MISSING,
                        topic,
                        missing - explained + " of " + sites(sink, topic, hour.getKey(), hour.getValue())
                                + " in the hour of " + Instant.ofEpochSecond(hour.getKey()),
                        Stage.TOPIC,
                        "the source has written " + sent + " records, " + sink + " has consumed "
                                + consumed.getOrDefault(hour.getKey(), 0L)));
            }
            explained -= Math.min(explained, Math.max(0, missing));
        }
        return fewer;
    }

    /** The sites with fewer rows than written articles; all sites of the hour if no table has the site. */
    private String sites(String sink, String topic, long hour, Map<String, Long> sent) {
        Set<String> lacking = new TreeSet<>();
        for (List<@Nullable String> table : database.rows(TABLES, sink, topic)) {
            String name = text(table, 0);
            if (database.exists(name) && database.columns(name).contains(COLUMN)) {
                String time = Database.quoted(text(table, 1));
                Map<String, Long> stored = new HashMap<>();
                database.rows("SELECT " + COLUMN + ", count(*) FROM " + Database.quoted(name) + " WHERE " + COLUMN
                                + " IS NOT NULL AND " + time + " >= to_timestamp(" + hour + ") AND " + time
                                + " < to_timestamp(" + (hour + 3600) + ") GROUP BY 1")
                        .forEach(row -> stored.put(text(row, 0), number(row, 1)));
                sent.forEach((site, count) -> {
                    if (count > stored.getOrDefault(site, 0L)) {
                        lacking.add(site);
                    }
                });
            }
        }
        return String.join(", ", lacking.isEmpty() ? sent.keySet() : lacking);
    }

    private static String text(List<@Nullable String> row, int column) {
        return Objects.requireNonNull(row.get(column));
    }

    private static long number(List<@Nullable String> row, int column) {
        return Long.parseLong(text(row, column));
    }
}
