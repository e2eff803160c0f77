package io.pulsefeed.simulators.kraken.server;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** An HTTP response with a UTF-8 body. */
public record HttpAnswer(int status, Map<String, String> headers, String body) {

    public static HttpAnswer json(String body) {
        return new HttpAnswer(200, Map.of("Content-Type", "application/json; charset=utf-8"), body);
    }

    public static HttpAnswer html(int status, String title) {
        String page = "<!DOCTYPE html>\n<html><head><title>" + title + "</title></head><body><h1>" + title
                + "</h1></body></html>\n";
        return new HttpAnswer(status, Map.of("Content-Type", "text/html; charset=utf-8"), page);
    }

    /** No response: the connection stays open and silent. */
    public static HttpAnswer none() {
        return new HttpAnswer(0, Map.of(), "");
    }

    public HttpAnswer with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new HttpAnswer(status, Map.copyOf(more), body);
    }

    byte[] bytes(boolean keepAlive) {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder(200)
                .append("HTTP/1.1 ")
                .append(status)
                .append(' ')
                .append(reason())
                .append("\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        head.append("Content-Length: ").append(content.length).append("\r\n");
        head.append("Connection: ").append(keepAlive ? "keep-alive" : "close").append("\r\n\r\n");
        byte[] start = head.toString().getBytes(StandardCharsets.ISO_8859_1);
        byte[] all = new byte[start.length + content.length];
        System.arraycopy(start, 0, all, 0, start.length);
        System.arraycopy(content, 0, all, start.length, content.length);
        return all;
    }

    private String reason() {
        return switch (status) {
            case 200 -> "OK";
            case 400 -> "Bad Request";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 429 -> "Too Many Requests";
            case 502 -> "Bad Gateway";
            case 503 -> "Service Unavailable";
            case 520 -> "Web Server Returned an Unknown Error";
            default -> "Status";
        };
    }
}
