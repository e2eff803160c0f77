package io.pulsefeed.article.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The list entries of a site in one hour, by what became of them. An entry that is new in this hour stays in its account, whenever it
 * is written. Not thread-safe.
 *
 * <pre>
 * listed = new + waiting + skipped at once (an entry counts each time that a list with it is read)
 * new    = written + skipped later + open
 * </pre>
 */
final class SiteHour {

    private static final int HOUR_S = 3600;
    /** Of an archive that is read at once, the other hours are not compared with the sink. */
    private static final int MAX_PUBLISHED_HOURS = 1_000;
    /** Further lost entries are counted without their link. */
    private static final int MAX_LOST_LINKS = 20;

    private static final int MAX_LINK_LENGTH = 500;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final long hourEpochS;
    private final Map<String, Long> skipped = new TreeMap<>();
    private final Set<Long> open = new LinkedHashSet<>();
    /** Written articles by the hour of their publication, in seconds since 1970. */
    private final TreeMap<Long, Long> published = new TreeMap<>();

    /** Reasons by link of entries that could not be read. */
    private final Map<String, String> lost = new LinkedHashMap<>();

    private long listed;
    private long fresh;
    private long waiting;
    private long written;
    private boolean changed;

    SiteHour(long hourEpochS) {
        this.hourEpochS = hourEpochS;
    }

    long hourEpochS() {
        return hourEpochS;
    }

    Set<Long> open() {
        return open;
    }

    void list(long count) {
        listed += count;
        changed = true;
    }

    void countWaiting() {
        waiting++;
        changed = true;
    }

    void add(long key) {
        open.add(key);
        fresh++;
        changed = true;
    }

    void write(long key) {
        settle(key);
        written++;
    }

    /** @param publishedEpochS time of the article's record */
    void write(long key, long publishedEpochS) {
        write(key);
        long hour = Math.floorDiv(publishedEpochS, HOUR_S) * HOUR_S;
        if (published.containsKey(hour) || published.size() < MAX_PUBLISHED_HOURS) {
            published.merge(hour, 1L, Long::sum);
        }
    }

    void skipNew(long key, String reason) {
        settle(key);
        skip(reason, 1);
    }

    /** Counts a new entry that could not be read. */
    void lose(long key, String reason, String link) {
        skipNew(key, reason);
        if (lost.size() < MAX_LOST_LINKS) {
            lost.put(link.substring(0, Math.min(link.length(), MAX_LINK_LENGTH)), reason);
        }
    }

    void skip(String reason, long count) {
        skipped.merge(reason, count, Long::sum);
        changed = true;
    }

    /** An entry that is not open was not counted as new. */
    private void settle(long key) {
        if (!open.remove(key)) {
            fresh++;
        }
        changed = true;
    }

    /** True once after each change. */
    boolean takeChanged() {
        boolean result = changed;
        changed = false;
        return result;
    }

    /** The value of the account's record. */
    String toJson(String source, String topic, String site) {
        ObjectNode json = JSON.createObjectNode();
        json.put("timestamp", hourEpochS);
        json.put("source", source).put("kind", "article").put("topic", topic).put("stream", site);
        json.putNull("first").putNull("last");
        json.put("expected", fresh).put("emitted", written).put("missing", open.size());
        ObjectNode detail = json.putObject("detail");
        detail.put("listed", listed).put("new", fresh).put("waiting", waiting);
        ObjectNode reasons = detail.putObject("skipped");
        skipped.forEach(reasons::put);
        putMore(detail);
        return json.toString();
    }

    private void putMore(ObjectNode json) {
        ObjectNode hours = json.putObject("published");
        published.forEach((hour, count) -> hours.put(hour.toString(), count));
        ObjectNode links = json.putObject("lost");
        lost.forEach(links::put);
    }

    ObjectNode toState() {
        ObjectNode state = JSON.createObjectNode();
        state.put("hour", hourEpochS).put("listed", listed).put("new", fresh);
        state.put("waiting", waiting).put("written", written);
        ObjectNode reasons = state.putObject("skipped");
        skipped.forEach(reasons::put);
        ArrayNode keys = state.putArray("open");
        open.forEach(keys::add);
        putMore(state);
        return state;
    }

    static SiteHour ofState(JsonNode state) {
        SiteHour hour = new SiteHour(state.path("hour").asLong());
        hour.listed = state.path("listed").asLong();
        hour.fresh = state.path("new").asLong();
        hour.waiting = state.path("waiting").asLong();
        hour.written = state.path("written").asLong();
        state.path("skipped")
                .properties()
                .forEach(reason ->
                        hour.skipped.put(reason.getKey(), reason.getValue().asLong()));
        state.path("open").forEach(key -> hour.open.add(key.asLong()));
        state.path("published")
                .properties()
                .forEach(each -> hour.published.put(
                        Long.parseLong(each.getKey()), each.getValue().asLong()));
        state.path("lost")
                .properties()
                .forEach(each -> hour.lost.put(each.getKey(), each.getValue().asText()));
        return hour;
    }
}
