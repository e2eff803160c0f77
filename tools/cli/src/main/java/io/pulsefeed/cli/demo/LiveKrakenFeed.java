package io.pulsefeed.cli.demo;

import io.pulsefeed.cli.UserError;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The real venue. Nobody knows what it really sent, so nothing is balanced; gaps show in the connector's own figures. */
final class LiveKrakenFeed implements Feed {

    private static final String HOST = "ws.kraken.com";
    private static final int REACH_MILLIS = 5_000;

    private final Map<String, String> lastPrices = new ConcurrentSkipListMap<>();

    /** Fails at once when the venue is out of reach, instead of showing a connector that reconnects for ever. */
    static LiveKrakenFeed connect() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(HOST, 443), REACH_MILLIS);
        } catch (IOException e) {
            throw new UserError(
                    "Kraken cannot be reached: " + HOST + ":443 answered "
                            + e.getClass().getSimpleName() + ": " + e.getMessage()
                            + ". Check the network and the firewall, or leave out --live to use the simulator.",
                    e);
        }
        return new LiveKrakenFeed();
    }

    @Override
    public Map<String, String> environment() {
        return Map.of(
                "PULSEFEED_KRAKEN_WS_URL", "wss://ws.kraken.com/v2",
                "PULSEFEED_KRAKEN_REST_URL", "https://api.kraken.com");
    }

    @Override
    public List<String> connectors() {
        return KrakenNames.CONNECTORS;
    }

    @Override
    public List<String> topics() {
        return KrakenNames.TOPICS;
    }

    /** Without alerts: whether the market moves half a percent during a demo is not ours to say. */
    @Override
    public List<String> tables() {
        return List.of("trade_data", "ticker_data");
    }

    @Override
    public Map<String, Consumer<ConsumerRecord<String, byte[]>>> readers() {
        return Map.of(KrakenNames.TRADES, trade -> lastPrices.put(trade.key(), KrakenNames.price(trade.value())));
    }

    @Override
    public void begin(TableMeter tables) {}

    @Override
    public void end() {}

    @Override
    public IdLedger.Balance balance(TableMeter tables) {
        return new IdLedger.Balance(0, 0);
    }

    @Override
    public Map<String, String> lastValues() {
        return lastPrices;
    }

    @Override
    public void close() {}
}
