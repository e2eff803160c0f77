package io.pulsefeed.kraken.sequence;

/** The trades of a pair cannot continue until the user changes the configuration. The message names the key. */
public final class SequenceException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SequenceException(String message) {
        super(message);
    }
}
