package io.pulsefeed.kraken.sequence;

/** The sequence cannot go on without a decision of the user; the message says which. */
public final class SequenceFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SequenceFailure(String message) {
        super(message);
    }
}
