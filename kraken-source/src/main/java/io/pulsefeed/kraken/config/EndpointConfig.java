package io.pulsefeed.kraken.config;

import io.pulsefeed.commons.config.ConfigKey;
import io.pulsefeed.commons.config.EnumChoice;
import io.pulsefeed.commons.config.Validators;
import java.net.URI;
import java.time.Duration;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigDef.Width;

/** Kraken's endpoints, their timeouts and their rate limits. */
public record EndpointConfig(
        URI webSocketUrl,
        WebSocketVersion webSocketVersion,
        URI restUrl,
        Duration connectTimeout,
        Duration answerTimeout,
        Duration silenceTimeout,
        Duration pingInterval,
        Duration restTimeout,
        Duration restInterval,
        Duration restPairInterval) {

    public static final String WS_URL = "kraken.ws.url";
    public static final String WS_VERSION = "kraken.ws.version";
    private static final String REST_URL = "kraken.rest.url";
    private static final String CONNECT_TIMEOUT = "kraken.connect.timeout.ms";
    private static final String ANSWER_TIMEOUT = "kraken.answer.timeout.ms";
    private static final String SILENCE_TIMEOUT = "kraken.silence.timeout.ms";
    private static final String PING_INTERVAL = "kraken.ping.interval.ms";
    private static final String REST_TIMEOUT = "kraken.rest.timeout.ms";
    private static final String REST_INTERVAL = "kraken.rest.interval.ms";
    private static final String REST_PAIR_INTERVAL = "kraken.rest.pair.interval.ms";

    private static final String GROUP = "Kraken endpoints";
    private static final EnumChoice<WebSocketVersion> VERSIONS = EnumChoice.of(WebSocketVersion.class);

    static void addTo(ConfigDef definition) {
        ConfigKey.of(WS_URL, Type.STRING)
                .defaultsTo("wss://ws.kraken.com/v2")
                .validatedBy(webSocketUrlValidator())
                .importance(Importance.HIGH)
                .width(Width.LONG)
                .displayedAs("WebSocket URL")
                .documentedAs("URL of Kraken's public WebSocket API.")
                .addTo(definition, GROUP);
        ConfigKey.of(WS_VERSION, VERSIONS, WebSocketVersion.AUTO)
                .importance(Importance.LOW)
                .displayedAs("WebSocket version")
                .documentedAs(
                        """
                        Version of the WebSocket protocol. auto selects v2 if the path of kraken.ws.url ends with /v2,
                        otherwise v1. In v1 trades have no ids, so delivery is best effort.""")
                .addTo(definition, GROUP);
        ConfigKey.of(REST_URL, Type.STRING)
                .defaultsTo("https://api.kraken.com")
                .validatedBy(restUrlValidator())
                .importance(Importance.HIGH)
                .width(Width.LONG)
                .displayedAs("REST URL")
                .documentedAs(
                        "URL of Kraken's public REST API, without a path. The connector fetches missing trades from it.")
                .addTo(definition, GROUP);
        addTimeouts(definition);
        addIntervals(definition);
    }

    private static Validator webSocketUrlValidator() {
        Validator url = Validators.url("wss", "ws");
        return Validators.ofText(url.toString(), text -> {
            requireUrl(url, WS_URL, text);
            String path = Validators.uri(text).getPath();
            Validators.require(
                    path == null || !path.matches(".*/v2/+"),
                    "the path of the WebSocket URL must be /v2 without a slash at the end, for example"
                            + " wss://ws.kraken.com/v2");
        });
    }

    private static Validator restUrlValidator() {
        Validator url = Validators.url("https", "http");
        return Validators.ofText(url.toString(), text -> {
            requireUrl(url, REST_URL, text);
            URI parsed = Validators.uri(text);
            boolean bare = (parsed.getPath() == null || parsed.getPath().matches("/?"))
                    && parsed.getQuery() == null
                    && parsed.getFragment() == null;
            Validators.require(
                    bare,
                    "the REST URL must have no path and no query, because the connector appends /0/public/Trades; for"
                            + " example https://api.kraken.com");
        });
    }

    /** A placeholder is not a URL either, but the reason is a missing config provider. */
    private static void requireUrl(Validator url, String name, String text) {
        if (ConfigValues.placeholder(text) == null) {
            url.ensureValid(name, text);
        }
    }

    private static void addTimeouts(ConfigDef definition) {
        addMillis(
                definition,
                CONNECT_TIMEOUT,
                10_000,
                100,
                "Connect timeout",
                "Timeout for the TCP connection and the WebSocket handshake together.");
        addMillis(
                definition,
                ANSWER_TIMEOUT,
                10_000,
                100,
                "Answer timeout",
                "Timeout for the status message, a subscription acknowledgement or a pong. After it the connector sends"
                        + " the subscriptions again or reconnects.");
        addMillis(
                definition,
                SILENCE_TIMEOUT,
                10_000,
                100,
                "Silence timeout",
                "The connector reconnects if no frame arrives for this long. Kraken sends a heartbeat every second.");
        addMillis(
                definition,
                PING_INTERVAL,
                30_000,
                100,
                "Ping interval",
                "Time between pings, which keep an idle connection open.");
        addMillis(
                definition,
                REST_TIMEOUT,
                10_000,
                100,
                "REST timeout",
                "Timeout for connecting to the REST API and for reading from it.");
    }

    private static void addIntervals(ConfigDef definition) {
        addMillis(
                definition,
                REST_INTERVAL,
                250,
                0,
                "REST interval",
                "Minimum time between two REST requests of this worker process, all tasks together.");
        addMillis(
                definition,
                REST_PAIR_INTERVAL,
                1000,
                0,
                "REST interval per pair",
                "Minimum time between two REST requests for the same pair. Kraken allows one per second.");
    }

    private static void addMillis(
            ConfigDef definition, String name, long defaultMs, long minMs, String label, String text) {
        ConfigValues.millisKey(name, defaultMs, minMs, 3_600_000L)
                .displayedAs(label)
                .documentedAs(text)
                .addTo(definition, GROUP);
    }

    static EndpointConfig of(AbstractConfig values) {
        return new EndpointConfig(
                Validators.uri(values.getString(WS_URL)),
                VERSIONS.get(values, WS_VERSION),
                Validators.uri(values.getString(REST_URL)),
                ConfigValues.millis(values, CONNECT_TIMEOUT),
                ConfigValues.millis(values, ANSWER_TIMEOUT),
                ConfigValues.millis(values, SILENCE_TIMEOUT),
                ConfigValues.millis(values, PING_INTERVAL),
                ConfigValues.millis(values, REST_TIMEOUT),
                ConfigValues.millis(values, REST_INTERVAL),
                ConfigValues.millis(values, REST_PAIR_INTERVAL));
    }

    /** Whether the connection uses protocol version 1, where trades have no ids. */
    public boolean usesV1() {
        return switch (webSocketVersion) {
            case V1 -> true;
            case V2 -> false;
            case AUTO -> !isV2Path(webSocketUrl);
        };
    }

    /** Whether {@code url} is an endpoint of protocol version 2, according to its path. */
    public static boolean isV2Path(URI url) {
        String path = url.getPath();
        return path != null && path.endsWith("/v2");
    }
}
