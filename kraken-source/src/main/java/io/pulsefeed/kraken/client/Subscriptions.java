package io.pulsefeed.kraken.client;

import io.pulsefeed.kraken.wire.Channel;
import io.pulsefeed.kraken.wire.Pair;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** States of the subscriptions of one connection. Thread-safe: the reader writes them, the connection thread reads them. */
final class Subscriptions {

    private enum State {
        REQUESTED,
        ACCEPTED,
        REFUSED
    }

    private final Map<String, Pair> pairsBySymbol = new HashMap<>();
    private final Map<Channel, Map<Pair, State>> states = new EnumMap<>(Channel.class);
    private boolean anyAccepted;

    Subscriptions(Collection<Channel> channels, Collection<Pair> pairs) {
        for (Pair pair : pairs) {
            pairsBySymbol.put(pair.name(), pair);
            pairsBySymbol.put(pair.commonName(), pair);
        }
        for (Channel channel : channels) {
            Map<Pair, State> byPair = new HashMap<>();
            pairs.forEach(pair -> byPair.put(pair, State.REQUESTED));
            states.put(channel, byPair);
        }
    }

    /** Records an acknowledgement. Returns whether the state changed. */
    synchronized boolean onAccepted(@Nullable Channel channel, @Nullable String symbol) {
        return setState(channel, pair(symbol), State.ACCEPTED);
    }

    /** Records that data arrived, which proves a subscription and may precede its acknowledgement. */
    synchronized void onData(Channel channel, Pair pair) {
        setState(channel, pair, State.ACCEPTED);
    }

    /** Records a refusal; without a channel it applies to all channels of the symbol. Returns whether a state changed. */
    synchronized boolean onRefused(@Nullable Channel channel, @Nullable String symbol) {
        @Nullable Pair pair = pair(symbol);
        if (channel != null) {
            return setState(channel, pair, State.REFUSED);
        }
        boolean changed = false;
        for (Channel each : states.keySet()) {
            changed |= setState(each, pair, State.REFUSED);
        }
        return changed;
    }

    private @Nullable Pair pair(@Nullable String symbol) {
        return symbol == null ? null : pairsBySymbol.get(symbol);
    }

    private boolean setState(@Nullable Channel channel, @Nullable Pair pair, State state) {
        Map<Pair, State> byPair = channel == null ? null : states.get(channel);
        if (byPair == null || pair == null) {
            return false;
        }
        anyAccepted |= state == State.ACCEPTED;
        return byPair.replace(pair, state) != state;
    }

    /** The pairs of the channel that are neither accepted nor refused, sorted. */
    synchronized List<Pair> unanswered(Channel channel) {
        List<Pair> pairs = new ArrayList<>();
        states.get(channel).forEach((pair, state) -> {
            if (state == State.REQUESTED) {
                pairs.add(pair);
            }
        });
        pairs.sort(null);
        return pairs;
    }

    synchronized boolean areAllAnswered() {
        return states.values().stream().noneMatch(byPair -> byPair.containsValue(State.REQUESTED));
    }

    synchronized boolean hasAccepted() {
        return anyAccepted;
    }

    synchronized boolean isAccepted(Channel channel, Pair pair) {
        Map<Pair, State> byPair = states.get(channel);
        return byPair != null && byPair.get(pair) == State.ACCEPTED;
    }
}
