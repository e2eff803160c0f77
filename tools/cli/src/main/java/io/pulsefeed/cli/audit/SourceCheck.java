package io.pulsefeed.cli.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefeed.cli.access.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the sources declare missing: the accounts that they write to {@code accounts.topic}. Articles of the last hours may wait for a
 * retry.
 */
final class SourceCheck {

    private static final String TABLE = "pulsefeed_source_account";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ACCOUNTS =
            """
            SELECT source, kind, topic, stream, to_char(timestamp AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI'), missing,
              coalesce(detail, '{}')::text
            FROM pulsefeed_source_account
            WHERE timestamp >= to_timestamp(?) AND timestamp < to_timestamp(?) AND missing > 0
              AND (kind <> 'article' OR timestamp < now() - interval '2 hours') ORDER BY timestamp, source, stream""";

    private final Database database;
    private final Window window;
    private final Set<String> streams;

    SourceCheck(Database database, Window window, Set<String> streams) {
        this.database = database;
        this.window = window;
        this.streams = streams;
    }

    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        if (!database.exists(TABLE)) {
            return findings;
        }
        for (List<@Nullable String> row : database.rows(ACCOUNTS, window.firstHour(), window.endHour())) {
            String topic = text(row, 2);
            if (!streams.isEmpty() && !streams.contains(topic)) {
                continue;
            }
            long unnamed = Long.parseLong(text(row, 5));
            for (JsonNode gap : gaps(text(row, 6))) {
                long first = gap.path("first").asLong();
                long last = gap.path("last").asLong();
                unnamed -= last - first + 1;
                findings.add(new Finding(
                        Finding.Kind.MISSING,
                        topic,
                        text(row, 3) + " " + (first == last ? Long.toString(first) : first + "-" + last),
                        stage(text(row, 1)),
                        gap.path("reason").asText("unknown")));
            }
            if (unnamed > 0) {
                findings.add(new Finding(
                        Finding.Kind.MISSING,
                        topic,
                        unnamed + " of " + text(row, 3) + " in the hour of " + text(row, 4) + " UTC",
                        stage(text(row, 1)),
                        reason(text(row, 1), text(row, 0))));
            }
        }
        return findings;
    }

    private static String reason(String kind, String source) {
        return kind.equals("article")
                ? "listed, but neither written nor skipped by " + source
                : "declared missing by " + source;
    }

    private static Stage stage(String kind) {
        return switch (kind) {
            case "trade" -> Stage.EXCHANGE;
            case "packet" -> Stage.NETWORK;
            default -> Stage.SOURCE;
        };
    }

    static List<JsonNode> gaps(String detail) {
        try {
            List<JsonNode> gaps = new ArrayList<>();
            JSON.readTree(detail).path("missing").forEach(gaps::add);
            return gaps;
        } catch (JsonProcessingException e) {
            return List.of();
        }
    }

    private static String text(List<@Nullable String> row, int column) {
        return Objects.requireNonNull(row.get(column));
    }
}
