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

/** Reads JSON Feed 1.0 and 1.1 (jsonfeed.org). */
final class JsonFeed {

    private static final int ENTRIES_MAX = 5_000;
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .build();

    private JsonFeed() {}

    static ParsedFeed read(String text, URI base, ZoneId zone) {
        JsonNode feed;
        try {
            feed = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return ParsedFeed.unknown("it starts like JSON but is not: " + e.getOriginalMessage());
        }
        JsonNode items = feed.path("items");
        if (!items.isArray()) {
            return ParsedFeed.unknown("it is JSON without a list of items");
        }
        List<Entry> entries = new ArrayList<>();
        for (JsonNode item : items) {
            if (entries.size() == ENTRIES_MAX) {
                break;
            }
            if (item.isObject()) {
                entries.add(entry(item, base, zone));
            }
        }
        return new ParsedFeed(
                Format.JSON_FEED, List.copyOf(entries), List.of(), items.size() > ENTRIES_MAX, null, Set.of(), null);
    }

    private static Entry entry(JsonNode item, URI base, ZoneId zone) {
        Draft draft = new Draft(zone);
        String url = text(item, "url");
        if (url != null) {
            draft.link(2, base, url);
        }
        if (text(item, "external_url") != null) {
            draft.link(1, base, text(item, "external_url"));
        }
        if (item.path("id").isValueNode() && !item.path("id").isNull()) {
            draft.guid(1, item.path("id").asText());
        }
        if (text(item, "title") != null) {
            draft.title(1, PlainText.ofHtml(text(item, "title")));
        }
        draft.content(2, text(item, "content_html"));
        String plain = text(item, "content_text");
        draft.content(1, plain == null ? null : PlainText.escape(plain));
        String summary = text(item, "summary");
        draft.summary(1, summary == null ? null : PlainText.escape(summary));
        draft.published(1, text(item, "date_published"));
        draft.updated(1, text(item, "date_modified"));
        for (JsonNode tag : item.path("tags")) {
            draft.category(tag.asText());
        }
        return draft.finish();
    }

    private static String text(JsonNode item, String name) {
        return item.path(name).isTextual()
                ? TextDecoder.repairControls(item.path(name).textValue())
                : null;
    }
}
