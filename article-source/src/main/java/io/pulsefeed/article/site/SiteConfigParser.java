package io.pulsefeed.article.site;

import com.fasterxml.jackson.databind.JsonNode;
import io.pulsefeed.article.extract.ExtractRules;
import io.pulsefeed.article.fetch.Urls;
import io.pulsefeed.commons.config.EnumChoice;
import java.net.IDN;
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
import org.jspecify.annotations.Nullable;

/** Parses and validates one entry of the list of sites. */
final class SiteConfigParser {

    private static final Set<String> SITE_FIELDS = Set.of(
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
            "retryAfterScope",
            SiteHeadersParser.HEADERS,
            SiteHeadersParser.COOKIES);
    private static final Set<String> DISCOVERY_FIELDS = Set.of("type", "url", "intervalMs", "linkSelector");
    private static final Set<String> EXTRACT_FIELDS = Set.of("content", "remove", "title", "date");
    private static final EnumChoice<DiscoveryType> TYPES = EnumChoice.of(DiscoveryType.class);
    private static final EnumChoice<RetryAfterScope> RETRY_AFTER_SCOPES = EnumChoice.of(RetryAfterScope.class);
    private static final Pattern HOST_RULE =
            Pattern.compile("(\\*\\.)?[a-z0-9.-]+(:\\d{1,5})?|\\[[0-9a-f:.]+](:\\d{1,5})?");
    private static final long MIN_INTERVAL_MS = 60_000;
    private static final long MAX_MS = Duration.ofDays(31).toMillis();
    private static final int MAX_PORT = 65_535;

    private final String key;
    private final JsonNode node;
    private final int maxContentChars;
    private String site;

    /**
     * @param key the configuration key that error messages name
     * @param position of the entry in the list, from 1
     */
    SiteConfigParser(String key, int position, JsonNode node, int maxContentChars) {
        this.key = key;
        this.node = node;
        this.maxContentChars = maxContentChars;
        this.site = "site number " + position;
    }

    /** @throws ConfigException with the key, the site and the invalid field in the message */
    SiteConfig parse() {
        if (!node.isObject()) {
            throw invalid("", "must be a JSON object");
        }
        String name = text(node, "name");
        if (name == null || name.isBlank()) {
            throw invalid("name", "is missing; it becomes the key of the records");
        }
        site = "site '" + name + "'";
        requireKnownFields(node, SITE_FIELDS, "");
        String paywall = text(node, "paywall");
        if (paywall != null && !paywall.equals("summary")) {
            throw invalid("paywall", "'" + paywall + "' must be one of summary");
        }
        RetryAfterScope scope = choice(node, "retryAfterScope", RETRY_AFTER_SCOPES);
        return new SiteConfig(
                name,
                flag("enabled", true),
                sources(),
                texts(node, "allowedHosts").stream().map(this::hostRule).toList(),
                patterns("include"),
                patterns("exclude"),
                text(node, "language"),
                Duration.ofMillis(milliseconds(node, "minDelayMs", 0)),
                extractRules(),
                flag("fullText", true),
                new SiteHeadersParser(node, this::invalid).parse(),
                scope == RetryAfterScope.URL);
    }

    private List<DiscoverySource> sources() {
        JsonNode list = node.path("discovery");
        if (!list.isArray() || list.isEmpty()) {
            throw invalid("discovery", "must be a list with at least one entry");
        }
        List<DiscoverySource> sources = new ArrayList<>();
        for (JsonNode source : list) {
            sources.add(source(source));
        }
        if (sources.stream().map(DiscoverySource::url).distinct().count() < sources.size()) {
            throw invalid("discovery", "contains the same URL twice");
        }
        return List.copyOf(sources);
    }

    private DiscoverySource source(JsonNode source) {
        requireKnownFields(source, DISCOVERY_FIELDS, "discovery.");
        DiscoveryType type = choice(source, "type", TYPES, "discovery.type");
        if (type == null) {
            throw invalid("discovery.type", "is missing; it must be " + TYPES);
        }
        String selector = selector(text(source, "linkSelector"), "discovery.linkSelector");
        if (type == DiscoveryType.LISTING && selector == null) {
            throw invalid("discovery.linkSelector", "is missing; set the CSS selector of the article links");
        }
        long interval = milliseconds(source, "intervalMs", MIN_INTERVAL_MS);
        return new DiscoverySource(
                type,
                url(text(source, "url")),
                source.hasNonNull("intervalMs") ? Duration.ofMillis(interval) : null,
                selector);
    }

    private URI url(@Nullable String configured) {
        String text = configured == null ? "" : configured.strip();
        URI url;
        try {
            url = isAscii(text) ? new URI(text) : Urls.parse(text).orElse(URI.create(""));
        } catch (URISyntaxException e) {
            throw invalid("discovery.url", "is not a valid URL: " + e.getReason() + " at index " + e.getIndex());
        }
        String scheme = url.getScheme();
        if (!"http".equalsIgnoreCase(scheme) && !"https".equalsIgnoreCase(scheme)) {
            throw invalid("discovery.url", "must be an absolute http or https URL ('" + text + "')");
        }
        if (url.getHost() == null) {
            throw invalid("discovery.url", "has no valid host name ('" + text + "')");
        }
        if (url.getPort() == 0 || url.getPort() > MAX_PORT) {
            throw invalid("discovery.url", "has an invalid port ('" + text + "'); use 1 to " + MAX_PORT);
        }
        if (url.getUserInfo() != null) {
            throw invalid("discovery.url", "must not contain a user name or password");
        }
        return url;
    }

