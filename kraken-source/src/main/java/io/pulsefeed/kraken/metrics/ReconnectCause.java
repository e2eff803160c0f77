package io.pulsefeed.kraken.metrics;

/** Why a connection ended or did not come about. */
public enum ReconnectCause {
    REFUSED("handshake-refused", "the handshake was refused or timed out"),
    CLOSED("closed", "the venue closed the connection"),
    SILENT("silent", "no frame for too long"),
    NO_STATUS("no-status", "no status after connecting"),
    NO_ACK("no-ack", "a subscription was not acknowledged"),
    NO_PONG("no-pong", "a ping was not answered"),
    DAMAGED("damaged", "three frames in a row were no JSON"),
    ERROR("error", "a frame could not be handled"),
    OVERLOAD("overload", "trades came faster than Kafka took them; the rest comes from REST"),
    STALE("stale", "REST has trades that the socket did not bring");

    private final String text;
    private final String sentence;

    ReconnectCause(String text, String sentence) {
        this.text = text;
        this.sentence = sentence;
    }

    /** The tag value under which the figures show it. */
    public String text() {
        return text;
    }

    /** For the log. */
    public String sentence() {
        return sentence;
    }
}
