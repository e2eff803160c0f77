package io.pulsefeed.kraken.sequence;

import java.time.Duration;

/**
 * How a pair's sequence begins and how long it insists.
 *
 * @param grace how long a missing trade may still come by itself, since frames can be reordered
 * @param timeout how long REST may lag behind before the gap counts as overdue
 * @param maxTrades the longest gap that is filled
 * @param maxAge the oldest gap that is filled
 * @param failOnLimit whether a gap beyond these limits fails the task; otherwise it is skipped and marked
 * @param failOnReset whether a restart of the venue's numbering fails the task; otherwise the sequence begins anew
 */
public record SequenceSettings(
        Start start,
        Duration grace,
        Duration timeout,
        long maxTrades,
        Duration maxAge,
        boolean failOnLimit,
        boolean failOnReset) {}
