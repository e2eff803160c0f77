package io.pulsefeed.kraken.config;

/** Version of Kraken's WebSocket protocol. */
public enum WebSocketVersion {
    /** {@link #V2} if the path of the URL ends with {@code /v2}, otherwise {@link #V1}. */
    AUTO,
    V2,
    /** Trades have no ids, so delivery is best effort. */
    V1
}
