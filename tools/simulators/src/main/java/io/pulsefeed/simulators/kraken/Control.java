package io.pulsefeed.simulators.kraken;

import io.pulsefeed.simulators.kraken.market.Trade;
import io.pulsefeed.simulators.kraken.server.HttpAnswer;
import io.pulsefeed.simulators.kraken.server.HttpRequest;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * {@code /sim/*}: faults and the truth, for tests in another process. {@code GET /sim/faults} lists what holds,
 * {@code POST /sim/faults/NAME} injects, {@code DELETE /sim/faults/NAME} clears, {@code GET /sim/counts} gives the trades since
 * the start per pair, {@code GET /sim/log?pair=BTC/USD&from=0&count=1000} the trades themselves.
 */
final class Control {

    static final String PREFIX = "/sim/";

    private static final String FAULTS = "/sim/faults/";
    private static final int MAX_TRADES = 10_000;

    private final Venue venue;
    private final KrakenSimulator simulator;

    Control(Venue venue, KrakenSimulator simulator) {
        this.venue = venue;
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
            case "POST" -> venue.inject(fault);
            case "DELETE" -> venue.clear(fault);
            default -> {
                return HttpAnswer.html(405, "405 Method Not Allowed");
            }
        }
        return active();
    }

    private HttpAnswer active() {
        synchronized (venue) {
            return HttpAnswer.json(venue.faults().active().stream()
                    .map(fault -> '"' + fault.label() + '"')
                    .collect(Collectors.joining(",", "{\"active\":[", "]}")));
        }
    }

    private HttpAnswer counts() {
        synchronized (venue) {
            return HttpAnswer.json(venue.feed().symbols().stream()
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
            // Falls through to the refusal.
        }
        throw new IllegalArgumentException(name + " is a whole number from 0 on; got " + text);
    }
}