    private ExtractRules extractRules() {
        JsonNode extract = node.path("extract");
        requireKnownFields(extract, EXTRACT_FIELDS, "extract.");
        List<String> remove = texts(extract, "remove");
        remove.forEach(selector -> selector(selector, "extract.remove"));
        return new ExtractRules(
                selector(text(extract, "content"), "extract.content"),
                remove,
                selector(text(extract, "title"), "extract.title"),
                selector(text(extract, "date"), "extract.date"),
                zone(),
                maxContentChars);
    }

    private ZoneId zone() {
        String zone = text(node, "timezone");
        try {
            return ZoneId.of(zone == null ? "UTC" : zone);
        } catch (DateTimeException e) {
            throw invalid(
                    "timezone", "'" + zone + "' is not a valid time zone; use a name such as UTC or America/New_York");
        }
    }

    private @Nullable String selector(@Nullable String css, String field) {
        if (css != null) {
            try {
                ExtractRules.requireSelector(css);
            } catch (IllegalArgumentException e) {
                throw invalid(field, "'" + css + "' is not a valid CSS selector: " + e.getMessage());
            }
        }
        return css;
    }

    private List<Pattern> patterns(String field) {
        List<Pattern> patterns = new ArrayList<>();
        for (String regex : texts(node, field)) {
            try {
                patterns.add(Pattern.compile(regex));
            } catch (PatternSyntaxException e) {
                throw invalid(
                        field,
                        "'" + regex + "' is not a valid regular expression: " + e.getDescription() + " at position "
                                + e.getIndex());
            }
        }
        return List.copyOf(patterns);
    }

    private String hostRule(String rule) {
        String lower = ascii(rule.strip()).toLowerCase(Locale.ROOT);
        if (!HOST_RULE.matcher(lower).matches() || !hasValidPort(lower)) {
            throw invalid(
                    "allowedHosts",
                    "'" + rule + "' is not a valid host; use example.com, *.example.com or example.com:8080");
        }
        return lower;
    }

    private static boolean hasValidPort(String rule) {
        int colon = rule.lastIndexOf(':');
        if (colon <= rule.lastIndexOf(']')) {
            return true;
        }
        int port = Integer.parseInt(rule.substring(colon + 1));
        return port > 0 && port <= MAX_PORT;
    }

    /** Converts an internationalized host name; other text is returned as is. */
    private static String ascii(String host) {
        boolean hasWildcard = host.startsWith("*.");
        try {
            String name = hasWildcard ? host.substring(2) : host;
            return isAscii(host) ? host : (hasWildcard ? "*." : "") + IDN.toASCII(name);
        } catch (IllegalArgumentException notAName) {
            return host;
        }
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 128);
    }

    private <E extends Enum<E>> @Nullable E choice(JsonNode from, String field, EnumChoice<E> choices) {
        return choice(from, field, choices, field);
    }

    private <E extends Enum<E>> @Nullable E choice(
            JsonNode from, String field, EnumChoice<E> choices, String qualifiedField) {
        String value = text(from, field);
        if (value == null) {
            return null;
        }
        try {
            choices.ensureValid(field, value);
        } catch (ConfigException e) {
            throw invalid(qualifiedField, "'" + value + "' must be " + choices);
        }
        return choices.parse(value);
    }

    private boolean flag(String field, boolean defaultValue) {
        JsonNode value = node.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return defaultValue;
        }
        if (!value.isBoolean()) {
            throw invalid(field, "must be true or false");
        }
        return value.booleanValue();
    }

    private long milliseconds(JsonNode from, String field, long minimum) {
        JsonNode value = from.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return minimum;
        }
        boolean isValid = value.isIntegralNumber()
                && value.canConvertToLong()
                && value.longValue() >= minimum
                && value.longValue() <= MAX_MS;
        if (!isValid) {
            throw invalid(
                    field, "must be a whole number of milliseconds, at least " + minimum + " and at most " + MAX_MS);
        }
        return value.longValue();
    }

    private @Nullable String text(JsonNode from, String field) {
        JsonNode value = from.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw invalid(field, "must be a string");
        }
        return value.textValue();
    }

    private List<String> texts(JsonNode from, String field) {
        JsonNode list = from.path(field);
        if (list.isMissingNode() || list.isNull()) {
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode value : list) {
            if (!value.isTextual()) {
                throw invalid(field, "must be a list of strings");
            }
            texts.add(value.textValue());
        }
        if (!list.isArray()) {
            throw invalid(field, "must be a list of strings");
        }
        return List.copyOf(texts);
    }

    private void requireKnownFields(JsonNode object, Set<String> known, String prefix) {
        if (!object.isObject() && !object.isMissingNode() && !object.isNull()) {
            throw invalid(prefix.replace(".", ""), "must be a JSON object");
        }
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            if (!known.contains(field.getKey())) {
                throw invalid(
                        prefix + field.getKey(),
                        "is not a known field; use one of "
                                + String.join(", ", known.stream().sorted().toList()));
            }
        }
    }

    private ConfigException invalid(String field, String problem) {
        return new ConfigException(key + ": " + site + ": " + (field.isEmpty() ? "" : field + " ") + problem + ".");
    }
}
