package io.pulsefeed.simulators.kraken;

import io.pulsefeed.simulators.kraken.market.Trade;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** What happens at the moment a fault begins or ends. What holds in between is asked of {@link Faults} where it matters. */
final class FaultEffects {

    private static final int BURST = 100_000;
    private static final int HUGE_BYTES = 17 * 1024 * 1024;
    private static final long SKEW_NS = 30_000_000_000L;

    private final Venue venue;

    FaultEffects(Venue venue) {
        this.venue = venue;
    }

    void begin(Fault fault) {
        switch (fault) {
            case CLOSE_1000 -> each(session -> session.close(1000, ""));
            case CLOSE_1001 -> each(session -> session.close(1001, "Going away"));
            case CLOSE_1012 -> each(session -> session.close(1012, "Service restart"));
            case CLOSE_1006, HANDSHAKE_403, HANDSHAKE_429, HANDSHAKE_503, HANDSHAKE_HANG -> each(Session::cut);
            case CUT_MID_FRAME -> each(session -> session.cutInside(latestTrade(session)));
            case TCP_STALL -> each(session -> session.stall(true, venue.nowNs()));
            case MUTE_DATA -> each(session -> session.mute(venue.feed().symbols()));
            case MUTE_PAIR -> each(session -> session.mute(Set.of(symbols().get(0))));
            case SNAPSHOT_REPEAT -> each(this::repeatSnapshots);
            case VOID_IDS -> venue.trading().skipIds(venue.wallNs());
            case ID_RESET -> venue.trading().resetIds(symbols().get(0), venue.wallNs());
            case DELISTED -> venue.trading().halt(delisted());
            case MAINTENANCE -> {
                venue.system("online", announcement());
                stopTrading("maintenance", announcement());
            }
            case POST_ONLY -> stopTrading("post_only", "[]");
            case BURST_100K -> venue.trading().burst(BURST, venue.wallNs());
            case CLOCK_SKEW -> venue.skew(SKEW_NS);
            case MALFORMED_FRAME -> all("<html>502 Bad Gateway</html>");
            case TRUNCATED_FRAME -> each(session -> {
                String frame = latestTrade(session);
                venue.send(session, frame.substring(0, frame.length() / 2));
            });
            case ODD_JSON -> BadFrames.oddJson(symbols().get(0)).forEach(this::all);
            case HUGE_FRAME -> all(BadFrames.huge(HUGE_BYTES));
            case BAD_ELEMENTS -> each(session -> BadFrames.badElements(
                            session.protocol().version(), symbols().get(0))
                    .forEach(frame -> venue.send(session, frame)));
            case UNKNOWN_CHANNEL -> BadFrames.unknown().forEach(this::all);
            default -> {
                // Holds until it is cleared, and is asked for where it matters.
            }
        }
    }

    void end(Fault fault) {
        switch (fault) {
            case TCP_STALL -> each(session -> session.stall(false, venue.nowNs()));
            case DELISTED -> {
                if (!venue.holds(Fault.MAINTENANCE) && !venue.holds(Fault.POST_ONLY)) {
                    venue.trading().resume(delisted(), venue.wallNs());
                }
            }
            case MAINTENANCE, POST_ONLY -> resumeTrading();
            case CLOCK_SKEW -> venue.skew(0);
            default -> {
                // Nothing was changed that would have to be put back.
            }
        }
    }

    /** The pair that {@link Fault#DELISTED} takes away. */
    String delisted() {
        List<String> symbols = symbols();
        return symbols.get(symbols.size() - 1);
    }

    private void stopTrading(String state, String announced) {
        symbols().forEach(venue.trading()::halt);
        venue.system(state, announced);
    }

    /** One of the two stops may go on when the other ends. */
    private void resumeTrading() {
        if (venue.holds(Fault.MAINTENANCE)) {
            venue.system("maintenance", announcement());
        } else if (venue.holds(Fault.POST_ONLY)) {
            venue.system("post_only", "[]");
        } else {
            for (String symbol : symbols()) {
                if (!venue.isDelisted(symbol)) {
                    venue.trading().resume(symbol, venue.wallNs());
                }
            }
            venue.system("online", "[]");
        }
    }

    private String announcement() {
        Instant start = Instant.ofEpochSecond(venue.wallNs() / 1_000_000_000L);
        return "[{\"affected_services\":[\"spot_trading\",\"spot_ws\"],\"event_id\":33,\"expected_start_utc\":\""
                + start
                + "\",\"expected_end_utc\":\"" + start.plus(5, ChronoUnit.MINUTES)
                + "\",\"order_submission\":\"not_allowed\",\"phase\":\"final_warning_30s\","
                + "\"recommended_action\":\"disconnect_and_wait\",\"time_to_start_s\":0,\"title\":\"Simulated maintenance\"}]";
    }

    private void repeatSnapshots(Session session) {
        session.subscriptions(Channel.TRADE).forEach(symbol -> venue.sendSnapshot(session, Channel.TRADE, symbol));
    }

    private String latestTrade(Session session) {
        String symbol = symbols().get(0);
        List<Trade> trades = new ArrayList<>();
        int size = venue.feed().history(symbol).size();
        if (size > 0) {
            trades.addAll(venue.feed().history(symbol).range(size - 1, size));
        }
        return String.join("", session.protocol().trades(trades, false)) + " ".repeat(trades.isEmpty() ? 20 : 0);
    }

    private List<String> symbols() {
        return List.copyOf(venue.feed().symbols());
    }

    private void all(String frame) {
        each(session -> venue.send(session, frame));
    }

    private void each(Consumer<Session> action) {
        venue.sessions().forEach(action);
    }
}
