package io.pulsefeed.kraken.wire;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** WebSocket v2: every message is an object, numbers are JSON numbers, the order of fields is free. */
public final class V2Parser implements FrameParser {

    private static final int CHANNEL = 1;
    private static final int TYPE = 1 << 1;
    private static final int DATA = 1 << 2;
    private static final int METHOD = 1 << 3;

    private final Map<String, Pair> pairs = new HashMap<>();
    private final V2DataReader elements;
    private final V2Response answer = new V2Response();

    private String channel;
    private String type;
    private List<Trade> trades;
    private List<Ticker> tickers;
    private String system;

    /** @param subscribed the pairs whose elements are taken; elements of any other pair are rejected */
    public V2Parser(Collection<Pair> subscribed, Clock clock) {
        for (Pair pair : subscribed) {
            pairs.put(pair.commonName(), pair);
            pairs.put(pair.name(), pair);
        }
        this.elements = new V2DataReader(pairs, clock);
    }

    @Override
    public void parse(String frame, FrameHandler sink) {
        channel = null;
        type = null;
        try {
            // Almost every frame names its channel and type before the data; the others are read a second time.
            if (!read(frame, sink)) {
                read(frame, sink);
            }
        } catch (IOException e) {
            sink.rejected(RejectReason.NOT_JSON, Json.excerpt(frame));
            return;
        }
        deliver(sink);
    }

    private boolean read(String frame, FrameHandler sink) throws IOException {
        trades = null;
        tickers = null;
        system = null;
        answer.clear();
        elements.begin(sink);
        int seen = 0;
        boolean complete = true;
        try (JsonParser in = Json.FACTORY.createParser(frame)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                throw new JsonParseException(in, "not an object");
            }
            for (String field = in.nextFieldName(); field != null; field = in.nextFieldName()) {
                in.nextToken();
                switch (field) {
                    case "channel" -> {
                        seen = Json.once(seen, CHANNEL, in);
                        channel = Json.string(in);
                    }
                    case "type" -> {
                        seen = Json.once(seen, TYPE, in);
                        type = Json.string(in);
                    }
                    case "data" -> {
                        seen = Json.once(seen, DATA, in);
                        complete = readData(in);
                    }
                    case "method" -> {
                        seen = Json.once(seen, METHOD, in);
                        answer.method = Json.string(in);
                    }
                    default -> answer.read(field, in);
                }
                in.skipChildren();
            }
            Json.finish(in);
        }
        return complete;
    }

    /** False when the data came before the fields that say what they are. */
    private boolean readData(JsonParser in) throws IOException {
        if (channel == null || type == null) {
            in.skipChildren();
            return false;
        }
        if (in.currentToken() != JsonToken.START_ARRAY) {
            return true;
        }
        Origin origin = "snapshot".equals(type) ? Origin.SNAPSHOT : Origin.LIVE;
        switch (channel) {
            case "trade" -> trades = elements.readTrades(in, origin, new ArrayList<>());
            case "ticker" -> tickers = elements.readTickers(in, origin, new ArrayList<>());
            case "status" -> system = readSystem(in);
            default -> in.skipChildren();
        }
        return true;
    }

    private static String readSystem(JsonParser in) throws IOException {
        String found = null;
        while (in.nextToken() != JsonToken.END_ARRAY) {
            if (in.currentToken() == JsonToken.START_OBJECT) {
                for (String field = in.nextFieldName(); field != null; field = in.nextFieldName()) {
                    in.nextToken();
                    if ("system".equals(field)) {
                        found = Json.string(in);
                    }
                    in.skipChildren();
                }
            } else {
                in.skipChildren();
            }
        }
        return found;
    }

    private void deliver(FrameHandler sink) {
        elements.reportRejects();
        if (trades != null && !trades.isEmpty()) {
            sink.trades(trades);
        } else if (tickers != null && !tickers.isEmpty()) {
            sink.tickers(tickers);
        } else if (system != null) {
            sink.status(system);
        } else if ("heartbeat".equals(channel)) {
            sink.heartbeat();
        } else {
            answer.deliver(sink);
        }
    }
}
