package io.pulsefeed.kraken.sequence;

import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Schedules queries for trades whose ids were skipped as unused: 15 s, 1, 5, 15 and 60 minutes after the last one was skipped. After
 * that the ids are forgotten.
 */
final class LateTradeCheck {

    private static final List<Long> DELAYS_S = List.of(15L, 60L, 300L, 900L, 3600L);

    private final VoidIds ids;
    private final ArrayDeque<Long> dueEpochNs = new ArrayDeque<>();
    private int knownAdditions;
    private int checks;
    private long startMonoNs;

    LateTradeCheck(VoidIds ids) {
        this.ids = ids;
    }

    /** The event time to query from now, or {@link Long#MIN_VALUE}. */
    long takeDue(long nowMonoNs) {
        if (ids.additions() != knownAdditions) {
            knownAdditions = ids.additions();
            startMonoNs = nowMonoNs;
            checks = 0;
        }
        if (!dueEpochNs.isEmpty()) {
            return dueEpochNs.poll();
        }
        if (ids.toString().isEmpty()
                || nowMonoNs - startMonoNs
                        < TimeUnit.SECONDS.toNanos(DELAYS_S.get(Math.min(checks, DELAYS_S.size() - 1)))) {
            return Long.MIN_VALUE;
        }
        if (checks == DELAYS_S.size()) {
            ids.clear();
            return Long.MIN_VALUE;
        }
        checks++;
        dueEpochNs.addAll(ids.timesEpochNs());
        return dueEpochNs.poll();
    }
}
