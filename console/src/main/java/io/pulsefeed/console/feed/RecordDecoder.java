package io.pulsefeed.console.feed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Passes records to the model. Only fields that the page shows are passed on; the patient id never is. A record that is not JSON of the
 * documented form is counted and skipped.
 */
public final class RecordDecoder {

    private static final double MS = 1e3;
    private static final int MAX_TEXT = 400;
    private static final Set<String> FREE_TEXT = Set.of("note", "marker");

    private final FeedTopics topics;
    private final LiveModel model;

    public RecordDecoder(FeedTopics topics, LiveModel model) {
        this.topics = topics;
        this.model = model;
    }

    public void accept(ConsumerRecord<String, byte[]> record) {
        String topic = record.topic();
        if (topic.equals(topics.raw())) {
            model.onPacket(record.key(), record.timestamp(), record.value());
            return;
        }
        JsonNode json = Json.parse(record.value());
        if (json == null) {
            model.onUnreadable();
        } else if (topic.equals(topics.trade())) {
            boolean late = header(record, "kraken.late") != null;
            model.onTrade(record.key(), json, late || "rest".equals(header(record, "kraken.origin")));
        } else if (topic.equals(topics.ticker())) {
            model.onTicker(record.key(), json);
        } else if (topic.equals(topics.alert())) {
            model.onAlert(json);
        } else if (topic.equals(topics.bookTop())) {
            model.onBookTop(record.key(), json);
        } else if (topic.equals(topics.article())) {
            onArticle(record, json);
        } else if (topic.equals(topics.processed())) {
            onProcessed(record.key(), json);
        }
    }

    private void onArticle(ConsumerRecord<String, byte[]> record, JsonNode json) {
        long publishedMs = Math.round(json.path("published_at").asDouble(0) * MS);
        ObjectNode article = JsonNodeFactory.instance.objectNode();
        article.put("site", text(json.path("website").asText(Objects.requireNonNullElse(record.key(), ""))));
        article.put("title", text(json.path("title").asText("")));
        article.put("url", json.path("url").asText(""));
        article.put("published", publishedMs);
        article.put("scraped", Math.round(json.path("scraped_at").asDouble(0) * MS));
        article.put(
                "date_source",
                headerOr(record, "date_source", json.path("date_source").asText("")));
        article.put(
                "language", headerOr(record, "language", json.path("language").asText("")));
        JsonNode score = json.path("sentiment").path("score");
        article.set("score", score.isNumber() ? score : JsonNodeFactory.instance.nullNode());
        article.put("label", json.path("sentiment").path("label").asText(""));
        article.set("coins", json.path("cryptocurrencies_mentioned"));
        model.onArticle(record.key(), article, publishedMs);
    }

    private void onProcessed(@Nullable String key, JsonNode json) {
        String device = key == null ? json.path("device_id").asText("") : key;
        ObjectNode shown = JsonNodeFactory.instance.objectNode();
        shown.put("device", device);
        shown.put("t", Math.round(json.path("timestamp").asDouble(0) * MS));
        if (json.has("event")) {
            shown.put("event", json.path("event").asText());
            // The text of a note is free: it may name a person.
            if (json.path("detail").isObject()
                    && !FREE_TEXT.contains(json.path("event").asText())) {
                shown.set("detail", json.path("detail"));
            }
            model.onDeviceEvent(device, shown);
        } else {
            json.properties().forEach(field -> {
                if (field.getValue().isNumber() && !field.getKey().equals("timestamp")
                        || field.getKey().endsWith("_absent")) {
                    shown.set(field.getKey(), field.getValue());
                }
            });
            model.onMetrics(device, shown);
        }
    }

    private static String text(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "...";
    }

    private static String headerOr(ConsumerRecord<String, byte[]> record, String name, String fallback) {
        String value = header(record, name);
        return value == null ? fallback : value;
    }

    private static @Nullable String header(ConsumerRecord<String, byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }
}
