package io.pulsefeed.article.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pulsefeed.article.fetch.Validators;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;

/**
 * The stored form of what is known of a site. Partition {@code {"site": name}}; offset {@code {"v": 1, "seen": .., "recent":
 * .., "watermark": ms, "etag": "{url: tag}", "lastmod": "{url: date}"}}. Kafka stores flat maps only, so the two inner maps are
 * JSON text.
 */
public final class SiteOffsets {

    static final String SITE = "site";
    static final String VERSION = "v";
    static final String SEEN = "seen";
    static final String RECENT = "recent";
    static final String WATERMARK = "watermark";
    static final String ETAG = "etag";
    static final String LAST_MODIFIED = "lastmod";

    private static final long CURRENT_VERSION = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    private SiteOffsets() {}

    public static Map<String, String> partition(String site) {
        return Map.of(SITE, site);
    }

    /** What was read back. */
    record Stored(SeenSet seen, Instant watermark, Map<URI, Validators> validators) {}

    static Map<String, Object> encode(SeenSet seen, Instant watermark, Map<URI, Validators> validators) {
        Map<String, Object> offset = new HashMap<>();
        offset.put(VERSION, CURRENT_VERSION);
        offset.put(SEEN, seen.stored());
        offset.put(RECENT, seen.recent());
        offset.put(WATERMARK, watermark == null ? null : watermark.toEpochMilli());
        ObjectNode etags = JSON.createObjectNode();
        ObjectNode dates = JSON.createObjectNode();
        validators.forEach((url, validator) -> {
            if (validator.etag() != null) {
                etags.put(url.toString(), validator.etag());
            }
            if (validator.lastModified() != null) {
                dates.put(url.toString(), validator.lastModified());
            }
        });
        offset.put(ETAG, etags.toString());
        offset.put(LAST_MODIFIED, dates.toString());
        return offset;
    }

    /**
     * @throws IllegalArgumentException saying which key is wrong
     */
    static Stored decode(Map<String, ?> offset, int seenMax) {
        if (!(offset.get(VERSION) instanceof Number version) || version.longValue() != CURRENT_VERSION) {
            throw new IllegalArgumentException(
                    "'" + VERSION + "' must be " + CURRENT_VERSION + ", not " + offset.get(VERSION));
        }
        SeenSet seen;
        try {
            seen = SeenSet.decode(seenMax, text(offset, SEEN), text(offset, RECENT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "'" + SEEN + "' and '" + RECENT + "' must be base64 of 8-byte hashes: " + e.getMessage(), e);
        }
        Object watermark = offset.get(WATERMARK);
        if (watermark != null && !(watermark instanceof Number)) {
            throw new IllegalArgumentException("'" + WATERMARK + "' must be milliseconds, not " + watermark);
        }
        Instant newest = watermark == null ? null : Instant.ofEpochMilli(((Number) watermark).longValue());
        return new Stored(seen, newest, validators(text(offset, ETAG), text(offset, LAST_MODIFIED)));
    }

    private static String text(Map<String, ?> offset, String key) {
        Object value = offset.get(key);
        if (value == null) {
            return "";
        }
        if (value instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("'" + key + "' must be a text, not " + value);
    }

    private static Map<URI, Validators> validators(String etags, String dates) {
        Map<URI, Validators> validators = new LinkedHashMap<>();
        try {
            JsonNode tags = JSON.readTree(etags.isEmpty() ? "{}" : etags);
            JsonNode times = JSON.readTree(dates.isEmpty() ? "{}" : dates);
            for (Map.Entry<String, JsonNode> tag : tags.properties()) {
                String time = times.path(tag.getKey()).textValue();
                validators.put(
                        URI.create(tag.getKey()), new Validators(tag.getValue().textValue(), time));
            }
            for (Map.Entry<String, JsonNode> time : times.properties()) {
                validators.putIfAbsent(
                        URI.create(time.getKey()),
                        new Validators(null, time.getValue().textValue()));
            }
            return validators;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "'" + ETAG + "' and '" + LAST_MODIFIED + "' must be JSON objects: " + e.getOriginalMessage(), e);
        }
    }

    /**
     * For {@code PATCH /connectors/NAME/offsets}: null as offset resets a site.
     *
     * @throws ConnectException saying what is wrong
     */
    public static void requireValid(Map<String, ?> partition, Map<String, ?> offset) {
        if (offset == null) {
            return;
        }
        if (partition == null || partition.size() != 1 || !(partition.get(SITE) instanceof String)) {
            throw new ConnectException("An offset of this connector has the partition {\"" + SITE
                    + "\": \"name of the site\"}, not " + partition + ".");
        }
        try {
            decode(offset, Integer.MAX_VALUE);
        } catch (IllegalArgumentException e) {
            throw new ConnectException(
                    "The offset of site '" + partition.get(SITE) + "' cannot be used: " + e.getMessage()
                            + ". Send null to start the site anew.",
                    e);
        }
    }
}
