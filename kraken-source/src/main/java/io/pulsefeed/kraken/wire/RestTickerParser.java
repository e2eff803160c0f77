package io.pulsefeed.kraken.wire;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parser of REST {@code Ticker} for one pair. The key of the ticker depends on the spelling in the request. */
public final class RestTickerParser {

    private RestTickerParser() {}

    /** @throws KrakenApiException if Kraken answered with an error, or the answer has no ticker */
    public static RestTicker parse(Pair pair, String body) throws KrakenApiException {
        @Nullable String error = null;
        Map<String, @Nullable String> values = new HashMap<>();
        try (JsonParser in = Json.FACTORY.createParser(body)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                throw new JsonParseException(in, "not an object");
            }
            for (String field = in.nextFieldName(); field != null; field = in.nextFieldName()) {
                JsonToken token = in.nextToken();
                if ("error".equals(field) && token == JsonToken.START_ARRAY && in.nextToken() != JsonToken.END_ARRAY) {
                    error = Json.scalar(in);
                    skipToEnd(in);
                } else if ("result".equals(field) && token == JsonToken.START_OBJECT) {
                    readResult(in, values);
                }
                in.skipChildren();
            }
            Json.finish(in);
        } catch (IOException e) {
            throw unusable("not JSON: ", body);
        }
        if (error != null && values.isEmpty()) {
            throw KrakenApiException.ofError(error);
        }
        return ticker(pair, values, body);
    }

    private static void skipToEnd(JsonParser in) throws IOException {
        in.skipChildren();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            if (in.currentToken() == null) {
                throw new JsonParseException(in, "truncated");
            }
            in.skipChildren();
        }
    }

    private static void readResult(JsonParser in, Map<String, @Nullable String> values) throws IOException {
        while (in.nextFieldName() != null) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                in.skipChildren();
                continue;
            }
            for (String field = in.nextFieldName(); field != null; field = in.nextFieldName()) {
                if (in.nextToken() == JsonToken.START_ARRAY) {
                    readArray(in, field, values);
                } else {
                    in.skipChildren();
                }
            }
        }
    }

    private static void readArray(JsonParser in, String field, Map<String, @Nullable String> values)
            throws IOException {
        for (int i = 0; in.nextToken() != JsonToken.END_ARRAY; i++) {
            if (in.currentToken() == null) {
                throw new JsonParseException(in, "truncated");
            }
            if (i < 2) {
                values.putIfAbsent(field + i, Json.scalar(in));
            }
            in.skipChildren();
        }
    }

    private static RestTicker ticker(Pair pair, Map<String, @Nullable String> values, String body)
            throws KrakenApiException {
        String last = values.get("c0");
        String lastVolume = values.get("c1");
        String todayVolume = values.get("v0");
        String bid = values.get("b0");
        String ask = values.get("a0");
        if (!Decimals.isNumber(last)
                || !Decimals.isNumber(lastVolume)
                || !Decimals.isNumber(todayVolume)
                || !Decimals.isNumber(bid)
                || !Decimals.isNumber(ask)) {
            throw unusable("no ticker: ", body);
        }
        return new RestTicker(pair, last, lastVolume, todayVolume, bid, ask);
    }

    private static KrakenApiException unusable(String what, String body) {
        return new KrakenApiException(KrakenApiException.Kind.UNAVAILABLE, what + Json.excerpt(body));
    }
}
