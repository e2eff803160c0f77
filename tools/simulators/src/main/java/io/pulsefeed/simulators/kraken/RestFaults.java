package io.pulsefeed.simulators.kraken;

import io.pulsefeed.simulators.kraken.server.HttpAnswer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Answers that REST gives instead of the right one. */
final class RestFaults {

    private static final long SECOND = 1_000_000_000L;
    private static final List<String> BUSY =
            List.of("EService:Busy", "EService:Unavailable", "EGeneral:Internal error", "EAPI:Rate limit exceeded");

    private final Venue venue;
    private final Map<String, Long> lastRequestNs = new HashMap<>();
    private long requests;

    RestFaults(Venue venue) {
        this.venue = venue;
    }

    /** The refusal of this request; null to serve it. */
    HttpAnswer refusal(String call, String pair) {
        requests++;
        if (venue.holds(Fault.REST_HANG)) {
            return HttpAnswer.none();
        }
        if (venue.holds(Fault.REST_429)) {
            return HttpAnswer.html(429, "429 Too Many Requests").with("Retry-After", "2");
        }
        if (venue.holds(Fault.REST_5XX)) {
            int status = List.of(502, 503, 520).get((int) (requests % 3));
            return HttpAnswer.html(status, status + " Web server error");
        }
        if (venue.holds(Fault.REST_HTML)) {
            return HttpAnswer.html(200, "Just a moment...");
        }
        if (venue.holds(Fault.REST_EMPTY)) {
            return HttpAnswer.json("");
        }
        if (venue.holds(Fault.REST_BUSY)) {
            return RestApi.error(BUSY.get((int) (requests % BUSY.size())));
        }
        boolean tooMany = venue.holds(Fault.REST_TOO_MANY) || venue.holds(Fault.REST_RATE_LIMIT) && tooFast(call, pair);
        return tooMany ? RestApi.error("EGeneral:Too many requests") : null;
    }

    HttpAnswer spoil(HttpAnswer answer) {
        if (venue.holds(Fault.REST_TRUNCATED)) {
            return HttpAnswer.json(answer.body().substring(0, answer.body().length() / 2));
        }
        return answer;
    }

    /** Trades and OHLC count per address and pair, everything else per address. */
    private boolean tooFast(String call, String pair) {
        String counter = call.equals("Trades") ? "Trades " + pair : "other";
        long now = venue.nowNs();
        Long last = lastRequestNs.get(counter);
        if (last != null && now - last < SECOND) {
            return true;
        }
        lastRequestNs.put(counter, now);
        return false;
    }
}
