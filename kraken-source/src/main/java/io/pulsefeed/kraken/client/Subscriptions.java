package io.pulsefeed.kraken.client;

import io.pulsefeed.kraken.wire.Channel;
import io.pulsefeed.kraken.wire.Pair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * States of the subscriptions of one connection, one for each pair and channel: a pair that Kraken refuses or never acknowledges is
 * asked again on its own, and the others are not affected. Thread-safe: the reader writes the states, the connection thread reads them.
 *
 * <pre>
 *   requested --(acknowledged, or data)--> accepted --(resubscribed)--> requested, without accepting updates sent before
 *   requested --(no answer)--> requested again after 10, 10, 20, 40 .. 300 s
 *   requested --(refused)----> refused, requested again after 60, 120 .. 600 s, because Kraken may list the pair later
 * </pre>
 */
final class Subscriptions {

    private static final long MAX_UNANSWERED_NS = Duration.ofMinutes(5).toNanos();
    private static final long MIN_REFUSED_NS = Duration.ofMinutes(1).toNanos();
    private static final long MAX_REFUSED_NS = Duration.ofMinutes(10).toNanos();

    enum State {
        REQUESTED,
        ACCEPTED,
        REFUSED
    }

    private static final class Subscription {
        private State state = State.REQUESTED;
        private long retryAtMonoNs = Long.MIN_VALUE;
        private long delayNs;
        private int requests;
        /** Updates may still be on their way from before the renewal, so they do not prove it. */
        private boolean renewed;
    }

    private final long answerTimeoutNs;
    private final Map<String, Pair> pairsBySymbol = new HashMap<>();
    private final Map<Channel, Map<Pair, Subscription>> subscriptions = new EnumMap<>(Channel.class);
    private boolean anyAccepted;

    Subscriptions(Collection<Channel> channels, Collection<Pair> pairs, Duration answerTimeout) {
        this.answerTimeoutNs = answerTimeout.toNanos();
        for (Pair pair : pairs) {
            pairsBySymbol.put(pair.name(), pair);
            pairsBySymbol.put(pair.commonName(), pair);
        }
        for (Channel channel : channels) {
            Map<Pair, Subscription> byPair = new HashMap<>();
            pairs.forEach(pair -> byPair.put(pair, new Subscription()));
            subscriptions.put(channel, byPair);
        }
    }

    /** Records an acknowledgement. Returns whether the state changed. */
    synchronized boolean onAccepted(@Nullable Channel channel, @Nullable String symbol) {
        return setState(channel, pair(symbol), State.ACCEPTED);
    }

    /** Records that data arrived, which proves a subscription and may precede its acknowledgement. */
    synchronized void onData(Channel channel, Pair pair, boolean isSnapshot) {
        @Nullable Subscription subscription = find(channel, pair);
        if (subscription != null && (isSnapshot || !subscription.renewed)) {
            setState(channel, pair, State.ACCEPTED);
        }
    }

    /** Records a refusal; without a channel it applies to all channels of the symbol. Returns whether a state changed. */
    synchronized boolean onRefused(@Nullable Channel channel, @Nullable String symbol) {
        @Nullable Pair pair = pair(symbol);
        if (channel != null) {
            return setState(channel, pair, State.REFUSED);
        }
        boolean changed = false;
        for (Channel each : subscriptions.keySet()) {
            changed |= setState(each, pair, State.REFUSED);
        }
        return changed;
    }

    /** Whether the symbol is one of a subscribed pair, in either spelling. */
    boolean isKnown(@Nullable String symbol) {
        return pair(symbol) != null;
    }

    private @Nullable Pair pair(@Nullable String symbol) {
        return symbol == null ? null : pairsBySymbol.get(symbol);
    }

    private boolean setState(@Nullable Channel channel, @Nullable Pair pair, State state) {
        @Nullable Subscription subscription = find(channel, pair);
        if (subscription == null || subscription.state == state) {
            return false;
        }
        anyAccepted |= state == State.ACCEPTED;
        subscription.renewed = false;
        if (state == State.REFUSED) {
            subscription.retryAtMonoNs += MIN_REFUSED_NS - subscription.delayNs;
            subscription.delayNs = MIN_REFUSED_NS;
        }
        subscription.state = state;
        return true;
    }

    private @Nullable Subscription find(@Nullable Channel channel, @Nullable Pair pair) {
        Map<Pair, Subscription> byPair = channel == null ? null : subscriptions.get(channel);
        return byPair == null || pair == null ? null : byPair.get(pair);
    }

    /** The pairs of the channel whose request is due, sorted. The caller sends it, so the next one is scheduled. */
    synchronized List<Pair> takeDue(Channel channel, long nowMonoNs, int max) {
        List<Pair> pairs = pairs(
                channel,
                subscription -> subscription.state != State.ACCEPTED && subscription.retryAtMonoNs <= nowMonoNs);
        List<Pair> due = pairs.subList(0, Math.min(max, pairs.size()));
        for (Pair pair : due) {
            Subscription subscription = subscriptions.get(channel).get(pair);
            long maxNs = subscription.state == State.REFUSED ? MAX_REFUSED_NS : MAX_UNANSWERED_NS;
            boolean doubles = subscription.state == State.REFUSED || subscription.requests > 1;
            subscription.delayNs =
                    doubles ? Math.min(maxNs, Math.max(answerTimeoutNs, subscription.delayNs) * 2) : answerTimeoutNs;
            subscription.retryAtMonoNs = nowMonoNs + subscription.delayNs;
            subscription.requests++;
        }
        return due;
    }

    /** Makes the requests due that have no answer yet: Kraken has refused them for their rate. */
    synchronized void retryUnansweredAt(long atMonoNs) {
        for (Map<Pair, Subscription> byPair : subscriptions.values()) {
            for (Subscription subscription : byPair.values()) {
                if (subscription.state == State.REQUESTED) {
                    subscription.retryAtMonoNs = atMonoNs;
                    subscription.requests = 0;
                }
            }
        }
    }

    /** Makes an accepted subscription due again. Returns whether it was accepted. */
    synchronized boolean renew(Channel channel, Pair pair) {
        @Nullable Subscription subscription = find(channel, pair);
        if (subscription == null || subscription.state != State.ACCEPTED) {
            return false;
        }
        subscription.state = State.REQUESTED;
        subscription.renewed = true;
        subscription.requests = 0;
        subscription.retryAtMonoNs = Long.MIN_VALUE;
        return true;
    }

    /** Number of requests for the pair, and the time until the next one. */
    synchronized Retry retry(Channel channel, Pair pair) {
        Subscription subscription = subscriptions.get(channel).get(pair);
        return new Retry(subscription.state, subscription.requests, Duration.ofNanos(subscription.delayNs));
    }

    record Retry(State state, int requests, Duration next) {}

    private List<Pair> pairs(Channel channel, Predicate<Subscription> condition) {
        List<Pair> pairs = new ArrayList<>();
        subscriptions.get(channel).forEach((pair, subscription) -> {
            if (condition.test(subscription)) {
                pairs.add(pair);
            }
        });
        pairs.sort(null);
        return pairs;
    }

    /** Number of subscriptions in a state. */
    synchronized long count(State state) {
        return subscriptions.values().stream()
                .flatMap(byPair -> byPair.values().stream())
                .filter(subscription -> subscription.state == state)
                .count();
    }

    synchronized boolean hasAccepted() {
        return anyAccepted;
    }

    synchronized boolean isAccepted(Channel channel, Pair pair) {
        @Nullable Subscription subscription = find(channel, pair);
        return subscription != null && subscription.state == State.ACCEPTED;
    }
}
