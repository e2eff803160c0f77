package io.pulsefeed.article.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pulsefeed.article.fetch.CacheValidators;
import io.pulsefeed.commons.accounts.SourceAccounts;
import io.pulsefeed.commons.offset.OffsetFields;
import java.net.URI;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * Source partition and offset of a site. Partition: {@code {"site": name}}. Offset: {@code {"v": 1, "seen": .., "recent": ..,
 * "lists": "{url: ids}", "watermark": ms, "etag": "{url: tag}", "lastmod": "{url: date}"}}. Kafka Connect offsets are flat maps, so
 * the inner maps are JSON text.
 */
public final class SiteOffsets {

    static final String SITE = "site";
    static final String VERSION = "v";
    static final String SEEN = "seen";
    static final String RECENT = "recent";
    static final String LISTS = "lists";
    static final String WATERMARK = "watermark";
    static final String ETAG = "etag";
    static final String LAST_MODIFIED = "lastmod";

    private static final long CURRENT_VERSION = 1;
    /** A time outside of these bounds is in seconds, microseconds or nanoseconds. */
    private static final long EARLIEST_MS = 100_000_000_000L;

    private static final long LATEST_MS = 10_000_000_000_000L;
    private static final Set<String> FIELDS = Set.of(VERSION, SEEN, RECENT, "lists", WATERMARK, ETAG, LAST_MODIFIED);
    private static final String ACCEPTED = "{\"site\":\"name of the site\"} with an offset that GET has returned";
    private static final String ACCOUNTS = "accounts";
    private static final String ACCOUNT = "{\"accounts\":\"name of the site\"} with an offset that GET has returned";
    private static final ObjectMapper JSON = new ObjectMapper();

    private SiteOffsets() {}

    public static Map<String, String> partition(String site) {
        return Map.of(SITE, site);
    }

    /**
     * A decoded offset.
     *
     * @param watermark publication time of the newest article
     */
    public record Stored(
            SeenSet seen, ListMemory lists, @Nullable Instant watermark, Map<URI, CacheValidators> validators) {}

    public static Map<String, Object> encode(
            SeenSet seen, ListMemory lists, @Nullable Instant watermark, Map<URI, CacheValidators> validators) {
        Map<String, Object> offset = new HashMap<>();
        offset.put(VERSION, CURRENT_VERSION);
        offset.put(SEEN, seen.stored());
        offset.put(RECENT, seen.recent());
        offset.put(LISTS, lists.stored());
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
        return Collections.unmodifiableMap(offset);
    }

    /** @throws IllegalArgumentException with the invalid key in the message */
    public static Stored decode(Map<String, ?> offset, int seenMax, int listBytes) {
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
        ListMemory lists;
        try {
            lists = ListMemory.decode(listBytes, text(offset, LISTS));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + LISTS + "' " + e.getMessage(), e);
        }
        Object watermark = offset.get(WATERMARK);
        if (watermark != null && !(watermark instanceof Number)) {
            throw new IllegalArgumentException(
                    "'" + WATERMARK + "' must be a number of milliseconds, not " + watermark);
        }
        Instant newest = watermark == null ? null : Instant.ofEpochMilli(((Number) watermark).longValue());
        return new Stored(seen, lists, newest, validators(text(offset, ETAG), text(offset, LAST_MODIFIED)));
    }

    private static String text(Map<String, ?> offset, String key) {
        Object value = offset.get(key);
        if (value == null) {
            return "";
        }
        if (value instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("'" + key + "' must be a string, not " + value);
    }

    private static Map<URI, CacheValidators> validators(String etags, String dates) {
        Map<URI, CacheValidators> validators = new LinkedHashMap<>();
        try {
            JsonNode tags = JSON.readTree(etags.isEmpty() ? "{}" : etags);
            JsonNode times = JSON.readTree(dates.isEmpty() ? "{}" : dates);
            for (Map.Entry<String, JsonNode> tag : tags.properties()) {
                String time = times.path(tag.getKey()).textValue();
                validators.put(
                        URI.create(tag.getKey()),
                        new CacheValidators(tag.getValue().textValue(), time));
            }
            for (Map.Entry<String, JsonNode> time : times.properties()) {
                validators.putIfAbsent(
                        URI.create(time.getKey()),
                        new CacheValidators(null, time.getValue().textValue()));
            }
            return validators;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "'" + ETAG + "' and '" + LAST_MODIFIED + "' must be JSON objects: " + e.getOriginalMessage(), e);
        }
    }

    /**
     * Validates an offset of {@code PATCH /connectors/NAME/offsets}; a null offset resets the site.
     *
     * @throws ConnectException if the partition or the offset is invalid
     */
    public static void requireValid(@Nullable Map<String, ?> partition, @Nullable Map<String, ?> offset) {
        if (offset == null) {
            return;
        }
        if (partition != null && partition.containsKey(ACCOUNTS)) {
            new OffsetFields("partition", partition, ACCOUNT).requireOnly(Set.of(ACCOUNTS));
            new OffsetFields("offset", offset, ACCOUNT).requireOnly(Set.of(SourceAccounts.STATE));
            return;
        }
        String site = new OffsetFields("partition", partition, ACCEPTED)
                .requireOnly(Set.of(SITE))
                .text(SITE, "the name of a site");
        OffsetFields fields = new OffsetFields("offset", offset, ACCEPTED).requireOnly(FIELDS);
        try {
            decode(offset, Integer.MAX_VALUE, Integer.MAX_VALUE);
        } catch (IllegalArgumentException e) {
            throw new ConnectException(
                    "The offset of site '" + site + "' is invalid: " + e.getMessage()
                            + ". Send null to reset the site.",
                    e);
        }
        if (fields.has(WATERMARK)) {
            fields.integer(
                    WATERMARK,
                    EARLIEST_MS,
                    LATEST_MS,
                    "the publication time of the newest article in milliseconds since 1970");
        }
    }
}
