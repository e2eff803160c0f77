package io.pulsefeed.simulators.news;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** HTTP responses that the paths of a site share. */
final class Answer {

    private Answer() {}

    static void text(HttpExchange exchange, int status, String type, String body) throws IOException {
        bytes(exchange, status, type, body.getBytes(StandardCharsets.UTF_8));
    }

    static void html(HttpExchange exchange, String body) throws IOException {
        text(exchange, 200, "text/html; charset=utf-8", body);
    }

    static void bytes(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    static void status(HttpExchange exchange, int status) throws IOException {
        exchange.sendResponseHeaders(status, -1);
    }

    static void retryAfter(HttpExchange exchange, int status, String value) throws IOException {
        exchange.getResponseHeaders().set("Retry-After", value);
        status(exchange, status);
    }

    static void redirect(HttpExchange exchange, int status, String location) throws IOException {
        exchange.getResponseHeaders().set("Location", location);
        status(exchange, status);
    }
}
