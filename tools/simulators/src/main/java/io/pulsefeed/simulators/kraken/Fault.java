package io.pulsefeed.simulators.kraken;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Faults of the exchange or of the network. A lasting fault is active until it is cleared; others happen once. */
public enum Fault {
    CLOSE_1000(false, "Every connection is closed with code 1000."),
    CLOSE_1001(false, "Every connection is closed with code 1001, going away."),
    CLOSE_1006(false, "Every TCP connection is closed without a close frame."),
    CLOSE_1012(false, "Every connection is closed with code 1012, service restart."),
    CUT_MID_FRAME(false, "Every TCP connection is closed in the middle of a frame."),
    HANDSHAKE_403(true, "Connections are closed, and new handshakes get 403 with an HTML page."),
    HANDSHAKE_429(true, "Connections are closed, and new handshakes get 429 with Retry-After."),
    HANDSHAKE_503(true, "Connections are closed, and new handshakes get 503."),
    HANDSHAKE_HANG(true, "Connections are closed, and new handshakes get no response."),
    STATUS_MISSING(true, "New connections receive no status."),
    TCP_STALL(true, "Existing connections stay open, but nothing passes in either direction until it is cleared."),
    MUTE_DATA(false, "Subscriptions of existing connections deliver no more data; heartbeats and pongs continue."),
    MUTE_PAIR(false, "The same for the first pair alone."),
    MUTE_TICKER(false, "Ticker subscriptions of existing connections deliver no more data; trades continue."),
    ACK_MISSING(true, "Subscribe requests are ignored."),
    ACK_MISSING_PAIR(true, "Subscribe requests for the last pair are ignored."),
    ACK_REFUSED(true, "Subscribe requests are refused with an internal error."),
    RATE_LIMIT(true, "Subscribe requests get Exceeded msg rate."),
    RATE_LIMIT_BARE(true, "The same as an object with the field Error only."),
    ACK_WARNINGS(true, "Acknowledgements carry warnings."),
    SNAPSHOT_EMPTY(true, "Trade snapshots are empty."),
    SNAPSHOT_REPEAT(false, "The trade snapshot of every subscription is sent again."),
    LOST_TRADES(true, "About 1 trade in 50 is missing from WebSocket updates; REST and snapshots contain it."),
    REPEATED_TRADES(true, "About 1 trade frame in 20 is sent twice."),
    REORDERED_TRADES(true, "About 1 trade frame in 10 is sent after the next one, or within 100 ms."),
    VOID_IDS(false, "Every pair skips 1 to 40 trade ids that never exist."),
    ID_RESET(false, "The first pair numbers its trades from 1 again."),
    DELISTED(true, "The last pair is not traded, REST reports it as unknown, and new subscriptions to it are refused."),
    MAINTENANCE(true, "Status changes from announced to maintenance and trading stops; clearing it restores online."),
    POST_ONLY(true, "Status is post_only and trading stops; clearing it restores online."),
    BURST_100K(false, "100,000 trades within a second."),
    MALFORMED_FRAME(false, "One frame that is not JSON."),
    TRUNCATED_FRAME(false, "One frame whose JSON ends in the middle."),
    ODD_JSON(false, "One frame with a duplicate key, one nested 100 levels deep, one with NaN as a price."),
    HUGE_FRAME(false, "One frame of 17 MiB."),
    BAD_ELEMENTS(false, "One trade frame and one ticker frame with missing fields, wrong types or impossible values."),
    UNKNOWN_CHANNEL(false, "One frame each of an undocumented channel, method and structure."),
    UNKNOWN_FIELD(true, "Elements have undocumented fields, and the documented fields in another order."),
    TICKER_OLD_FIELDS(true, "Tickers have no trades and no timestamp field, as before 2026."),
    TICKER_NO_LAST(true, "Tickers have 0 or null as last, as for a pair without a trade in a day."),
    BOOK_BAD_CHECKSUM(false, "The next order book update of the first pair has a wrong checksum."),
    BOOK_MISSED_UPDATE(false, "The next order book update of the first pair is missing."),
    CLOCK_SKEW(true, "The exchange's clock is 30 s ahead; after clearing, trades resume when real time has caught up."),
    REST_429(true, "REST answers 429 with Retry-After."),
    REST_TOO_MANY(true, "REST answers 200 with EGeneral:Too many requests."),
    REST_RATE_LIMIT(true, "REST allows one Trades request per second and pair."),
    REST_5XX(true, "REST answers 502, 503 and 520 with HTML pages."),
    REST_BUSY(true, "REST answers 200 with EService:Busy, EService:Unavailable or EGeneral:Internal error."),
    REST_LOCKOUT(
            true, "REST answers 200 with EGeneral:Temporary lockout, or EService:Throttled and a time 20 s ahead."),
    REST_HTML(true, "REST answers 200 with an HTML page."),
    REST_EMPTY(true, "REST answers 200 with an empty body."),
    REST_TRUNCATED(true, "REST answers 200 with truncated JSON."),
    REST_HANG(true, "REST does not answer."),
    REST_LAG(true, "REST lags five seconds behind."),
    REST_SINCE_EXCLUSIVE(true, "The trade exactly at since is missing."),
    REST_MISSING_LAST(true, "Responses have no last."),
    REST_DOUBLE_TIME(true, "Last is computed from the rounded time in the row, up to 240 ns off."),
    REST_KEY_SPELLING(true, "The key of the result is always the v1 name."),
    REST_SIX_COLUMNS(true, "Rows have no trade id, as before 2023."),
    REST_ID_ZERO(true, "Every seventh row has the trade id 0, as before June 2024."),
    REST_ODD_ROWS(
            true,
            "Pages contain a row that is null, rows with volume 0 and with times such as 1.79E9, and an odd last.");

    private final boolean lasting;
    private final String description;

    Fault(boolean lasting, String description) {
        this.lasting = lasting;
        this.description = description;
    }

    /** True when the fault is active until it is cleared. */
    public boolean isLasting() {
        return lasting;
    }

    public String description() {
        return description;
    }

    /** The name on the command line, such as {@code close-1006}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** True for faults that change the trades, which a recording does not support. */
    boolean needsTrading() {
        return switch (this) {
            case VOID_IDS, ID_RESET, DELISTED, MAINTENANCE, POST_ONLY, BURST_100K, CLOCK_SKEW -> true;
            default -> false;
        };
    }

    /** @throws IllegalArgumentException for an unknown label; the message lists all labels */
    public static Fault labelled(String label) {
        return Arrays.stream(values())
                .filter(fault -> fault.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Unknown fault " + label + ". Known faults: "
                        + Arrays.stream(values()).map(Fault::label).collect(Collectors.joining(", "))));
    }
}
