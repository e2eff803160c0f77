package io.pulsefeed.simulators.kraken.server;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The head of a request.
 *
 * @param target path and query as sent
 * @param headers by lower-case name; the last value of a repeated header wins
 * @param remote address of the client, without port
 */
public record HttpRequest(String method, String target, Map<String, String> headers, String remote) {

    public String path() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    /** Decoded query parameters; the last value of a repeated parameter wins. */
    public Map<String, String> query() {
        Map<String, String> parameters = new LinkedHashMap<>();
        int query = target.indexOf('?');
        if (query < 0) {
            return parameters;
        }
        for (String parameter : target.substring(query + 1).split("&")) {
            int equals = parameter.indexOf('=');
            if (equals > 0) {
                parameters.put(decode(parameter.substring(0, equals)), decode(parameter.substring(equals + 1)));
            }
        }
        return parameters;
    }

    boolean asksForWebSocket() {
        return "websocket".equalsIgnoreCase(headers.get("upgrade")) && headers.containsKey("sec-websocket-key");
    }

    boolean wantsClose() {
        return "close".equalsIgnoreCase(headers.get("connection"));
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
