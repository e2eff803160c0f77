package io.pulsefeed.kraken.pipeline;

import io.pulsefeed.kraken.client.SubscriptionControl;
import io.pulsefeed.kraken.metrics.ReconnectCause;
import io.pulsefeed.kraken.wire.Channel;
import io.pulsefeed.kraken.wire.Pair;
import java.time.Duration;

/**
 * Restores the subscription of one pair to one channel that delivers nothing although REST has newer data. The first measure affects
 * only this subscription; a new connection follows if it does not help, and then rarely, because it interrupts the other pairs.
 *
 * <pre>
 *   REST has newer data, and none arrives within 5 s              renew the subscription
 *   ... and no snapshot within 10 s of that                       reconnect, at most every 15 minutes
 *   ... again, without live data since the subscription was renewed   reconnect, at most every 15 minutes
 * </pre>
 */
final class SubscriptionWatch {

    private static final long GRACE_NS = Duration.ofSeconds(5).toNanos();
    private static final long SNAPSHOT_NS = Duration.ofSeconds(10).toNanos();
    private static final long RECONNECT_INTERVAL_NS = Duration.ofMinutes(15).toNanos();
    private static final long NEVER = Long.MIN_VALUE;

    private final Channel channel;
    private final Pair pair;
    private final SubscriptionControl control;
    private long suspectSinceMonoNs = NEVER;
    private long renewedAtMonoNs = NEVER;
    private long reconnectedAtMonoNs = NEVER;
    private boolean awaitingSnapshot;

    SubscriptionWatch(Channel channel, Pair pair, SubscriptionControl control) {
        this.channel = channel;
        this.pair = pair;
        this.control = control;
    }

    void onLiveData() {
        suspectSinceMonoNs = NEVER;
        renewedAtMonoNs = NEVER;
        awaitingSnapshot = false;
    }

    void onSnapshot() {
        awaitingSnapshot = false;
    }

    void onConnectionChange() {
        onLiveData();
    }

    /** REST has data that has not arrived. It may be on its way. */
    void onMissedData(long nowMonoNs) {
        if (suspectSinceMonoNs == NEVER) {
            suspectSinceMonoNs = nowMonoNs;
        }
    }

    void act(long nowMonoNs) {
        if (suspectSinceMonoNs != NEVER && nowMonoNs - suspectSinceMonoNs >= GRACE_NS) {
            suspectSinceMonoNs = NEVER;
            restore(nowMonoNs, renewedAtMonoNs != NEVER);
        } else if (awaitingSnapshot && nowMonoNs - renewedAtMonoNs >= SNAPSHOT_NS) {
            awaitingSnapshot = false;
            restore(nowMonoNs, true);
        }
    }

    private void restore(long nowMonoNs, boolean renewedBefore) {
        if (!control.isSubscribed(channel, pair)) {
            // The connection requests it again by itself.
            return;
        }
        boolean mayReconnect = reconnectedAtMonoNs == NEVER || nowMonoNs - reconnectedAtMonoNs >= RECONNECT_INTERVAL_NS;
        if (renewedBefore && mayReconnect) {
            reconnectedAtMonoNs = nowMonoNs;
            control.reconnect(ReconnectCause.STALE);
        } else {
            renewedAtMonoNs = nowMonoNs;
            awaitingSnapshot = !renewedBefore;
            control.resubscribe(channel, pair);
        }
    }
}
