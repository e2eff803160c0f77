package io.pulsefeed.kraken.wire;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Parser of WebSocket v2: messages are objects, numbers are JSON numbers, fields come in any order. */
public final class V2Parser implements FrameParser {

    private static final int CHANNEL = 1;
    private static final int TYPE = 1 << 1;
    private static final int DATA = 1 << 2;
    private static final int METHOD = 1 << 3;

    private static final Set<String> DATA_CHANNELS = Set.of("trade", "ticker", "book");

    private final Map<String, Pair> pairs = new HashMap<>();
    private final V2DataReader data;
    private final V2BookReader books;
    private final V2Response response = new V2Response();

    private @Nullable String channel;
    private @Nullable String type;
    private @Nullable List<Trade> trades;
    private @Nullable List<Ticker> tickers;
    private @Nullable List<BookUpdate> bookUpdates;
    private @Nullable String system;
    private boolean hasData;

    /** @param subscribed the pairs to parse; elements of other pairs are rejected */
    public V2Parser(Collection<Pair> subscribed) {
        for (Pair pair : subscribed) {
            pairs.put(pair.commonName(), pair);
            pairs.put(pair.name(), pair);
        }
        this.data = new V2DataReader(pairs);
        this.books = new V2BookReader(pairs, data);
    }

    @Override
    public void parse(String frame, FrameHandler handler) {
        channel = null;
        type = null;
        try {
            // Kraken sends channel and type before the data; a frame in another order is parsed twice.
            if (!read(frame, handler)) {
                read(frame, handler);
            }
        } catch (IOException e) {
            handler.onRejected(RejectReason.NOT_JSON, null, Json.excerpt(frame));
            return;
        }
        deliver(handler);
        if (!hasData && channel != null && DATA_CHANNELS.contains(channel)) {
            handler.onRejected(RejectReason.NO_DATA, null, Json.excerpt(frame));
        }
    }

    private boolean read(String frame, FrameHandler handler) throws IOException {
        trades = null;
        tickers = null;
        bookUpdates = null;
        system = null;
        hasData = false;
        response.clear();
        data.begin(handler);
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
                        seen = Json.markSeen(seen, CHANNEL, in);
                        channel = Json.string(in);
                    }
                    case "type" -> {
                        seen = Json.markSeen(seen, TYPE, in);
                        type = Json.string(in);
                    }
                    case "data" -> {
                        seen = Json.markSeen(seen, DATA, in);
                        complete = readData(in);
                    }
                    case "method" -> {
                        seen = Json.markSeen(seen, METHOD, in);
                        response.method = Json.string(in);
                    }
                    default -> response.read(field, in);
                }
                in.skipChildren();
            }
            Json.finish(in);
        }
        return complete;
    }

    /** Returns false if channel or type have not been parsed yet, so the data could not be. */
    private boolean readData(JsonParser in) throws IOException {
        if (channel == null || type == null) {
            in.skipChildren();
            return false;
        }
        if (in.currentToken() != JsonToken.START_ARRAY) {
            return true;
        }
        hasData = true;
        Origin origin = "snapshot".equals(type) ? Origin.SNAPSHOT : Origin.LIVE;
        switch (channel) {
            case "trade" -> trades = data.readTrades(in, origin, new ArrayList<>());
            case "ticker" -> tickers = data.readTickers(in, origin, new ArrayList<>());
            case "book" -> bookUpdates = books.read(in, origin);
            case "status" -> system = readSystem(in);
            default -> in.skipChildren();
        }
        return true;
    }

    private static @Nullable String readSystem(JsonParser in) throws IOException {
        @Nullable String found = null;
        while (in.nextToken() != JsonToken.END_ARRAY) {
            if (in.currentToken() == JsonToken.START_OBJECT) {
                for (String field = in.nextFieldName(); field != null; field = in.nextFieldName()) {
                    in.nextToken();
                    if ("system".equals(field)) {
                        found = Json.shortString(in);
                    }
                    in.skipChildren();
                }
            } else {
                in.skipChildren();
            }
        }
        return found;
    }

    private void deliver(FrameHandler handler) {
        data.reportRejects();
        if (bookUpdates != null) {
            books.incomplete().forEach(handler::onBookIncomplete);
        }
        if (trades != null && !trades.isEmpty()) {
            handler.onTrades(trades);
        } else if (tickers != null && !tickers.isEmpty()) {
            handler.onTickers(tickers);
        } else if (bookUpdates != null && !bookUpdates.isEmpty()) {
            handler.onBooks(bookUpdates);
        } else if (system != null) {
            handler.onSystemStatus(system);
        } else if ("heartbeat".equals(channel)) {
            handler.onHeartbeat();
        } else {
            response.deliver(handler);
        }
    }
}
