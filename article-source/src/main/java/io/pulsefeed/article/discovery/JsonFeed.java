package io.pulsefeed.article.discovery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.pulsefeed.article.discovery.ParsedFeed.Format;
import io.pulsefeed.article.extract.TextDecoder;
import java.net.URI;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Parses JSON Feed 1.0 and 1.1 (jsonfeed.org). */
final class JsonFeed {

    private static final int MAX_ENTRIES = 50_000;
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
            .enable(JsonReadFeature.ALLOW_MISSING_VALUES)
            .build();

    private JsonFeed() {}

    static ParsedFeed read(String text, URI base, ZoneId zone) {
        JsonNode feed;
        try {
            feed = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return ParsedFeed.unknown("it is not valid JSON: " + e.getOriginalMessage());
        }
        JsonNode items = feed.path("items");
        if (!items.isArray()) {
            return ParsedFeed.unknown("it is JSON without an items list");
        }
        List<Entry> entries = new ArrayList<>();
        for (JsonNode item : items) {
            if (entries.size() == MAX_ENTRIES) {
                break;
            }
            if (item.isObject()) {
                entries.add(entry(item, base, zone).withLanguage(text(feed, "language")));
            }
        }
        return new ParsedFeed(
                Format.JSON_FEED, List.copyOf(entries), List.of(), items.size() > MAX_ENTRIES, null, Set.of(), null);
    }

    private static Entry entry(JsonNode item, URI base, ZoneId zone) {
        EntryBuilder entry = new EntryBuilder(zone);
        String url = text(item, "url");
        if (url != null) {
            entry.link(3, base, url);
        }
        if (text(item, "external_url") != null) {
            entry.link(2, base, text(item, "external_url"));
        }
        if (item.path("id").isValueNode() && !item.path("id").isNull()) {
            entry.guid(1, item.path("id").asText());
            if (item.path("id").asText().startsWith("http")) {
                entry.link(1, base, item.path("id").asText());
            }
        }
        if (text(item, "title") != null) {
            entry.title(1, PlainText.ofHtml(text(item, "title")));
        }
        entry.content(2, text(item, "content_html"));
        String plain = text(item, "content_text");
        entry.content(1, plain == null ? null : PlainText.escape(plain));
        String summary = text(item, "summary");
        entry.summary(1, summary == null ? null : PlainText.escape(summary));
        entry.published(1, text(item, "date_published"));
        entry.language(text(item, "language"));
        entry.updated(1, text(item, "date_modified"));
        for (JsonNode tag : item.path("tags")) {
            entry.category(tag.asText());
        }
        return entry.build();
    }

    private static @Nullable String text(JsonNode item, String name) {
        return item.path(name).isTextual()
                ? TextDecoder.repairControls(item.path(name).textValue())
                : null;
    }
}
