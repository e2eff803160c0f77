package io.pulsefeed.kraken.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A v1 message other than data: a status, an answer, a heartbeat or a pong. */
record V1Event(
        @Nullable String event,
        @Nullable String status,
        @Nullable String pair,
        @Nullable String channel,
        @Nullable String error) {

    static V1Event read(JsonParser in) throws IOException {
        @Nullable String event = null;
        @Nullable String status = null;
        @Nullable String pair = null;
        @Nullable String channel = null;
        @Nullable String error = null;
        for (String field = in.nextFieldName(); field != null; field = in.nextFieldName()) {
            in.nextToken();
            switch (field) {
                case "event" -> event = Json.string(in);
                case "status" -> status = Json.shortString(in);
                case "pair" -> pair = Json.shortString(in);
                case "errorMessage", "Error" -> error = Json.string(in);
                case "channelName" -> channel = Json.string(in);
                case "subscription" -> channel = readName(in, channel);
                default -> {}
            }
            in.skipChildren();
        }
        return new V1Event(event, status, pair, channel, error);
    }

    private static @Nullable String readName(JsonParser in, @Nullable String defaultName) throws IOException {
        @Nullable String name = defaultName;
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

    void deliver(FrameHandler handler) {
        @Nullable Channel known = Channel.fromText(channel);
        if (error != null) {
            if (error.toLowerCase(Locale.ROOT).contains("already subscribed")) {
                handler.onSubscribed(known, pair, null);
            } else {
                handler.onRefused(known, pair, Json.excerpt(error));
            }
        } else if ("systemStatus".equals(event) && status != null) {
            handler.onSystemStatus(status);
        } else if ("subscriptionStatus".equals(event) && "unsubscribed".equals(status)) {
            // Every unsubscription is followed by a subscription, whose answer counts.
            return;
        } else if ("subscriptionStatus".equals(event) && "subscribed".equals(status)) {
            handler.onSubscribed(known, pair, null);
        } else if ("pong".equals(event)) {
            handler.onPong();
        } else if ("heartbeat".equals(event)) {
            handler.onHeartbeat();
        }
    }
}
