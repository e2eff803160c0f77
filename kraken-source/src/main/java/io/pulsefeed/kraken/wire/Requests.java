package io.pulsefeed.kraken.wire;

import java.util.Collection;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Writes the requests of one WebSocket protocol version. */
public interface Requests {

    String subscribe(Channel channel, Collection<Pair> pairs);

    String unsubscribe(Channel channel, Collection<Pair> pairs);

    String ping(long id);

    /**
     * @param tickerTrigger the value of {@code event_trigger} for tickers
     * @param bookDepth number of levels of each side of an order book
     */
    static Requests v2(String tickerTrigger, int bookDepth) {
        return new V2Requests(tickerTrigger, bookDepth);
    }

    /** Requests of WebSocket v2. */
    record V2Requests(String tickerTrigger, int bookDepth) implements Requests {

        private String option(Channel channel) {
            return switch (channel) {
                case TRADE -> "";
                case TICKER -> ",\"event_trigger\":\"" + tickerTrigger + "\"";
                case BOOK -> ",\"depth\":" + bookDepth;
            };
        }

        @Override
        public String subscribe(Channel channel, Collection<Pair> pairs) {
            return "{\"method\":\"subscribe\",\"params\":{\"channel\":\"" + channel.text() + "\",\"symbol\":"
                    + array(pairs, Pair::commonName) + option(channel) + ",\"snapshot\":true},\"req_id\":"
                    + channel.requestId()
                    + "}";
        }

        @Override
        public String unsubscribe(Channel channel, Collection<Pair> pairs) {
            return "{\"method\":\"unsubscribe\",\"params\":{\"channel\":\"" + channel.text() + "\",\"symbol\":"
                    + array(pairs, Pair::commonName)
                    + (channel == Channel.BOOK ? option(channel) : "") + "},\"req_id\":" + channel.requestId() + "}";
        }

        @Override
        public String ping(long id) {
            return "{\"method\":\"ping\",\"req_id\":" + id + "}";
        }
    }

    Requests V1 = new Requests() {
        @Override
        public String subscribe(Channel channel, Collection<Pair> pairs) {
            return "{\"event\":\"subscribe\",\"pair\":" + array(pairs, Pair::name) + ",\"subscription\":{\"name\":\""
                    + channel.text() + "\"},\"reqid\":" + channel.requestId() + "}";
        }

        @Override
        public String unsubscribe(Channel channel, Collection<Pair> pairs) {
            return subscribe(channel, pairs).replace("\"event\":\"subscribe\"", "\"event\":\"unsubscribe\"");
        }

        @Override
        public String ping(long id) {
            return "{\"event\":\"ping\",\"reqid\":" + id + "}";
        }
    };

    private static String array(Collection<Pair> pairs, Function<Pair, String> spelling) {
        return pairs.stream().map(spelling).collect(Collectors.joining("\",\"", "[\"", "\"]"));
    }
}
