package io.pulsefeed.kraken.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Locale;

/** A v2 answer to a request of ours, read field by field: subscription, refusal or pong. */
final class V2Response {

    String method;
    private String error;
    private String symbol;
    private Boolean success;
    private long requestId;
    private String resultChannel;
    private String warnings;

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
            case "symbol" -> symbol = Json.string(in);
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
                case "symbol" -> symbol = Json.string(in);
                case "warnings" -> warnings = readWarnings(in);
                default -> {}
            }
            in.skipChildren();
        }
    }

    private static String readWarnings(JsonParser in) throws IOException {
        if (in.currentToken() != JsonToken.START_ARRAY) {
            return Json.scalar(in);
        }
        StringBuilder all = new StringBuilder();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            String text = Json.scalar(in);
            if (text != null) {
                all.append(all.isEmpty() ? "" : "; ").append(text);
            }
            in.skipChildren();
        }
        return all.isEmpty() ? null : all.toString();
    }

    void deliver(FrameHandler sink) {
        Channel channel = resultChannel != null ? Channel.of(resultChannel) : Channel.ofRequest(requestId);
        if ("pong".equals(method)) {
            sink.pong();
        } else if (error != null && error.toLowerCase(Locale.ROOT).contains("already subscribed")) {
            sink.subscribed(channel, symbol, null);
        } else if (error != null || Boolean.FALSE.equals(success)) {
            sink.refused(channel, symbol, error == null ? "no reason given" : error);
        } else if ("subscribe".equals(method) && resultChannel != null && channel != null) {
            sink.subscribed(channel, symbol, warnings);
        }
    }
}
