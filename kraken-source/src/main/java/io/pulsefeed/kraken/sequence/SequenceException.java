package io.pulsefeed.kraken.sequence;

/** The sequence cannot go on without a decision of the user; the message says which. */
public final class SequenceException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SequenceException(String message) {
        super(message);
    }
}
