package io.pulsefeed.kraken.client;

import io.pulsefeed.kraken.wire.Channel;
import io.pulsefeed.kraken.wire.Pair;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What one connection carries and how patient it is.
 *
 * @param connectTimeout for the TCP connection and the handshake together
 * @param answerTimeout for the status, acknowledgements and pongs
 * @param silenceTimeout without any frame, once something is subscribed
 * @param pingInterval between pings, which keep a quiet connection open
 */
public record ConnectionSettings(
        List<Pair> pairs,
        Set<Channel> channels,
        Duration connectTimeout,
        Duration answerTimeout,
        Duration silenceTimeout,
        Duration pingInterval) {}
