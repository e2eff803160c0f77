package io.pulsefeed.kraken.wire;

import java.util.List;

/**
 * One message of the channel {@code instrument}.
 *
 * @param isSnapshot whether the message lists all pairs and assets
 * @param setAside number of elements without a usable name
 * @param firstSetAside the first of them, for the log
 */
public record InstrumentUpdate(boolean isSnapshot, List<Instrument> instruments, int setAside, String firstSetAside) {

    public InstrumentUpdate(boolean isSnapshot, List<Instrument> instruments) {
        this(isSnapshot, instruments, 0, "");
    }

    /** Whether the message contains pairs. A snapshot without any says nothing about those of an earlier one. */
    public boolean hasPairs() {
        return instruments.stream().anyMatch(instrument -> instrument.kind() == Instrument.Kind.PAIR);
    }
}
