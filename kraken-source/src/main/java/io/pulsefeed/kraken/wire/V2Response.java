package io.pulsefeed.kraken.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A v2 answer to a request: an acknowledgement, an error or a pong. Mutable, reused for each frame. */
final class V2Response {

    @Nullable
    String method;

    private @Nullable String error;
    private @Nullable String symbol;
    private @Nullable Boolean success;
    private long requestId;
    private @Nullable String resultChannel;
    private @Nullable String warnings;

    void clear() {
        method = null;
        error = null;
        symbol = null;
        success = null;
        requestId = -1;
        resultChannel = null;
        warnings = null;
    }

    void read(String field, JsonParser in) throws IOException {
        switch (field) {
            case "error", "Error" -> error = Json.scalar(in);
            case "symbol" -> symbol = Json.shortString(in);
            case "success" -> success = in.currentToken() == JsonToken.VALUE_TRUE;
            case "req_id" -> requestId = Json.integer(in);
            case "result" -> readResult(in);
            default -> {}
        }
    }

    private void readResult(JsonParser in) throws IOException {
        if (in.currentToken() != JsonToken.START_OBJECT) {
            return;
        }
        for (String field = in.nextFieldName(); field != null; field = in.nextFieldName()) {
            in.nextToken();
            switch (field) {
                case "channel" -> resultChannel = Json.string(in);
                case "symbol" -> symbol = Json.shortString(in);
                case "warnings" -> warnings = readWarnings(in);
                default -> {}
            }
            in.skipChildren();
        }
    }

    private static @Nullable String readWarnings(JsonParser in) throws IOException {
        if (in.currentToken() != JsonToken.START_ARRAY) {
            String text = Json.scalar(in);
            return text == null ? null : Json.excerpt(text);
        }
        StringBuilder all = new StringBuilder();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            String text = Json.scalar(in);
            if (text != null) {
                all.append(all.isEmpty() ? "" : "; ").append(text);
            }
            in.skipChildren();
        }
        return all.isEmpty() ? null : Json.excerpt(all.toString());
    }

    void deliver(FrameHandler handler) {
        @Nullable
        Channel channel = resultChannel != null ? Channel.fromText(resultChannel) : Channel.fromRequestId(requestId);
        if ("pong".equals(method)) {
            handler.onPong();
        } else if (error != null && error.toLowerCase(Locale.ROOT).contains("already subscribed")) {
            handler.onSubscribed(channel, symbol, null);
        } else if ("unsubscribe".equals(method)) {
            // Every unsubscription is followed by a subscription, whose answer counts.
            return;
        } else if (error != null || Boolean.FALSE.equals(success)) {
            handler.onRefused(channel, symbol, error == null ? "no reason given" : Json.excerpt(error));
        } else if ("subscribe".equals(method) && resultChannel != null && channel != null) {
            handler.onSubscribed(channel, symbol, warnings);
        }
    }
}
