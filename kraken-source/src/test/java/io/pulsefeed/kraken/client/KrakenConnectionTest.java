package io.pulsefeed.kraken.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.kraken.metrics.ReconnectCause;
import io.pulsefeed.kraken.metrics.SourceMetrics;
import io.pulsefeed.kraken.wire.BookUpdate;
import io.pulsefeed.kraken.wire.Channel;
import io.pulsefeed.kraken.wire.Pair;
import io.pulsefeed.kraken.wire.Requests;
import io.pulsefeed.kraken.wire.Ticker;
import io.pulsefeed.kraken.wire.Trade;
import io.pulsefeed.kraken.wire.V2Parser;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One connection against a scripted peer in virtual time. */
class KrakenConnectionTest {

    private static final Pair XBT = Pair.parse("XBT/USD");
    private static final Pair ETH = Pair.parse("ETH/USD");
    private static final String PONG = "{\"method\":\"pong\",\"req_id\":1}";
    private static final String STATUS =
            "{\"channel\":\"status\",\"type\":\"update\",\"data\":[{\"system\":\"online\"}]}";
    private static final String HEARTBEAT = "{\"channel\":\"heartbeat\"}";
    private static final String ACK =
            "{\"method\":\"subscribe\",\"req_id\":1,\"result\":{\"channel\":\"trade\",\"symbol\":\"BTC/USD\"},\"success\":true}";

    private final List<Peer> peers = new ArrayList<>();
    private final List<Boolean> onlineChanges = new ArrayList<>();
    private final SourceMetrics metrics = new SourceMetrics();
    private boolean refuseTrades;
    private boolean accept = true;
    private String refusal = "";
    private long nowMonoNs;

    private KrakenConnection connection = connection(List.of(XBT), new ConnectionRateLimiter());

    private KrakenConnection connection(List<Pair> pairs, ConnectionRateLimiter limiter) {
        return new KrakenConnection(
                new ConnectionSettings(
                        pairs,
                        Set.of(Channel.TRADE),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(30)),
                Requests.v2("trades", 10),
                () -> new V2Parser(pairs),
                listener -> new Peer(listener),
                limiter,
                new Listener(),
                metrics,
                () -> nowMonoNs,
                new Random(1),
                () -> {});
    }

    private final class Peer implements KrakenSocket {

        private final Listener listener;
        private final List<String> received = new ArrayList<>();
        private boolean aborted;

        Peer(Listener listener) {
            this.listener = listener;
            peers.add(this);
        }

        @Override
        public boolean open(Duration timeout) {
            if (!accept) {
                listener.onClosed(1002, refusal);
            }
            return accept;
        }

        @Override
        public boolean send(String text) {
            received.add(text);
            return true;
        }

        @Override
        public void abort(String reason) {
            aborted = true;
        }
    }

    private final class Listener implements DataListener {

        @Override
        public boolean onTrades(List<Trade> trades, int size) {
            return !refuseTrades;
        }

        @Override
        public void onTickers(List<Ticker> tickers, int size) {}

        @Override
        public void onBooks(List<BookUpdate> updates, int size) {}

        @Override
        public void onSystemStatus(boolean online) {
            onlineChanges.add(online);
        }

        @Override
        public boolean hasRecovered() {
            return !refuseTrades;
        }
    }

