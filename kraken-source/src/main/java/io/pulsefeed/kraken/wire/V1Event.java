package io.pulsefeed.kraken.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Locale;

/** A v1 message that is no data: a status, an answer, a heartbeat. */
record V1Event(String event, String status, String pair, String channel, String error) {

    static V1Event read(JsonParser in) throws IOException {
        String event = null;
        String status = null;
        String pair = null;
        String channel = null;
        String error = null;
        for (String field = in.nextFieldName(); field != null; field = in.nextFieldName()) {
            in.nextToken();
            switch (field) {
                case "event" -> event = Json.string(in);
                case "status" -> status = Json.string(in);
                case "pair" -> pair = Json.string(in);
                case "errorMessage", "Error" -> error = Json.string(in);
                case "channelName" -> channel = Json.string(in);
                case "subscription" -> channel = readName(in, channel);
                default -> {}
            }
            in.skipChildren();
        }
        return new V1Event(event, status, pair, channel, error);
    }

    private static String readName(JsonParser in, String otherwise) throws IOException {
        String name = otherwise;
        if (in.currentToken() == JsonToken.START_OBJECT) {
            for (String field = in.nextFieldName(); field != null; field = in.nextFieldName()) {
                in.nextToken();
                if ("name".equals(field)) {
                    name = Json.string(in);
                }
                in.skipChildren();
            }
        }
        return name;
    }

    void deliver(FrameHandler sink) {
        Channel ours = channel == null ? null : Channel.of(channel);
        if (error != null) {
            if (error.toLowerCase(Locale.ROOT).contains("already subscribed")) {
                sink.subscribed(ours, pair, null);
            } else {
                sink.refused(ours, pair, error);
            }
        } else if ("systemStatus".equals(event) && status != null) {
            sink.status(status);
        } else if ("subscriptionStatus".equals(event) && "subscribed".equals(status)) {
            sink.subscribed(ours, pair, null);
        } else if ("pong".equals(event)) {
            sink.pong();
        } else if ("heartbeat".equals(event)) {
            sink.heartbeat();
        }
    }
}
