package io.pulsefeed.simulators.kraken;

import io.pulsefeed.simulators.kraken.server.HttpAnswer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Faulty REST responses. */
final class RestFaults {

    private static final long SECOND = 1_000_000_000L;
    private static final long THROTTLED_S = 20;
    private static final List<String> BUSY =
            List.of("EService:Busy", "EService:Unavailable", "EGeneral:Internal error", "EAPI:Rate limit exceeded");

    private final Exchange exchange;
    private final Map<String, Long> lastRequestNs = new HashMap<>();
    private long requests;

    RestFaults(Exchange exchange) {
        this.exchange = exchange;
    }

    /** The error response to this request; null to serve it. */
    @Nullable
    HttpAnswer refusal(String call, String pair) {
        requests++;
        if (exchange.isActive(Fault.REST_HANG)) {
            return HttpAnswer.none();
        }
        if (exchange.isActive(Fault.REST_429)) {
            return HttpAnswer.html(429, "429 Too Many Requests").with("Retry-After", "2");
        }
        if (exchange.isActive(Fault.REST_5XX)) {
            int status = List.of(502, 503, 520).get((int) (requests % 3));
            return HttpAnswer.html(status, status + " Web server error");
        }
        if (exchange.isActive(Fault.REST_HTML)) {
            return HttpAnswer.html(200, "Just a moment...");
        }
        if (exchange.isActive(Fault.REST_EMPTY)) {
            return HttpAnswer.json("");
        }
        if (exchange.isActive(Fault.REST_BUSY)) {
            return RestApi.error(BUSY.get((int) (requests % BUSY.size())));
        }
        if (exchange.isActive(Fault.REST_LOCKOUT)) {
            long until = exchange.wallNs() / SECOND + THROTTLED_S;
            return RestApi.error(requests % 2 == 0 ? "EGeneral:Temporary lockout" : "EService:Throttled: " + until);
        }
        boolean tooMany = exchange.isActive(Fault.REST_TOO_MANY)
                || exchange.isActive(Fault.REST_RATE_LIMIT) && tooFast(call, pair);
        return tooMany ? RestApi.error("EGeneral:Too many requests") : null;
    }

    HttpAnswer spoil(HttpAnswer answer) {
        if (exchange.isActive(Fault.REST_TRUNCATED)) {
            return HttpAnswer.json(answer.body().substring(0, answer.body().length() / 2));
        }
        return answer;
    }

    /** Trades and OHLC are counted per address and pair, everything else per address. */
    private boolean tooFast(String call, String pair) {
        String counter = call.equals("Trades") ? "Trades " + pair : "other";
        long now = exchange.nowNs();
        Long last = lastRequestNs.get(counter);
        if (last != null && now - last < SECOND) {
            return true;
        }
        lastRequestNs.put(counter, now);
        return false;
    }
}
