package io.pulsefeed.kraken.client;

import io.pulsefeed.kraken.metrics.ReconnectCause;
import io.pulsefeed.kraken.wire.Channel;
import io.pulsefeed.kraken.wire.Pair;

/** What the consumer of the data can do about a subscription that delivers none. Thread-safe, does not block. */
public interface SubscriptionControl {

    /** Whether Kraken has acknowledged the subscription on the current connection. */
    boolean isSubscribed(Channel channel, Pair pair);

    /** Cancels one subscription and requests it again; the other pairs are not affected. */
    void resubscribe(Channel channel, Pair pair);

    /** Ends the current connection and establishes a new one. */
    void reconnect(ReconnectCause cause);
}
