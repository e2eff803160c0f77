package io.pulsefeed.emotibit.session;

import java.util.concurrent.atomic.LongAdder;

/** Counters of a host since the task started. The network thread writes them; any thread can read them. */
public final class HostCounters {

    /** Datagrams and connections from addresses without a session. */
    public final LongAdder foreign = new LongAdder();
    /** Datagrams on the advertising port that are not a device's answer. */
    public final LongAdder ignored = new LongAdder();
    /** Answers of devices beyond the configured maximum. */
    public final LongAdder refused = new LongAdder();
    /** Datagrams that the operating system refused to send. */
    public final LongAdder unsent = new LongAdder();

    public final LongAdder datagrams = new LongAdder();
    public final LongAdder packets = new LongAdder();
    public final LongAdder duplicates = new LongAdder();
    public final LongAdder malformed = new LongAdder();
    /** Packets whose timestamp or number cannot follow the packets before them. */
    public final LongAdder implausible = new LongAdder();

    public final LongAdder unknownTags = new LongAdder();
    /** Time requests (RD) that were answered. */
    public final LongAdder timeAnswers = new LongAdder();
    /** Records of the control topic that are commands. */
    public final LongAdder commands = new LongAdder();
    /** Records of the control topic that are not valid commands, or are too old. */
    public final LongAdder rejectedCommands = new LongAdder();
    /** Time exchanges whose echo arrived within the limit. */
    public final LongAdder timeExchanges = new LongAdder();
}
