package io.pulsefeed.kraken.wire;

import java.util.Collection;

/** The texts that we send to the venue, in one version of the WebSocket protocol. */
public interface Requests {

    String subscribe(Channel channel, Collection<Pair> pairs);

    String unsubscribe(Channel channel, Collection<Pair> pairs);

    String ping(long id);

    Requests V2 = new Requests() {
        @Override
        public String subscribe(Channel channel, Collection<Pair> pairs) {
            return request("subscribe", channel, pairs, true);
        }

        @Override
        public String unsubscribe(Channel channel, Collection<Pair> pairs) {
            return request("unsubscribe", channel, pairs, false);
        }

        @Override
        public String ping(long id) {
            return "{\"method\":\"ping\",\"req_id\":" + id + "}";
        }

        private String request(String method, Channel channel, Collection<Pair> pairs, boolean snapshot) {
            StringBuilder out = new StringBuilder(128)
                    .append("{\"method\":\"")
                    .append(method)
                    .append("\",\"params\":{\"channel\":\"")
                    .append(channel.text())
                    .append("\",\"symbol\":[");
            int n = 0;
            for (Pair pair : pairs) {
                out.append(n++ == 0 ? "" : ",")
                        .append('"')
                        .append(pair.commonName())
                        .append('"');
            }
            out.append(']');
            if (snapshot) {
                out.append(channel == Channel.TICKER ? ",\"event_trigger\":\"trades\"" : "")
                        .append(",\"snapshot\":true");
            }
            return out.append("},\"req_id\":")
                    .append(channel.requestId())
                    .append('}')
                    .toString();
        }
    };
}
