package io.pulsefeed.simulators.kraken;

import io.pulsefeed.simulators.kraken.market.Trade;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** The immediate effects of a fault's start and end. Code that a lasting fault changes queries {@link Faults}. */
final class FaultEffects {

    private static final int BURST = 100_000;
    private static final int HUGE_BYTES = 17 * 1024 * 1024;
    private static final long SKEW_NS = 30_000_000_000L;

    private final Exchange exchange;

    FaultEffects(Exchange exchange) {
        this.exchange = exchange;
    }

    void begin(Fault fault) {
        switch (fault) {
            case CLOSE_1000 -> each(session -> session.close(1000, ""));
            case CLOSE_1001 -> each(session -> session.close(1001, "Going away"));
            case CLOSE_1012 -> each(session -> session.close(1012, "Service restart"));
            case CLOSE_1006, HANDSHAKE_403, HANDSHAKE_429, HANDSHAKE_503, HANDSHAKE_HANG -> each(Session::cut);
            case CUT_MID_FRAME -> each(session -> session.cutInside(latestTrade(session)));
            case TCP_STALL -> each(session -> session.stall(true, exchange.nowNs()));
            case MUTE_DATA -> each(session -> session.mute(exchange.feed().symbols()));
            case MUTE_PAIR -> each(session -> session.mute(Set.of(symbols().get(0))));
            case MUTE_TICKER -> each(Session::muteTickers);
            case BOOK_BAD_CHECKSUM, BOOK_MISSED_UPDATE -> each(session -> session.nextBookFault(fault));
            case SNAPSHOT_REPEAT -> each(this::repeatSnapshots);
            case VOID_IDS -> exchange.trading().skipIds(exchange.wallNs());
            case ID_RESET -> exchange.trading().resetIds(symbols().get(0), exchange.wallNs());
            case DELISTED -> {
                exchange.trading().halt(lastPair());
                sendListing();
            }
            case MAINTENANCE -> {
                exchange.system("online", announcement());
                stopTrading("maintenance", announcement());
            }
            case POST_ONLY -> stopTrading("post_only", "[]");
            case BURST_100K -> exchange.trading().burst(BURST, exchange.wallNs());
            case CLOCK_SKEW -> exchange.skew(SKEW_NS);
            case MALFORMED_FRAME -> all("<html>502 Bad Gateway</html>");
            case TRUNCATED_FRAME -> each(session -> {
                String frame = latestTrade(session);
                exchange.send(session, frame.substring(0, frame.length() / 2));
            });
            case ODD_JSON -> BadFrames.oddJson(symbols().get(0)).forEach(this::all);
            case HUGE_FRAME -> all(BadFrames.huge(HUGE_BYTES));
            case BAD_ELEMENTS -> each(session -> BadFrames.badElements(
                            session.protocol().version(), symbols().get(0))
                    .forEach(frame -> exchange.send(session, frame)));
            case UNKNOWN_CHANNEL -> BadFrames.unknown().forEach(this::all);
            default -> {
                // A lasting fault without an immediate effect.
            }
        }
    }

    void end(Fault fault) {
        switch (fault) {
            case TCP_STALL -> each(session -> session.stall(false, exchange.nowNs()));
            case DELISTED -> {
                sendListing();
                if (!exchange.isActive(Fault.MAINTENANCE) && !exchange.isActive(Fault.POST_ONLY)) {
                    exchange.trading().resume(lastPair(), exchange.wallNs());
                }
            }
            case MAINTENANCE, POST_ONLY -> resumeTrading();
            case CLOCK_SKEW -> exchange.skew(0);
            default -> {
                // Nothing to restore.
            }
        }
    }

    /** The pair that some faults affect. */
    String lastPair() {
        List<String> symbols = symbols();
        return symbols.get(symbols.size() - 1);
    }

    private void sendListing() {
        each(session -> {
            if (session.wantsInstruments()) {
                session.protocol()
                        .instruments(List.of(lastPair()), false)
                        .ifPresent(text -> exchange.send(session, text));
            }
        });
    }

    private void stopTrading(String state, String announced) {
        symbols().forEach(exchange.trading()::halt);
        exchange.system(state, announced);
    }

    /** Trading stays halted while the other of the two faults is active. */
    private void resumeTrading() {
        if (exchange.isActive(Fault.MAINTENANCE)) {
            exchange.system("maintenance", announcement());
        } else if (exchange.isActive(Fault.POST_ONLY)) {
            exchange.system("post_only", "[]");
        } else {
            for (String symbol : symbols()) {
                if (!exchange.isDelisted(symbol)) {
                    exchange.trading().resume(symbol, exchange.wallNs());
                }
            }
            exchange.system("online", "[]");
        }
    }

    private String announcement() {
        Instant start = Instant.ofEpochSecond(exchange.wallNs() / 1_000_000_000L);
        return "[{\"affected_services\":[\"spot_trading\",\"spot_ws\"],\"event_id\":33,\"expected_start_utc\":\""
                + start
                + "\",\"expected_end_utc\":\"" + start.plus(5, ChronoUnit.MINUTES)
                + "\",\"order_submission\":\"not_allowed\",\"phase\":\"final_warning_30s\","
                + "\"recommended_action\":\"disconnect_and_wait\",\"time_to_start_s\":0,\"title\":\"Simulated maintenance\"}]";
    }

    private void repeatSnapshots(Session session) {
        session.subscriptions(Channel.TRADE).forEach(symbol -> exchange.sendSnapshot(session, Channel.TRADE, symbol));
    }

    private String latestTrade(Session session) {
        String symbol = symbols().get(0);
        List<Trade> trades = new ArrayList<>();
        int size = exchange.feed().history(symbol).size();
        if (size > 0) {
            trades.addAll(exchange.feed().history(symbol).range(size - 1, size));
        }
        return String.join("", session.protocol().trades(trades, false)) + " ".repeat(trades.isEmpty() ? 20 : 0);
    }

    private List<String> symbols() {
        return List.copyOf(exchange.feed().symbols());
    }

    private void all(String frame) {
        each(session -> exchange.send(session, frame));
    }

    private void each(Consumer<Session> action) {
        exchange.sessions().forEach(action);
    }
}
