package io.pulsefeed.simulators.emotibit;

import java.util.List;

/** Where a device's batches come from. */
interface PacketSource {

    /** The packets gathered up to now, each with its line end. */
    List<String> batch(long nanos);
}
