package io.pulsefeed.article.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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

    private static final ObjectMapper JSON = new ObjectMapper();

    private final long hourEpochS;
    private final Map<String, Long> skipped = new TreeMap<>();
    private final Set<Long> open = new LinkedHashSet<>();
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

    void skipNew(long key, String reason) {
        settle(key);
        skip(reason, 1);
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
        return json.toString();
    }

    ObjectNode toState() {
        ObjectNode state = JSON.createObjectNode();
        state.put("hour", hourEpochS).put("listed", listed).put("new", fresh);
        state.put("waiting", waiting).put("written", written);
        ObjectNode reasons = state.putObject("skipped");
        skipped.forEach(reasons::put);
        ArrayNode keys = state.putArray("open");
        open.forEach(keys::add);
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
        return hour;
    }
}
