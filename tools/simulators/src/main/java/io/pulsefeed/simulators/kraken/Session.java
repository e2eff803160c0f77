package io.pulsefeed.simulators.kraken;

import io.pulsefeed.simulators.kraken.market.Book;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One connected client: its subscriptions and the time of its last message. Guarded by the exchange's lock. */
final class Session {

    private static final int MAX_STALLED_CHARS = 32 * 1024 * 1024;

    private final Peer peer;
    private final Protocol protocol;
    private final long number;
    private final Map<Channel, Set<String>> subscriptions = new EnumMap<>(Channel.class);
    private long lastTrafficNs;
    private long lastChannelMessageNs;
    private int stalledChars;
    private long lastSubscribedNs;
    private final Map<String, Integer> bookDepths = new HashMap<>();
    private final Map<String, Book.View> bookViews = new HashMap<>();
    private @Nullable Fault bookFault;
    private boolean instruments;
    private final Set<String> quoted = new HashSet<>();
    private final Set<String> muted = new HashSet<>();
    private final Set<String> mutedTickers = new HashSet<>();
    private final Queue<String> stalledFrames = new ArrayDeque<>();
    private boolean stalled;
    private boolean ended;
    private @Nullable String held;
    private long heldSinceNs;

    Session(Peer peer, Protocol protocol, long number, long nowNs) {
        this.peer = peer;
        this.protocol = protocol;
        this.number = number;
        this.lastTrafficNs = nowNs;
        this.lastChannelMessageNs = nowNs;
    }

    Protocol protocol() {
        return protocol;
    }

    /** Sequence number of the connection, from 1. */
    long number() {
        return number;
    }

    /** Returns false when the client is already subscribed. */
    boolean subscribe(Channel channel, String symbol, long nowNs) {
        lastSubscribedNs = nowNs;
        if (channel == Channel.TICKER && !isSubscribed(channel, symbol)) {
            mutedTickers.remove(symbol);
        }
        return subscriptions
                .computeIfAbsent(channel, any -> new LinkedHashSet<>())
                .add(symbol);
    }

    /** Also sends tickers of {@code symbol} with every change of the best bid or offer. */
    void wantQuotes(String symbol) {
        quoted.add(symbol);
    }

    boolean wantsQuotes(String symbol) {
        return quoted.contains(symbol);
    }

    void wantInstruments(boolean wanted) {
        instruments = wanted;
    }

    boolean wantsInstruments() {
        return instruments;
    }

    void bookDepth(String symbol, int depth) {
        bookDepths.put(symbol, depth);
    }

    int bookDepth(String symbol) {
        return bookDepths.getOrDefault(symbol, 10);
    }

    /** The book as the client has it; null before the snapshot. */
    Book.@Nullable View bookView(String symbol) {
        return bookViews.get(symbol);
    }

    void bookView(String symbol, Book.View view) {
        bookViews.put(symbol, view);
    }

    /** What happens to the next book update of the first pair. */
    void nextBookFault(Fault fault) {
        bookFault = fault;
    }

    @Nullable
    Fault takeBookFault() {
        Fault fault = bookFault;
        bookFault = null;
        return fault;
    }

    boolean unsubscribe(Channel channel, String symbol) {
        Set<String> symbols = subscriptions.get(channel);
        boolean removed = symbols != null && symbols.remove(symbol);
        if (removed && channel == Channel.BOOK) {
            bookViews.remove(symbol);
        }
        if (removed && channel == Channel.TICKER) {
            quoted.remove(symbol);
        }
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
        return instruments || !subscriptions.isEmpty();
    }

    long lastSubscribedNs() {
        return lastSubscribedNs;
    }

    long lastTrafficNs() {
        return lastTrafficNs;
    }

    long lastChannelMessageNs() {
        return lastChannelMessageNs;
    }

    boolean ended() {
        return ended;
    }

    void heard(long nowNs) {
        lastTrafficNs = nowNs;
    }

    void send(String frame, long nowNs) {
        lastChannelMessageNs = nowNs;
        reply(frame, nowNs);
    }

    void reply(String frame, long nowNs) {
        if (ended) {
            return;
        }
        if (stalled) {
            stalledFrames.add(frame);
            stalledChars += frame.length();
            if (stalledChars > MAX_STALLED_CHARS) {
                cut();
            }
            return;
        }
        lastTrafficNs = nowNs;
        peer.frame(frame);
    }

    /** Holds a frame so that the next one overtakes it. */
    void hold(String frame, long nowNs) {
        held = frame;
        heldSinceNs = nowNs;
    }

    /** Sends the frames held since before {@code beforeNs}. */
    void release(long beforeNs, long nowNs) {
        if (held != null && heldSinceNs <= beforeNs) {
            String frame = held;
            held = null;
            send(frame, nowNs);
        }
    }

    boolean isHolding() {
        return held != null;
    }

    /** Stops sending data of these pairs to this client. */
    void mute(Collection<String> symbols) {
        muted.addAll(symbols);
    }

    /** Stops sending tickers to this client, until it cancels the subscriptions and subscribes again. */
    void muteTickers() {
        mutedTickers.addAll(subscriptions(Channel.TICKER));
    }

    boolean wants(Channel channel, String symbol) {
        boolean silent = muted.contains(symbol) || channel == Channel.TICKER && mutedTickers.contains(symbol);
        return isSubscribed(channel, symbol) && !silent;
    }

    Set<String> subscriptions(Channel channel) {
        return Set.copyOf(subscriptions.getOrDefault(channel, Set.of()));
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

    /** While on, nothing passes; frames sent in the meantime arrive afterwards. */
    void stall(boolean on, long nowNs) {
        peer.stall(on);
        stalled = on;
        lastTrafficNs = nowNs;
        while (!stalled && !ended && !stalledFrames.isEmpty()) {
            peer.frame(stalledFrames.remove());
        }
        stalledChars = 0;
    }

    boolean isStalled() {
        return stalled;
    }

    /** The client has disconnected. */
    void disconnected() {
        ended = true;
    }
}
