package io.pulsefeed.kraken;

import io.pulsefeed.kraken.client.SubscriptionControl;
import io.pulsefeed.kraken.metrics.ReconnectCause;
import io.pulsefeed.kraken.wire.Channel;
import io.pulsefeed.kraken.wire.Pair;

/** A connection with all subscriptions, which stays as it is. */
public final class NoControl implements SubscriptionControl {

    @Override
    public boolean isSubscribed(Channel channel, Pair pair) {
        return true;
    }

    @Override
    public void resubscribe(Channel channel, Pair pair) {}

    @Override
    public void reconnect(ReconnectCause cause) {}
}
