package io.pulsefeed.kraken.wire;

import java.util.List;

/**
 * One message of the channel {@code instrument}.
 *
 * @param isSnapshot whether the message lists all pairs and assets
 */
public record InstrumentUpdate(boolean isSnapshot, List<Instrument> instruments) {}
