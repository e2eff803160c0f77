package io.pulsefeed.article.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.pulsefeed.article.extract.ExtractRules;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.kafka.common.config.ConfigException;

/** Reads one entry of the list of sites. */
final class SiteReader {

    private static final Set<String> SITE_KEYS = Set.of(
            "name",
            "enabled",
            "discovery",
            "allowedHosts",
            "include",
            "exclude",
            "timezone",
            "language",
            "minDelayMs",
            "extract",
            "fullText",
            "paywall",
            "retryAfterScope");
    private static final Set<String> SOURCE_KEYS = Set.of("type", "url", "intervalMs", "linkSelector");
    private static final Set<String> EXTRACT_KEYS = Set.of("content", "remove", "title", "date");
    private static final Pattern HOST_RULE =
            Pattern.compile("(\\*\\.)?[a-z0-9.-]+(:\\d{1,5})?|\\[[0-9a-f:.]+](:\\d{1,5})?");
    private static final long INTERVAL_FLOOR_MS = 60_000;

    private final String key;
    private final JsonNode node;
    private final int contentMaxChars;
    private String site;

    SiteReader(String key, int number, JsonNode node, int contentMaxChars) {
        this.key = key;
        this.node = node;
        this.contentMaxChars = contentMaxChars;
        this.site = "site number " + number;
    }

    SiteConfig read() {
        if (!node.isObject()) {
            throw wrong("", "must be a JSON object");
        }
        String name = text(node, "name");
        if (name == null || name.isBlank()) {
            throw wrong("name", "is missing; it becomes the key of the records");
        }
        site = "site '" + name + "'";
        refuseUnknown(node, SITE_KEYS, "");
        oneOf("paywall", Set.of("summary"));
        return new SiteConfig(
                name,
                flag("enabled", true),
                sources(),
                texts(node, "allowedHosts").stream().map(this::hostRule).toList(),
                patterns("include"),
                patterns("exclude"),
                text(node, "language"),
                Duration.ofMillis(number(node, "minDelayMs", 0)),
                extractRules(),
                flag("fullText", true),
                "url".equals(oneOf("retryAfterScope", Set.of("host", "url"))));
    }

    private List<SourceConfig> sources() {
        JsonNode list = node.path("discovery");
        if (!list.isArray() || list.isEmpty()) {
            throw wrong("discovery", "must be a list with at least one entry");
        }
        List<SourceConfig> sources = new ArrayList<>();
        for (JsonNode source : list) {
            sources.add(source(source));
        }
        if (sources.stream().map(SourceConfig::url).distinct().count() < sources.size()) {
            throw wrong("discovery", "names one URL twice");
        }
        return List.copyOf(sources);
    }

    private SourceConfig source(JsonNode source) {
        refuseUnknown(source, SOURCE_KEYS, "discovery.");
        String label = text(source, "type");
        SourceType type;
        try {
            type = SourceType.of(label);
        } catch (IllegalArgumentException e) {
            throw wrong("discovery.type", e.getMessage());
        }
        String selector = selector(text(source, "linkSelector"), "discovery.linkSelector");
        if (type == SourceType.LISTING && selector == null) {
            throw wrong("discovery.linkSelector", "is missing: say which links of the page are articles");
        }
        long interval = number(source, "intervalMs", INTERVAL_FLOOR_MS);
        return new SourceConfig(
                type,
                url(text(source, "url")),
                source.hasNonNull("intervalMs") ? Duration.ofMillis(interval) : null,
                selector);
    }

    private URI url(String text) {
        try {
            URI url = new URI(text == null ? "" : text);
            String complaint = Rules.urlComplaint(url);
            if (complaint != null) {
                throw wrong("discovery.url", complaint + " ('" + text + "')");
            }
            return url;
        } catch (URISyntaxException e) {
            throw wrong("discovery.url", "is no URL: " + e.getMessage());
        }
    }

    private ExtractRules extractRules() {
        JsonNode extract = node.path("extract");
        refuseUnknown(extract, EXTRACT_KEYS, "extract.");
        List<String> remove = texts(extract, "remove");
        remove.forEach(selector -> selector(selector, "extract.remove"));
        return new ExtractRules(
                selector(text(extract, "content"), "extract.content"),
                remove,
                selector(text(extract, "title"), "extract.title"),
                selector(text(extract, "date"), "extract.date"),
                zone(),
                contentMaxChars);
    }

    private ZoneId zone() {
        String zone = text(node, "timezone");
        try {
            return ZoneId.of(zone == null ? "UTC" : zone);
        } catch (DateTimeException e) {
            throw wrong("timezone", "'" + zone + "' is no time zone; use a name such as UTC or America/New_York");
        }
    }

    private String selector(String css, String name) {
        if (css != null) {
            try {
                ExtractRules.requireSelector(css);
            } catch (IllegalArgumentException e) {
                throw wrong(name, "'" + css + "' is no CSS selector: " + e.getMessage());
            }
        }
        return css;
    }

    private List<Pattern> patterns(String name) {
        List<Pattern> patterns = new ArrayList<>();
        for (String regex : texts(node, name)) {
            try {
                patterns.add(Pattern.compile(regex));
            } catch (PatternSyntaxException e) {
                throw wrong(
                        name,
                        "'" + regex + "' is no regular expression: " + e.getDescription() + " at position "
                                + e.getIndex());
            }
        }
        return List.copyOf(patterns);
    }

    private String hostRule(String rule) {
        String lower = rule.toLowerCase(Locale.ROOT);
        if (!HOST_RULE.matcher(lower).matches()) {
            throw wrong(
                    "allowedHosts", "'" + rule + "' is no host; use example.com, *.example.com or example.com:8080");
        }
        return lower;
    }

    private String oneOf(String name, Set<String> values) {
        String value = text(node, name);
        if (value != null && !values.contains(value)) {
            throw wrong(
                    name,
                    "'" + value + "' must be one of "
                            + String.join(", ", values.stream().sorted().toList()));
        }
        return value;
    }

    private boolean flag(String name, boolean otherwise) {
        JsonNode value = node.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return otherwise;
        }
        if (!value.isBoolean()) {
            throw wrong(name, "must be true or false");
        }
        return value.booleanValue();
    }

    private long number(JsonNode from, String name, long floor) {
        JsonNode value = from.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return floor;
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < floor) {
            throw wrong(name, "must be a whole number of milliseconds, at least " + floor);
        }
        return value.longValue();
    }

    private String text(JsonNode from, String name) {
        JsonNode value = from.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw wrong(name, "must be a text");
        }
        return value.textValue();
    }

    private List<String> texts(JsonNode from, String name) {
        JsonNode list = from.path(name);
        if (list.isMissingNode() || list.isNull()) {
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode value : list) {
            if (!value.isTextual()) {
                throw wrong(name, "must be a list of texts");
            }
            texts.add(value.textValue());
        }
        if (!list.isArray()) {
            throw wrong(name, "must be a list of texts");
        }
        return List.copyOf(texts);
    }

    private void refuseUnknown(JsonNode object, Set<String> known, String prefix) {
        if (!object.isObject() && !object.isMissingNode() && !object.isNull()) {
            throw wrong(prefix.replace(".", ""), "must be a JSON object");
        }
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            if (!known.contains(field.getKey())) {
                throw wrong(
                        prefix + field.getKey(),
                        "is not known; the keys here are "
                                + String.join(", ", known.stream().sorted().toList()));
            }
        }
    }

    private ConfigException wrong(String name, String complaint) {
        return new ConfigException(key + ": " + site + ": " + (name.isEmpty() ? "" : name + " ") + complaint + ".");
    }
}
