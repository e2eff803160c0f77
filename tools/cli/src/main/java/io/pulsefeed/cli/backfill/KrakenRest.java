package io.pulsefeed.cli.backfill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/** The part of Kraken's REST API that shows whether a pair was traded in a period. A pair without trades has no offset. */
final class KrakenRest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final int TIME_COLUMN = 2;

    private final String baseUrl;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

    KrakenRest(String baseUrl) {
        this.baseUrl = baseUrl.endsWith("/") ? baseUrl.substring(0, baseUrl.length() - 1) : baseUrl;
    }

    /** @throws IOException if the answer is missing or unusable */
    boolean hasTrades(String pair, Period period) throws IOException, InterruptedException {
        // A little earlier, because the lower bound of REST may be exclusive.
        String url = baseUrl + "/0/public/Trades?pair=" + pair.replace("/", "") + "&since="
                + (period.fromNs() - 1_000_000) + "&count=1000";
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url)).timeout(TIMEOUT).build();
        JsonNode answer =
                JSON.readTree(client.send(request, BodyHandlers.ofString()).body());
        if (!answer.path("error").isEmpty() || !answer.path("result").isObject()) {
            throw new IOException(url + " returned " + answer);
        }
        for (Map.Entry<String, JsonNode> entry : answer.get("result").properties()) {
            for (JsonNode row : entry.getKey().equals("last") ? JSON.createArrayNode() : entry.getValue()) {
                long timeNs = new BigDecimal(row.path(TIME_COLUMN).asText())
                        .movePointRight(9)
                        .longValue();
                if (timeNs >= period.fromNs()) {
                    return timeNs < period.toNs();
                }
            }
        }
        return false;
    }
}
