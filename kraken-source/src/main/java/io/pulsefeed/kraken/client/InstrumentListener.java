package io.pulsefeed.kraken.client;

import io.pulsefeed.kraken.wire.InstrumentUpdate;
import java.time.Instant;

/** Receives Kraken's catalog. */
public interface InstrumentListener {

    /**
     * Accepts the instruments of one frame, or refuses them all if the queue is full. The connection then ends, because the next one
     * starts with a snapshot.
     *
     * @param size the length of the frame in characters
     * @param received when the frame arrived, before it was parsed
     * @return whether the instruments were accepted
     */
    boolean onInstruments(InstrumentUpdate update, int size, Instant received);
}
