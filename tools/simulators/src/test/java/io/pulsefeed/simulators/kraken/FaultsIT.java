package io.pulsefeed.simulators.kraken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pulsefeed.simulators.kraken.market.Trade;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Faults that need a real socket. */
class FaultsIT {

    private KrakenSimulator simulator;

    @BeforeEach
    void start() throws Exception {
        simulator = KrakenSimulator.builder()
                .tradesPerSecond(200)
                .connectionBudget(0)
                .build()
                .start();
    }

    @AfterEach
    void close() {
        simulator.close();
    }

    private SocketClient subscriber() throws InterruptedException {
        SocketClient client = SocketClient.connect(simulator.webSocketUrl());
        client.subscribe("trade", true, "BTC/USD");
        await().until(() -> client.tradeIds("BTC/USD").size() > 50);
        return client;
    }

    @Test
    void closeCodesArriveAfterCompleteFrames() throws Exception {
        for (Fault fault : List.of(Fault.CLOSE_1000, Fault.CLOSE_1001, Fault.CLOSE_1006, Fault.CLOSE_1012)) {
            SocketClient client = subscriber();
            simulator.inject(fault);
            await().atMost(5, TimeUnit.SECONDS).until(client::isClosed);
            assertThat(client.closeCode())
                    .as(fault.label())
                    .isEqualTo(Integer.parseInt(fault.label().substring(6)));
        }
    }

    @Test
    void aCutInsideAFrameShowsAs1006() throws Exception {
        SocketClient client = subscriber();
        simulator.inject(Fault.CUT_MID_FRAME);
        await().atMost(5, TimeUnit.SECONDS).until(client::isClosed);
        assertThat(client.closeCode()).isEqualTo(1006);
        assertThat(client.frames())
                .allSatisfy(frame -> assertThat(Client.parse(frame).isObject()).isTrue());
    }

    @Test
    void refusedHandshakesReturnStatus() throws Exception {
        for (Fault fault : List.of(Fault.HANDSHAKE_403, Fault.HANDSHAKE_429, Fault.HANDSHAKE_503)) {
            simulator.inject(fault);
            SocketClient client = new SocketClient(simulator.webSocketUrl());
            assertThat(client.connectBlocking(5, TimeUnit.SECONDS)).isFalse();
            assertThat(client.closeReason()).contains(fault.label().substring("handshake-".length()));
            simulator.clear(fault);
        }
        subscriber();
    }

    @Test
    void hangingHandshakeGetsNoResponse() throws Exception {
        simulator.inject(Fault.HANDSHAKE_HANG);
        SocketClient client = new SocketClient(simulator.webSocketUrl());
        assertThat(client.connectBlocking(300, TimeUnit.MILLISECONDS)).isFalse();
        assertThat(client.isClosed()).isFalse();
        client.closeConnection(1006, "given up");
    }

    @Test
    void stalledConnectionStaysOpenAndDeliversLater() throws Exception {
        SocketClient client = subscriber();
        simulator.inject(Fault.TCP_STALL);
        long stalledAt = simulator.tradeCount();
        await().until(() -> simulator.tradeCount() > stalledAt + 100);
        List<Trade> log = simulator.log("BTC/USD");
        long last = log.get(log.size() - 1).id();
        assertThat(client.isOpen()).isTrue();
        assertThat(client.tradeIds("BTC/USD")).doesNotContain(last);
        simulator.clear(Fault.TCP_STALL);
        await().until(() -> client.tradeIds("BTC/USD").contains(last));
        List<Long> ids = client.tradeIds("BTC/USD");
        assertThat(ids.get(ids.size() - 1) - ids.get(0)).isEqualTo(ids.size() - 1);
    }

    @Test
    void restHangsOrReturnsHtml() throws Exception {
        simulator.inject(Fault.REST_HANG);
        assertThatThrownBy(() -> get("/0/public/Time")).isInstanceOf(HttpTimeoutException.class);
        simulator.clear();
        simulator.inject(Fault.REST_5XX);
        HttpResponse<String> answer = get("/0/public/Time");
        assertThat(answer.statusCode()).isBetween(500, 599);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
    }

    @Test
    void injectsFaultsAndReadsTradeLogOverHttp() throws Exception {
        assertThat(send("POST", "/sim/faults/rest-429").body()).isEqualTo("{\"active\":[\"rest-429\"]}");
        assertThat(get("/0/public/Time").statusCode()).isEqualTo(429);
        assertThat(send("DELETE", "/sim/faults/rest-429").body()).isEqualTo("{\"active\":[]}");
        assertThat(send("POST", "/sim/faults/nonsense").statusCode()).isEqualTo(400);
        assertThat(send("PUT", "/sim/faults/rest-429").statusCode()).isEqualTo(405);
        assertThat(get("/sim/log?pair=NO/PAIR").statusCode()).isEqualTo(400);
        await().until(() -> simulator.log("BTC/USD").size() > 10);
        assertThat(Client.parse(get("/sim/counts").body()).path("BTC/USD").asInt())
                .isGreaterThan(10);
        assertThat(Client.parse(get("/sim/log?pair=BTC/USD&from=2&count=3").body()))
                .extracting(trade -> trade.path("trade_id").asLong())
                .containsExactlyElementsOf(simulator.log("BTC/USD").subList(2, 5).stream()
                        .map(Trade::id)
                        .toList());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send("GET", path);
    }

    private HttpResponse<String> send(String method, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(simulator.restUrl() + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .timeout(Duration.ofSeconds(2))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }
}
