package io.pulsefeed.simulators.kraken;

import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** One connected client: what it asked for and when it was last heard. Guarded by the venue's lock. */
final class Session {

    private final Peer peer;
    private final Protocol protocol;
    private final long number;
    private final Map<Channel, Set<String>> subscriptions = new EnumMap<>(Channel.class);
    private long lastTrafficNs;
    private long lastSubscribedNs;
    private boolean ended;
    private long framesSent;

    Session(Peer peer, Protocol protocol, long number, long nowNs) {
        this.peer = peer;
        this.protocol = protocol;
        this.number = number;
        this.lastTrafficNs = nowNs;
    }

    Protocol protocol() {
        return protocol;
    }

    /** Counts the connections of this simulator from 1. */
    long number() {
        return number;
    }

    /** False when it was subscribed already. */
    boolean subscribe(Channel channel, String symbol, long nowNs) {
        lastSubscribedNs = nowNs;
        return subscriptions
                .computeIfAbsent(channel, any -> new LinkedHashSet<>())
                .add(symbol);
    }

    boolean unsubscribe(Channel channel, String symbol) {
        Set<String> symbols = subscriptions.get(channel);
        boolean removed = symbols != null && symbols.remove(symbol);
        if (removed && symbols.isEmpty()) {
            subscriptions.remove(channel);
        }
        return removed;
    }

    boolean isSubscribed(Channel channel, String symbol) {
        Set<String> symbols = subscriptions.get(channel);
        return symbols != null && symbols.contains(symbol);
    }

    boolean hasSubscriptions() {
        return !subscriptions.isEmpty();
    }

    long lastSubscribedNs() {
        return lastSubscribedNs;
    }

    long lastTrafficNs() {
        return lastTrafficNs;
    }

    long framesSent() {
        return framesSent;
    }

    boolean ended() {
        return ended;
    }

    void heard(long nowNs) {
        lastTrafficNs = nowNs;
    }

    void send(String frame, long nowNs) {
        if (!ended) {
            framesSent++;
            lastTrafficNs = nowNs;
            peer.frame(frame);
        }
    }

    void close(int code, String reason) {
        if (!ended) {
            ended = true;
            peer.closed(code, reason);
        }
    }

    void cut() {
        if (!ended) {
            ended = true;
            peer.cut();
        }
    }

    void cutInside(String frame) {
        if (!ended) {
            ended = true;
            peer.cutInside(frame);
        }
    }

    void stall(boolean on) {
        peer.stall(on);
    }

    /** The client went away by itself. */
    void gone() {
        ended = true;
    }
}
