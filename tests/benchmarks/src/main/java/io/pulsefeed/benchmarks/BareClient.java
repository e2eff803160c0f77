package io.pulsefeed.benchmarks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.pulsefeed.cli.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.handshake.ServerHandshake;

/** The ceiling: the same WebSocket library and a streaming parser that reads every field of every trade. */
final class BareClient extends WebSocketClient {

    private final JsonFactory json = new JsonFactory();
    private volatile long trades;
    private volatile long firstNanos;
    private long sink;

    BareClient(String url) {
        super(URI.create(url));
        setConnectionLostTimeout(0);
        setTcpNoDelay(true);
    }

    void connectAndSubscribe() throws InterruptedException {
        if (!connectBlocking(5, TimeUnit.SECONDS)) {
            throw new UserError("no connection to the benchmark's own server within 5 s.");
        }
        send("{\"method\":\"subscribe\",\"params\":{\"channel\":\"trade\",\"symbol\":[\"" + FullSpeedTradeServer.SYMBOL
                + "\"]},\"req_id\":1}");
    }

    long trades() {
        return trades;
    }

    long awaitFirst() {
        while (firstNanos == 0) {
            Thread.onSpinWait();
        }
        return firstNanos;
    }

    void awaitTrades(long count) throws InterruptedException {
        while (trades < count) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    @Override
    public void onMessage(String message) {
        try (JsonParser parser = json.createParser(message)) {
            long seen = 0;
            boolean trade = false;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.FIELD_NAME) {
                    String field = parser.currentName();
                    parser.nextToken();
                    if (field.equals("channel")) {
                        trade = parser.getText().equals("trade");
                    } else if (field.equals("trade_id")) {
                        sink += parser.getLongValue();
                        seen++;
                    } else if (parser.currentToken().isScalarValue()) {
                        sink += parser.getText().length();
                    }
                }
            }
            if (trade) {
                if (firstNanos == 0) {
                    firstNanos = System.nanoTime();
                }
                trades += seen;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Uses the parsed values, so that the JIT compiler cannot eliminate the parsing. */
    long checksum() {
        return sink;
    }

    @Override
    public void onOpen(ServerHandshake handshake) {}

    @Override
    public void onClose(int code, String reason, boolean remote) {}

    @Override
    public void onError(Exception failure) {
        failure.printStackTrace();
    }
}
