package io.pulsefeed.kraken.metrics;

/** Why a connection ended or could not be established. */
public enum ReconnectCause {
    REFUSED("handshake-refused", "the handshake was refused or timed out"),
    CLOSED("closed", "Kraken closed the connection"),
    SILENT("silent", "no frame within kraken.silence.timeout.ms"),
    NO_STATUS("no-status", "no status after connecting"),
    NO_ACK("no-ack", "no subscription was acknowledged"),
    NO_PONG("no-pong", "a ping was not answered"),
    DAMAGED("damaged", "three malformed frames in a row"),
    ERROR("error", "a frame could not be handled"),
    OVERLOAD("overload", "trades arrive faster than Kafka accepts them; REST will return the missing ones"),
    STALE("stale", "REST has trades that the WebSocket did not deliver");

    private final String text;
    private final String description;

    ReconnectCause(String text, String description) {
        this.text = text;
        this.description = description;
    }

    /** The value of the metric tag {@code cause}. */
    public String text() {
        return text;
    }

    /** The text for the log. */
    public String description() {
        return description;
    }
}
