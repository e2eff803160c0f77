package io.pulsefeed.simulators.emotibit;

import java.util.List;

/** The source of a device's batches. */
interface PacketSource {

    /** The packets collected up to now, each with its line end. */
    List<String> batch(long nanos);
}
