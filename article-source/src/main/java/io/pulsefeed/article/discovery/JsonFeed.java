package io.pulsefeed.article.discovery;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.pulsefeed.article.discovery.ParsedFeed.Format;
import io.pulsefeed.article.extract.TextDecoder;
import java.io.IOException;
import java.io.UncheckedIOException;
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

    /** Reads the entries one by one, so that those before an error are kept. */
    static ParsedFeed read(String text, URI base, ZoneId zone) {
        List<Entry> entries = new ArrayList<>();
        @Nullable String language = null;
        boolean hasItems = false;
        boolean limited = false;
        @Nullable String problem = null;
        try (JsonParser parser = JSON.createParser(text)) {
            boolean isObject = parser.nextToken() == JsonToken.START_OBJECT;
            while (isObject && parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                boolean isList = parser.nextToken() == JsonToken.START_ARRAY;
                if (isList && name.equals("items")) {
                    hasItems = true;
                    limited |= !readItems(parser, entries, base, zone);
                } else if (name.equals("language") && parser.hasToken(JsonToken.VALUE_STRING)) {
                    language = parser.getText();
                } else {
                    parser.skipChildren();
                }
            }
        } catch (JsonProcessingException e) {
            problem = "not valid JSON: " + e.getOriginalMessage();
        } catch (IOException e) {
            throw new UncheckedIOException("Failed to read text", e);
        }
        if (entries.isEmpty() && problem != null) {
            return ParsedFeed.unknown("it is " + problem);
        }
        if (!hasItems) {
            return ParsedFeed.unknown("it is JSON without an items list");
        }
        @Nullable String feedLanguage = language;
        return new ParsedFeed(
                Format.JSON_FEED,
                entries.stream().map(entry -> entry.withLanguage(feedLanguage)).toList(),
                List.of(),
                limited || problem != null,
                null,
                Set.of(),
                problem);
    }

    /** @return false if there are more items than {@link #MAX_ENTRIES} */
    private static boolean readItems(JsonParser parser, List<Entry> entries, URI base, ZoneId zone) throws IOException {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == null || entries.size() == MAX_ENTRIES) {
                return false;
            }
            if (parser.hasToken(JsonToken.START_OBJECT)) {
                entries.add(entry(JSON.readTree(parser), base, zone));
            } else {
                parser.skipChildren();
            }
        }
        return true;
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
        entry.published(1, date(item, "date_published"));
        entry.language(text(item, "language"));
        entry.updated(1, date(item, "date_modified"));
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

    /** Some sites write Unix time. */
    private static @Nullable String date(JsonNode item, String name) {
        JsonNode value = item.path(name);
        return value.isNumber() ? value.decimalValue().toPlainString() : text(item, name);
    }
}
