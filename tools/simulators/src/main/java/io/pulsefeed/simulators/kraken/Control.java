package io.pulsefeed.simulators.kraken;

import io.pulsefeed.simulators.kraken.market.Trade;
import io.pulsefeed.simulators.kraken.server.HttpAnswer;
import io.pulsefeed.simulators.kraken.server.HttpRequest;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * {@code /sim/*}: faults and the trade log, for tests in another process. {@code GET /sim/faults} lists the active faults,
 * {@code POST /sim/faults/NAME} injects, {@code DELETE /sim/faults/NAME} clears, {@code GET /sim/counts} returns the trades since
 * the start per pair, {@code GET /sim/log?pair=BTC/USD&from=0&count=1000} the trades themselves.
 */
final class Control {

    static final String PREFIX = "/sim/";

    private static final String FAULTS = "/sim/faults/";
    private static final int MAX_TRADES = 10_000;

    private final Exchange exchange;
    private final KrakenSimulator simulator;

    Control(Exchange exchange, KrakenSimulator simulator) {
        this.exchange = exchange;
        this.simulator = simulator;
    }

    HttpAnswer answer(HttpRequest request) {
        try {
            String path = request.path();
            if (path.startsWith(FAULTS)) {
                return fault(request.method(), Fault.labelled(path.substring(FAULTS.length())));
            }
            return switch (path) {
                case "/sim/faults" -> active();
                case "/sim/counts" -> counts();
                case "/sim/log" -> log(request.query());
                default -> HttpAnswer.html(404, "404 Not Found");
            };
        } catch (IllegalArgumentException e) {
            return new HttpAnswer(400, Map.of("Content-Type", "text/plain; charset=utf-8"), e.getMessage() + "\n");
        }
    }

    private HttpAnswer fault(String method, Fault fault) {
        switch (method) {
            case "POST" -> exchange.inject(fault);
            case "DELETE" -> exchange.clear(fault);
            default -> {
                return HttpAnswer.html(405, "405 Method Not Allowed");
            }
        }
        return active();
    }

    private HttpAnswer active() {
        synchronized (exchange) {
            return HttpAnswer.json(exchange.faults().active().stream()
                    .map(fault -> '"' + fault.label() + '"')
                    .collect(Collectors.joining(",", "{\"active\":[", "]}")));
        }
    }

    private HttpAnswer counts() {
        synchronized (exchange) {
            return HttpAnswer.json(exchange.feed().symbols().stream()
                    .map(symbol -> '"' + symbol + "\":" + simulator.log(symbol).size())
                    .collect(Collectors.joining(",", "{", "}")));
        }
    }

    private HttpAnswer log(Map<String, String> query) {
        List<Trade> log = simulator.log(query.getOrDefault("pair", ""));
        int from = Math.min(log.size(), number(query, "from", 0));
        int to = Math.min(log.size(), from + Math.min(MAX_TRADES, number(query, "count", 1_000)));
        return HttpAnswer.json(log.subList(from, to).stream()
                .map(trade ->
                        "{\"trade_id\":" + trade.id() + ",\"price\":\"" + trade.price() + "\",\"qty\":\"" + trade.qty()
                                + "\",\"side\":\"" + trade.side() + "\",\"ord_type\":\"" + trade.ordType()
                                + "\",\"timestamp_ns\":"
                                + trade.timestampNs() + "}")
                .collect(Collectors.joining(",\n", "[", "]")));
    }

    private static int number(Map<String, String> query, String name, int otherwise) {
        String text = query.get(name);
        try {
            int value = text == null ? otherwise : Integer.parseInt(text);
            if (value >= 0) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Rejected below.
        }
        throw new IllegalArgumentException(name + " must be a whole number of 0 or more (got " + text + ")");
    }
}
