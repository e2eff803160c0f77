package io.pulsefeed.simulators.kraken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.pulsefeed.simulators.kraken.market.Trade;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class KrakenSimulatorIT {

    @Test
    void sendsLogToWebSocketClient() throws Exception {
        try (KrakenSimulator simulator = KrakenSimulator.builder()
                .tradesPerSecond(2_000)
                .trades(3_000)
                .build()
                .start()) {
            SocketClient client = SocketClient.connect(simulator.webSocketUrl());
            client.subscribe("trade", true, "BTC/USD");
            client.subscribe("ticker", true, "BTC/USD");
            await().until(simulator::isQuiet);
            List<Long> log = simulator.log("BTC/USD").stream().map(Trade::id).toList();
            await().untilAsserted(() -> assertThat(client.tradeIds("BTC/USD")).contains(log.get(log.size() - 1)));
            List<Long> got = client.tradeIds("BTC/USD");
            assertThat(got).isSorted().doesNotHaveDuplicates();
            assertThat(got).containsSubsequence(log.subList(Math.max(0, log.size() - 100), log.size()));
            await().untilAsserted(() -> assertThat(client.frames()).contains("{\"channel\":\"heartbeat\"}"));
            client.closeBlocking();
            await().until(() -> simulator.counters().get("sessions") == 0);
        }
    }

    @Test
    void servesRestOnSamePortWithKeepAlive() throws Exception {
        try (KrakenSimulator simulator =
                KrakenSimulator.builder().tradesPerSecond(0).build().start()) {
            HttpClient http = HttpClient.newHttpClient();
            for (int i = 0; i < 3; i++) {
                HttpResponse<String> answer = get(http, simulator.restUrl() + "/0/public/Trades?pair=XBTUSD&count=3");
                JsonNode body = Client.parse(answer.body());
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(body.at("/result/XXBTZUSD")).hasSize(3);
            }
            assertThat(get(http, simulator.restUrl() + "/nothing").statusCode()).isEqualTo(404);
        }
    }

    private static HttpResponse<String> get(HttpClient http, String url) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void reportsPortInUse() throws Exception {
        try (ServerSocket taken = new ServerSocket(0);
                KrakenSimulator simulator =
                        KrakenSimulator.builder().port(taken.getLocalPort()).build()) {
            assertThatThrownBy(simulator::start)
                    .hasMessageContaining("127.0.0.1:" + taken.getLocalPort())
                    .hasMessageContaining("choose another port");
        }
    }

    /** Stands for the address of a container. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void listensOnConfiguredAddress() throws Exception {
        InetAddress address = InetAddress.getByName("127.0.0.9");
        try (KrakenSimulator simulator =
                KrakenSimulator.builder().bindAddress(address).build().start()) {
            assertThat(get(HttpClient.newHttpClient(), simulator.restUrl() + "/0/public/Time")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(simulator.webSocketUrl()).isEqualTo("ws://127.0.0.9:" + simulator.port() + "/v2");
            assertThatThrownBy(() -> new Socket("127.0.0.1", simulator.port()).close())
                    .isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void closeDisconnectsClients() throws Exception {
        KrakenSimulator simulator = KrakenSimulator.builder().build().start();
        SocketClient client = SocketClient.connect(simulator.webSocketUrl());
        client.subscribe("trade", true, "BTC/USD");
        simulator.close();
        await().atMost(5, TimeUnit.SECONDS).until(client::isClosed);
        assertThat(client.closeCode()).isEqualTo(1006);
    }
}
