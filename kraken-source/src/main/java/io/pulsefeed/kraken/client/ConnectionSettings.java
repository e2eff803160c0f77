package io.pulsefeed.kraken.client;

import io.pulsefeed.kraken.config.EndpointConfig;
import io.pulsefeed.kraken.config.SubscriptionConfig;
import io.pulsefeed.kraken.wire.Channel;
import io.pulsefeed.kraken.wire.Pair;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Subscriptions and timeouts of one connection.
 *
 * @param connectTimeout for the TCP connection and the handshake together
 * @param answerTimeout for the status, acknowledgements and pongs
 * @param silenceTimeout without any frame, once a subscription is acknowledged
 * @param pingInterval between pings, which keep an idle connection open
 */
public record ConnectionSettings(
        List<Pair> pairs,
        Set<Channel> channels,
        Duration connectTimeout,
        Duration answerTimeout,
        Duration silenceTimeout,
        Duration pingInterval) {

    public static ConnectionSettings of(SubscriptionConfig subscription, EndpointConfig endpoint) {
        return new ConnectionSettings(
                Pair.listOf(subscription.pairs()),
                Channel.setOf(subscription.channels()),
                endpoint.connectTimeout(),
                endpoint.answerTimeout(),
                endpoint.silenceTimeout(),
                endpoint.pingInterval());
    }
}