    /** Ticks once per second; the peer sends {@code frame} before each tick, if there is one. */
    private void seconds(int count, @Nullable String frame) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            nowMonoNs += 1_000_000_000L;
            if (frame != null && !peers.isEmpty()) {
                peer().listener.onText(frame);
            }
            connection.tick();
        }
    }

    private Peer peer() {
        return peers.get(peers.size() - 1);
    }

    private void subscribed() throws InterruptedException {
        connection.tick();
        peer().listener.onText(STATUS);
        connection.tick();
        peer().listener.onText(ACK);
    }

    @Test
    void subscribesAfterTheStatus() throws InterruptedException {
        connection.tick();
        connection.tick();
        assertThat(peer().received).isEmpty();
        peer().listener.onText(STATUS);
        connection.tick();
        assertThat(peer().received)
                .containsExactly("{\"method\":\"subscribe\",\"params\":{\"channel\":\"trade\",\"symbol\":[\"BTC/USD\"],"
                        + "\"snapshot\":true},\"req_id\":1}");
        assertThat(onlineChanges).containsExactly(true);
    }

    @Test
    void repeatsAMissingSubscriptionOnceAndThenReconnects() throws InterruptedException {
        connection.tick();
        peer().listener.onText(STATUS);
        seconds(1, HEARTBEAT);
        assertThat(peer().received).hasSize(1);
        seconds(10, HEARTBEAT);
        assertThat(peer().received).hasSize(2);
        seconds(9, HEARTBEAT);
        assertThat(peers).hasSize(1);
        seconds(2, HEARTBEAT);
        assertThat(metrics.reconnects(ReconnectCause.NO_ACK).sum()).isEqualTo(1);
        assertThat(peers.get(0).aborted).isTrue();
    }

    @Test
    void subscribesWithoutAStatusAfterTenSeconds() throws InterruptedException {
        connection.tick();
        seconds(9, null);
        assertThat(peer().received).isEmpty();
        seconds(1, null);
        assertThat(peer().received).hasSize(1);
        assertThat(onlineChanges).containsExactly(true);
    }

    @Test
    void reconnectsAfterTenSecondsOfSilence() throws InterruptedException {
        subscribed();
        seconds(9, null);
        assertThat(peers).hasSize(1);
        seconds(2, null);
        assertThat(metrics.reconnects(ReconnectCause.SILENT).sum()).isEqualTo(1);
        assertThat(peers).hasSize(2);
    }

    @Test
    void reconnectsAfterMissingPong() throws InterruptedException {
        subscribed();
        seconds(31, HEARTBEAT);
        assertThat(peer().received).last().asString().contains("ping");
        seconds(10, HEARTBEAT);
        assertThat(metrics.reconnects(ReconnectCause.NO_PONG).sum()).isEqualTo(1);
    }

    @Test
    void keepsConnectionWhilePongsArrive() throws InterruptedException {
        subscribed();
        seconds(300, "{\"method\":\"pong\",\"req_id\":1}");
        assertThat(peers).hasSize(1);
        assertThat(peer().received.stream().filter(text -> text.contains("ping")))
                .hasSize(10);
    }

    @Test
    void repeatsSubscriptionOneSecondAfterThrottling() throws InterruptedException {
        connection.tick();
        peer().listener.onText(STATUS);
        connection.tick();
        peer().listener.onText("{\"Error\":\"Exceeded msg rate\"}");
        seconds(1, null);
        seconds(1, null);
        assertThat(peer().received).hasSize(2);
    }

    @Test
    void reconnectsAfterThreeMalformedFramesInARow() throws InterruptedException {
        subscribed();
        seconds(2, "<html>");
        seconds(1, HEARTBEAT);
        seconds(2, "<html>");
        assertThat(peers).hasSize(1);
        seconds(1, "<html>");
        assertThat(metrics.reconnects(ReconnectCause.DAMAGED).sum()).isEqualTo(1);
    }

    @Test
    void closesConnectionWhenQueueIsFullAndReconnectsWhenItHasRecovered() throws InterruptedException {
        subscribed();
        refuseTrades = true;
        peer().listener
                .onText("{\"channel\":\"trade\",\"type\":\"update\",\"data\":[{\"symbol\":\"BTC/USD\",\"side\":\"buy\","
                        + "\"price\":1,\"qty\":1,\"trade_id\":1,\"timestamp\":\"2026-07-07T23:00:05Z\"}]}");
        seconds(60, null);
        assertThat(peers).hasSize(1);
        assertThat(peers.get(0).aborted).isTrue();
        refuseTrades = false;
        seconds(1, null);
        assertThat(peers).hasSize(2);
    }

    @Test
    void waitsTenMinutesWhenTheAddressIsBlocked() throws InterruptedException {
        accept = false;
        refusal = "Invalid status code received: 429 Status line: HTTP/1.1 429 Too Many Requests";
        connection.tick();
        seconds(599, null);
        assertThat(peers).hasSize(1);
        seconds(1, null);
        assertThat(peers).hasSize(2);
    }

    /** The requests of the pair that are not pings, without those of the others. */
    private List<String> requests(String symbol) {
        return peer().received.stream()
                .filter(text -> text.contains("[\"" + symbol + "\"]"))
                .toList();
    }

    @Test
    void asksAPairAgainThatIsNeverAcknowledgedAndKeepsTheConnection() throws InterruptedException {
        connection = connection(List.of(ETH, XBT), new ConnectionRateLimiter());
        subscribed();
        seconds(30, PONG);
        assertThat(requests("ETH/USD")).as("after 10 and 20 s").hasSize(2);
        seconds(1200, PONG);
        assertThat(requests("ETH/USD"))
                .as("after 40, 80, 160, 320, 620, 920, 1220 s")
                .hasSize(9);
        assertThat(requests("BTC/USD")).isEmpty();
        assertThat(peers).hasSize(1);
        assertThat(connection.isSubscribed(Channel.TRADE, XBT)).isTrue();
        assertThat(connection.isSubscribed(Channel.TRADE, ETH)).isFalse();
        peer().listener.onText(ACK.replace("BTC/USD", "ETH/USD"));
        seconds(1200, PONG);
        assertThat(requests("ETH/USD")).hasSize(9);
        assertThat(connection.isSubscribed(Channel.TRADE, ETH)).isTrue();
    }

    @Test
    void asksARefusedPairAgainInCaseItIsListedLater() throws InterruptedException {
        String refused = "{\"error\":\"Currency pair not supported ETH/USD\",\"method\":\"subscribe\",\"req_id\":1,"
                + "\"success\":false,\"symbol\":\"ETH/USD\"}";
        connection = connection(List.of(ETH, XBT), new ConnectionRateLimiter());
        subscribed();
        peer().listener.onText(refused);
        seconds(59, PONG);
        assertThat(requests("ETH/USD")).isEmpty();
        seconds(2, PONG);
        assertThat(requests("ETH/USD")).hasSize(1);
        peer().listener.onText(refused);
        seconds(115, PONG);
        assertThat(requests("ETH/USD")).hasSize(1);
        seconds(10, PONG);
        assertThat(requests("ETH/USD")).hasSize(2);
        peer().listener.onText(ACK.replace("BTC/USD", "ETH/USD"));
        assertThat(connection.isSubscribed(Channel.TRADE, ETH)).isTrue();
        assertThat(metrics.refusedPairs.sum()).isEqualTo(1);
        assertThat(peers).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Subscription depth not supported", "Event trigger not supported", "Internal error"})
    void doesNotCountOtherErrorsAsRefusedPairs(String error) throws InterruptedException {
        subscribed();
        peer().listener
                .onText("{\"error\":\"" + error
                        + "\",\"method\":\"subscribe\",\"success\":false,\"symbol\":\"BTC/USD\"}");
        assertThat(metrics.refusedPairs.sum()).isZero();
        assertThat(connection.isSubscribed(Channel.TRADE, XBT)).isTrue();
    }

    @Test
    void renewsOneSubscriptionWithoutTheOthers() throws InterruptedException {
        connection = connection(List.of(ETH, XBT), new ConnectionRateLimiter());
        subscribed();
        peer().listener.onText(ACK.replace("BTC/USD", "ETH/USD"));
        peer().received.clear();
        connection.resubscribe(Channel.TRADE, ETH);
        connection.tick();
        assertThat(peer().received)
                .containsExactly(
                        "{\"method\":\"unsubscribe\",\"params\":{\"channel\":\"trade\",\"symbol\":[\"ETH/USD\"]},"
                                + "\"req_id\":1}",
                        "{\"method\":\"subscribe\",\"params\":{\"channel\":\"trade\",\"symbol\":[\"ETH/USD\"],"
                                + "\"snapshot\":true},\"req_id\":1}");
        peer().listener
                .onText("{\"error\":\"Subscription not found\",\"method\":\"unsubscribe\",\"req_id\":1,"
                        + "\"success\":false,\"symbol\":\"ETH/USD\"}");
        peer().listener.onText(ACK.replace("BTC/USD", "ETH/USD"));
        assertThat(connection.isSubscribed(Channel.TRADE, ETH)).isTrue();
        assertThat(connection.isSubscribed(Channel.TRADE, XBT)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 429})
    void remembersABlockedAddressOverARestart(int status, @TempDir Path directory) throws InterruptedException {
        Instant[] now = {Instant.parse("2026-01-01T00:00:00Z")};
        Clock clock = ((InstantSource) () -> now[0]).withZone(ZoneOffset.UTC);
        BlockedAddress blocked = BlockedAddress.inFile(directory, "ws.kraken.com:443", clock);
        accept = false;
        refusal = "Invalid status code received: " + status + " Status line: HTTP/1.1 " + status;
        connection = connection(List.of(XBT), new ConnectionRateLimiter(blocked));
        connection.tick();
        assertThat(peers).hasSize(1);
        now[0] = now[0].plusSeconds(200);
        nowMonoNs = -5_000_000_000_000L;
        connection = connection(List.of(XBT), new ConnectionRateLimiter(blocked));
        connection.tick();
        seconds(399, null);
        assertThat(peers).hasSize(1);
        seconds(1, null);
        assertThat(peers).hasSize(2);
    }

    @Test
    void ignoresCallbacksOfAnOldSocket() throws InterruptedException {
        subscribed();
        Peer old = peer();
        old.listener.onClosed(1006, "");
        seconds(2, null);
        assertThat(peers).hasSize(2);
        old.listener.onClosed(1006, "");
        old.listener.onText("<html>");
        seconds(1, null);
        assertThat(peers).hasSize(2);
        assertThat(metrics.frames.sum()).isEqualTo(2);
    }

    @Test
    void doesNotReconnectAfterAbort() throws InterruptedException {
        subscribed();
        connection.abort();
        assertThat(peer().aborted).isTrue();
        seconds(60, null);
        assertThat(peers).hasSize(1);
    }

    private static String trade(String type, long id) {
        return "{\"channel\":\"trade\",\"type\":\"" + type + "\",\"data\":[{\"symbol\":\"BTC/USD\",\"side\":\"buy\","
                + "\"price\":1,\"qty\":1,\"trade_id\":" + id + ",\"timestamp\":\"2026-07-07T23:00:05Z\"}]}";
    }

    /** Data that was on its way when the subscription was renewed does not prove the new one. */
    @Test
    void requestsARenewedSubscriptionAgainThatIsRefusedForItsRate() throws InterruptedException {
        subscribed();
        peer().received.clear();
        connection.resubscribe(Channel.TRADE, XBT);
        connection.tick();
        assertThat(peer().received).hasSize(2);
        peer().listener.onText(trade("update", 7));
        peer().listener.onText("{\"error\":\"Exceeded msg rate\",\"method\":\"subscribe\",\"success\":false}");
        seconds(2, HEARTBEAT);
        assertThat(peer().received).hasSize(3).last().asString().contains("\"subscribe\"");
        peer().listener.onText(trade("snapshot", 7));
        assertThat(connection.isSubscribed(Channel.TRADE, XBT)).isTrue();
    }
}
