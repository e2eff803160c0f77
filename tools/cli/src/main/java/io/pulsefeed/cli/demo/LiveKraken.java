package io.pulsefeed.cli.demo;

import io.pulsefeed.admin.IoErrors;
import io.pulsefeed.cli.UserError;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The Kraken exchange. What it has sent is not known, so nothing is compared; the connector's own metrics report gaps in the sequence of
 * trades.
 */
final class LiveKraken extends KrakenDemoSource {

    private static final String HOST = "ws.kraken.com";
    private static final int CONNECT_TIMEOUT_MS = 5_000;

    /** Fails immediately if Kraken is unreachable, instead of starting a connector that reconnects forever. */
    static LiveKraken connect() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(HOST, 443), CONNECT_TIMEOUT_MS);
        } catch (IOException e) {
            throw new UserError(
                    "cannot connect to Kraken at " + HOST + ":443 ("
                            + IoErrors.describe(e)
                            + "). Check network and firewall, or use the simulator by leaving out --live.",
                    e);
        }
        return new LiveKraken();
    }

    @Override
    public Map<String, String> environment() {
        return Map.of(
                "PULSEFEED_KRAKEN_WS_URL", "wss://ws.kraken.com/v2",
                "PULSEFEED_KRAKEN_REST_URL", "https://api.kraken.com");
    }

    /** Without the alert table, because a price may not move enough for an alert during a demo. */
    @Override
    public List<String> tables() {
        return List.of(TRADE_TABLE, TICKER_TABLE);
    }

    @Override
    void onTrade(ConsumerRecord<String, byte[]> trade) {}

    @Override
    public void startSending(RowCounter rows) {}

    @Override
    public void stopSending() {}

    @Override
    public Map<String, Long> sent() {
        return Map.of();
    }

    @Override
    public DeliveryCheck.Result checkDelivery(Map<String, Long> sent, RowCounter rows) {
        return new DeliveryCheck.Result(0, 0);
    }

    @Override
    public void close() {}
}
