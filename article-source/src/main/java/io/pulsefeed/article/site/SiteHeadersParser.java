package io.pulsefeed.article.site;

import com.fasterxml.jackson.databind.JsonNode;
import io.pulsefeed.article.fetch.SiteHeaders;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigException;

/** Parses the headers and cookies of a site. Messages contain names, but no values, because values can be secret. */
final class SiteHeadersParser {

    static final String HEADERS = "headers";
    static final String COOKIES = "cookies";

    private static final int MAX_FIELDS = 50;
    private static final int MAX_LENGTH = 8_000;
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}");
    private static final Pattern HEADER_VALUE = Pattern.compile("[\\x21-\\x7E](?:[\\x20-\\x7E\\t]*[\\x21-\\x7E])?");
    /** RFC 6265, section 4.1.1. */
    private static final Pattern COOKIE_VALUE = Pattern.compile("[\\x21\\x23-\\x2B\\x2D-\\x3A\\x3C-\\x5B\\x5D-\\x7E]*");

    /** Set by the connector, or only valid between two hosts. */
    private static final Set<String> RESERVED = Set.of(
            "accept-encoding",
            "connection",
            "content-length",
            "cookie",
            "expect",
            "host",
            "if-modified-since",
            "if-none-match",
            "keep-alive",
            "proxy-authorization",
            "proxy-connection",
            "range",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "user-agent");

    private final JsonNode site;
    private final BiFunction<String, String, ConfigException> invalid;

    /** @param invalid creates the exception for a field and a problem */
    SiteHeadersParser(JsonNode site, BiFunction<String, String, ConfigException> invalid) {
        this.site = site;
        this.invalid = invalid;
    }

    SiteHeaders parse() {
        Map<String, String> headers = values(HEADERS, HEADER_VALUE);
        for (String name : headers.keySet()) {
            if (RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
                throw invalid.apply(HEADERS, "must not contain " + name);
            }
        }
        Map<String, String> cookies = values(COOKIES, COOKIE_VALUE);
        if (!cookies.isEmpty()) {
            headers.put(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                            .collect(Collectors.joining("; ")));
        }
        return headers.isEmpty() ? SiteHeaders.NONE : new SiteHeaders(headers);
    }

    private Map<String, String> values(String field, Pattern valid) {
        JsonNode object = site.path(field);
        if (!object.isMissingNode() && !object.isNull() && !object.isObject()) {
            throw invalid.apply(field, "must be a JSON object of names and values");
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            String name = entry.getKey();
            if (!TOKEN.matcher(name).matches()) {
                throw invalid.apply(field, "contains a name that is not valid in HTTP");
            }
            String value = entry.getValue().textValue();
            if (value == null
                    || value.length() > MAX_LENGTH
                    || !valid.matcher(value).matches()) {
                throw invalid.apply(field, "." + name + " is not a string of characters that are valid in HTTP");
            }
            values.put(name, value);
        }
        if (values.size() > MAX_FIELDS) {
            throw invalid.apply(field, "has more than " + MAX_FIELDS + " entries");
        }
        return values;
    }
}
