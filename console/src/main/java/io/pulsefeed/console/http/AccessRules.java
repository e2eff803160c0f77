package io.pulsefeed.console.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may call what. Without a password, the server answers only to names of this machine, so that a page of another site cannot reach
 * it through a DNS name that points to loopback. With a password, every request needs it. Calls that change something also need the
 * token, which only a page of this server can read.
 */
final class AccessRules {

    static final String TOKEN_HEADER = "X-Pulsefeed-Token";

    private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final String BASIC = "Basic ";

    private final @Nullable String password;
    private final String token = Tokens.random();

    AccessRules(@Nullable String password) {
        this.password = password;
    }

    /** The token of calls that change something. */
    String token() {
        return token;
    }

    /** Status of a refusal; 0 if the request is allowed. */
    int refusal(HttpExchange exchange) {
        Headers headers = exchange.getRequestHeaders();
        if (password == null) {
            if (!LOCAL.contains(hostName(headers.getFirst("Host")))) {
                return 421;
            }
        } else if (!hasPassword(headers.getFirst("Authorization"))) {
            return 401;
        }
        return switch (exchange.getRequestMethod()) {
            case "GET", "HEAD" -> 0;
            case "POST" -> isFromPage(headers) ? 0 : 403;
            default -> 405;
        };
    }

    private boolean isFromPage(Headers headers) {
        String origin = headers.getFirst("Origin");
        String sent = headers.getFirst(TOKEN_HEADER);
        boolean isSameOrigin = origin == null || authority(origin).equals(headers.getFirst("Host"));
        return isSameOrigin && sent != null && Tokens.areEqual(sent, token);
    }

    private boolean hasPassword(@Nullable String authorization) {
        if (authorization == null || !authorization.startsWith(BASIC)) {
            return false;
        }
        try {
            String login = new String(
                    Base64.getDecoder().decode(authorization.substring(BASIC.length())), StandardCharsets.UTF_8);
            String sent = login.substring(login.indexOf(':') + 1);
            return Tokens.areEqual(sent, String.valueOf(password));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String authority(String origin) {
        try {
            return String.valueOf(URI.create(origin).getRawAuthority());
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static String hostName(@Nullable String host) {
        if (host == null) {
            return "";
        }
        int port = host.lastIndexOf(':');
        String name = port > host.lastIndexOf(']') ? host.substring(0, port) : host;
        return name.toLowerCase(Locale.ROOT);
    }
}
