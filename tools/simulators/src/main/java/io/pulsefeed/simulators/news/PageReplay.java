package io.pulsefeed.simulators.news;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Recorded pages, one JSON object per line:
 * {@code {"path":"/feed.xml","status":200,"headers":{"Content-Type":"application/rss+xml"},"body":"..."}}, with
 * {@code "base64"} in place of {@code "body"} for content that is not UTF-8 text. A later line replaces an earlier one with the same path.
 */
final class PageReplay {

    /** A recorded response. */
    record Page(int status, Map<String, String> headers, byte[] body) {

        String contentType() {
            return headers.getOrDefault("Content-Type", "text/html; charset=utf-8");
        }
    }

    private PageReplay() {}

    /**
     * @throws IOException naming the line that is not a recorded page
     */
    static Map<String, Page> read(Path file) throws IOException {
        ObjectMapper json = new ObjectMapper();
        Map<String, Page> pages = new LinkedHashMap<>();
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.isBlank()) {
                    JsonNode page = json.readTree(line);
                    if (!page.path("path").isTextual()) {
                        throw new IOException("Line " + number + " of " + file + " has no \"path\": it must be one JSON"
                                + " object with path, status, headers and body (or base64).");
                    }
                    pages.put(page.get("path").textValue(), page(page));
                }
            }
        }
        return pages;
    }

    private static Page page(JsonNode page) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> header : page.path("headers").properties()) {
            headers.put(header.getKey(), header.getValue().asText());
        }
        byte[] body = page.has("base64")
                ? Base64.getDecoder().decode(page.get("base64").asText())
                : page.path("body").asText("").getBytes(StandardCharsets.UTF_8);
        return new Page(page.path("status").asInt(200), headers, body);
    }
}
