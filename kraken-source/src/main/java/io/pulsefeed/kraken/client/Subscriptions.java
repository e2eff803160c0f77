package io.pulsefeed.kraken.client;

import io.pulsefeed.kraken.wire.Channel;
import io.pulsefeed.kraken.wire.Pair;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What one connection has asked for and what the venue said to it. Written by the reader, read by the connection's thread. */
final class Subscriptions {

    private enum State {
        REQUESTED,
        ACCEPTED,
        REFUSED
    }

    private final Map<String, Pair> pairs = new HashMap<>();
    private final Map<Channel, Map<Pair, State>> states = new EnumMap<>(Channel.class);
    private boolean anyAccepted;

    Subscriptions(Collection<Channel> channels, Collection<Pair> wanted) {
        for (Pair pair : wanted) {
            pairs.put(pair.name(), pair);
            pairs.put(pair.commonName(), pair);
        }
        for (Channel channel : channels) {
            Map<Pair, State> ofChannel = new HashMap<>();
            wanted.forEach(pair -> ofChannel.put(pair, State.REQUESTED));
            states.put(channel, ofChannel);
        }
    }

    /** True when this is news. */
    synchronized boolean accepted(Channel channel, String symbol) {
        return change(channel, symbol == null ? null : pairs.get(symbol), State.ACCEPTED);
    }

    /** Data prove a subscription as well as its acknowledgement does, and may come first. */
    synchronized void delivers(Channel channel, Pair pair) {
        change(channel, pair, State.ACCEPTED);
    }

    /** True when this is news. Without a channel the refusal holds for every channel of the symbol. */
    synchronized boolean refused(Channel channel, String symbol) {
        Pair pair = symbol == null ? null : pairs.get(symbol);
        if (channel != null) {
            return change(channel, pair, State.REFUSED);
        }
        boolean news = false;
        for (Channel each : states.keySet()) {
            news |= change(each, pair, State.REFUSED);
        }
        return news;
    }

    private boolean change(Channel channel, Pair pair, State state) {
        Map<Pair, State> ofChannel = channel == null ? null : states.get(channel);
        if (ofChannel == null || pair == null) {
            return false;
        }
        anyAccepted |= state == State.ACCEPTED;
        return ofChannel.replace(pair, state) != state;
    }

    /** Pairs of the channel that the venue has not answered for. */
    synchronized List<Pair> unanswered(Channel channel) {
        List<Pair> open = new ArrayList<>();
        states.get(channel).forEach((pair, state) -> {
            if (state == State.REQUESTED) {
                open.add(pair);
            }
        });
        open.sort(null);
        return open;
    }

    synchronized boolean isAnswered() {
        return states.values().stream().noneMatch(ofChannel -> ofChannel.containsValue(State.REQUESTED));
    }

    synchronized boolean anyAccepted() {
        return anyAccepted;
    }

    synchronized boolean isAccepted(Channel channel, Pair pair) {
        Map<Pair, State> ofChannel = states.get(channel);
        return ofChannel != null && ofChannel.get(pair) == State.ACCEPTED;
    }
}
