package io.pulsefeed.kraken.config;

import io.pulsefeed.commons.config.ConfigKey;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Width;

/** Where the venue is and how patient we are with it. */
final class VenueKeys {

    static final String WS_URL = "kraken.ws.url";
    static final String WS_VERSION = "kraken.ws.version";
    static final String REST_URL = "kraken.rest.url";
    static final String CONNECT_TIMEOUT = "kraken.connect.timeout.ms";
    static final String ANSWER_TIMEOUT = "kraken.answer.timeout.ms";
    static final String SILENCE_TIMEOUT = "kraken.silence.timeout.ms";
    static final String PING_INTERVAL = "kraken.ping.interval.ms";
    static final String REST_TIMEOUT = "kraken.rest.timeout.ms";
    static final String REST_INTERVAL = "kraken.rest.interval.ms";
    static final String REST_PAIR_INTERVAL = "kraken.rest.pair.interval.ms";

    private static final String GROUP = "Venue";

    private VenueKeys() {}

    static void addTo(ConfigDef definition) {
        ConfigKey.of(WS_URL, Type.STRING)
                .defaultsTo("wss://ws.kraken.com/v2")
                .validatedBy(Rules.url("wss", "ws"))
                .importance(Importance.HIGH)
                .width(Width.LONG)
                .displayedAs("WebSocket address")
                .documentedAs("Address of the venue's public WebSocket.")
                .addTo(definition, GROUP);
        ConfigKey.of(WS_VERSION, Type.STRING)
                .defaultsTo("auto")
                .validatedBy(Rules.oneOf("auto", "v2", "v1"))
                .recommendedBy(Rules.recommend("auto", "v2", "v1"))
                .importance(Importance.LOW)
                .displayedAs("WebSocket version")
                .documentedAs(
                        """
                        Protocol spoken at the WebSocket address. auto takes v2 when the path of the address ends with
                        /v2, else v1. v1 numbers no trades: with it nothing is promised beyond best effort.""")
                .addTo(definition, GROUP);
        ConfigKey.of(REST_URL, Type.STRING)
                .defaultsTo("https://api.kraken.com")
                .validatedBy(Rules.url("https", "http"))
                .importance(Importance.HIGH)
                .width(Width.LONG)
                .displayedAs("REST address")
                .documentedAs(
                        "Address of the venue's public REST interface, without path; missing trades are fetched there.")
                .addTo(definition, GROUP);
        addPatience(definition);
        addPace(definition);
    }

    private static void addPatience(ConfigDef definition) {
        millis(
                definition,
                CONNECT_TIMEOUT,
                10_000,
                100,
                "Connect timeout",
                "How long connecting and shaking hands may take.");
        millis(
                definition,
                ANSWER_TIMEOUT,
                10_000,
                100,
                "Answer timeout",
                "How long the status, an acknowledgement or a pong may take before we ask again or reconnect.");
        millis(
                definition,
                SILENCE_TIMEOUT,
                10_000,
                100,
                "Silence timeout",
                "Reconnects when no frame came for this long. The venue sends a heartbeat each second.");
        millis(
                definition,
                PING_INTERVAL,
                30_000,
                100,
                "Ping interval",
                "Time between pings, which keep a quiet connection open.");
        millis(
                definition,
                REST_TIMEOUT,
                10_000,
                100,
                "REST timeout",
                "How long a REST request may go without an answer.");
    }

    private static void addPace(ConfigDef definition) {
        millis(
                definition,
                REST_INTERVAL,
                250,
                0,
                "REST interval",
                "Least time between two REST requests of this process, all tasks together.");
        millis(
                definition,
                REST_PAIR_INTERVAL,
                1000,
                0,
                "REST interval per pair",
                "Least time between two REST requests for one pair. The venue allows one per second.");
    }

    private static void millis(ConfigDef definition, String name, long value, long least, String label, String text) {
        ConfigKey.of(name, Type.LONG)
                .defaultsTo(value)
                .validatedBy(Range.between(least, 3_600_000L))
                .importance(Importance.LOW)
                .displayedAs(label)
                .documentedAs(text)
                .addTo(definition, GROUP);
    }
}
