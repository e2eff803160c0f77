package io.pulsefeed.kraken.wire;

import java.util.Collection;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Writes the requests of one WebSocket protocol version. */
public interface Requests {

    String subscribe(Channel channel, Collection<Pair> pairs);

    String unsubscribe(Channel channel, Collection<Pair> pairs);

    String ping(long id);

    /** @param tickerTrigger the value of {@code event_trigger} for tickers */
    static Requests v2(String tickerTrigger) {
        return new V2Requests(tickerTrigger);
    }

    /** Requests of WebSocket v2. */
    record V2Requests(String tickerTrigger) implements Requests {

        @Override
        public String subscribe(Channel channel, Collection<Pair> pairs) {
            String trigger = channel == Channel.TICKER ? ",\"event_trigger\":\"" + tickerTrigger + "\"" : "";
            return "{\"method\":\"subscribe\",\"params\":{\"channel\":\"" + channel.text() + "\",\"symbol\":"
                    + array(pairs, Pair::commonName) + trigger + ",\"snapshot\":true},\"req_id\":" + channel.requestId()
                    + "}";
        }

        @Override
        public String unsubscribe(Channel channel, Collection<Pair> pairs) {
            return "{\"method\":\"unsubscribe\",\"params\":{\"channel\":\"" + channel.text() + "\",\"symbol\":"
                    + array(pairs, Pair::commonName) + "},\"req_id\":" + channel.requestId() + "}";
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
