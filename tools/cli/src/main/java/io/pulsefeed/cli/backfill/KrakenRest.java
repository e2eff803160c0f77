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
    private static final int PAGE_ROWS = 1000;

    private final String baseUrl;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

    KrakenRest(String baseUrl) {
        this.baseUrl = baseUrl.endsWith("/") ? baseUrl.substring(0, baseUrl.length() - 1) : baseUrl;
    }

    /** @throws IOException if the answer is missing or unusable */
    boolean hasTrades(String pair, Period period) throws IOException, InterruptedException {
        // A little earlier, because the lower bound of REST may be exclusive.
        String url = baseUrl + "/0/public/Trades?pair=" + pair.replace("/", "")
                + (PairNames.isTokenizedStock(pair) ? "&asset_class=tokenized_asset" : "") + "&since="
                + (period.fromNs() - 1_000_000) + "&count=" + PAGE_ROWS;
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url)).timeout(TIMEOUT).build();
        JsonNode answer =
                JSON.readTree(client.send(request, BodyHandlers.ofString()).body());
        if (!answer.path("error").isEmpty() || !answer.path("result").isObject()) {
            throw new IOException(url + " returned " + answer);
        }
        int before = 0;
        for (Map.Entry<String, JsonNode> entry : answer.get("result").properties()) {
            for (JsonNode row : entry.getKey().equals("last") ? JSON.createArrayNode() : entry.getValue()) {
                BigDecimal timeNs = timeNs(row);
                before += timeNs.compareTo(BigDecimal.valueOf(period.fromNs())) < 0 ? 1 : 0;
                if (timeNs.compareTo(BigDecimal.valueOf(period.fromNs())) >= 0
                        && timeNs.compareTo(BigDecimal.valueOf(period.toNs())) < 0) {
                    return true;
                }
            }
        }
        return before >= PAGE_ROWS;
    }

    /** The time of a row; 0 if it is unusable, because one odd row decides nothing. */
    private static BigDecimal timeNs(JsonNode row) {
        try {
            return new BigDecimal(row.path(TIME_COLUMN).asText()).movePointRight(9);
        } catch (NumberFormatException e) {
            return BigDecimal.ZERO;
        }
    }
}
