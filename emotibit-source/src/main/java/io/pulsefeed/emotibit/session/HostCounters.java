package io.pulsefeed.emotibit.session;

import java.util.concurrent.atomic.LongAdder;

/** What a host counted since it started; written on the network thread, read by anyone. */
public final class HostCounters {

    /** Datagrams from addresses that no session belongs to. */
    public final LongAdder foreign = new LongAdder();
    /** Advertising datagrams that are not a device's answer. */
    public final LongAdder ignored = new LongAdder();
    /** Devices beyond the configured most. */
    public final LongAdder refused = new LongAdder();
    /** Datagrams that the system would not send. */
    public final LongAdder unsent = new LongAdder();

    public final LongAdder datagrams = new LongAdder();
    public final LongAdder packets = new LongAdder();
    public final LongAdder duplicates = new LongAdder();
    public final LongAdder malformed = new LongAdder();
    public final LongAdder unknownTags = new LongAdder();
    /** Requests for the time that were answered. */
    public final LongAdder timeAnswers = new LongAdder();
    /** Exchanges whose echoes came back in time. */
    public final LongAdder timeExchanges = new LongAdder();
}
