package io.pulsefeed.emotibit.clock;

/**
 * Linear model from device milliseconds to epoch microseconds, fitted to the observations.
 *
 * <p>Network delay is one-sided: queues only add delay. Therefore, the line is not a least-squares fit but lies between envelopes
 * (Moon, Skelly, Towsley: Estimation and removal of clock skew from network delay measurements, INFOCOM 1999).
 *
 * <pre>
 *   host time  |  o  o    o  o        o  requests (RD) arrive late: above the line
 *              |  ------ envelope ------
 *              |  ====== clock line ====  offset: midway between the envelopes
 *              |  ------ envelope ------
 *              |    x  x    x   x  x     x  answers (TL) are read late: below the line
 *              +------------------------- device time
 * </pre>
 *
 * <p>The rate minimizes the total distance of requests, answers and live packets from their envelopes, a convex function of one
 * variable. Half the distance between the envelopes of requests and answers bounds the error for any asymmetry of the path.
 */
final class ClockModel {

    private static final long MAX_TRIP_MS = 150;
    private static final double NOMINAL_RATE = 1000;
    private static final double MAX_SKEW = 0.05;
    private static final double MIN_SPAN_MS = 4000;
    private static final double JUMP_MICROS = 500_000;
    private static final int SEARCH_STEPS = 32;
    private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;
    /** One-way delay of an idle wireless network plus the queueing time in the device. Used until the first exchange. */
    private static final double RX_UNCERTAINTY_MS = 30;

    /** Device times are truncated to whole milliseconds. */
    private static final double RESOLUTION_MS = 1;

    private final SyncExchanges exchanges = new SyncExchanges();
    private final ArrivalEnvelope arrivals = new ArrivalEnvelope();
    private double originMs;
    private double intercept;
    private double rate = NOMINAL_RATE;
    private double envelopeGapUs;
    private double scatterUs;

    boolean addExchange(long t1, long t4, long t2Us, long t3Us) {
        long trip = t4 - t1;
        if (trip < 0 || trip > MAX_TRIP_MS) {
            return false;
        }
        if (exchanges.size() > 0 && Math.abs((t2Us + t3Us) / 2.0 - at((t1 + t4) / 2.0)) > JUMP_MICROS) {
            // Queueing cannot explain this error: the host's clock was set. Earlier observations refer to another time.
            exchanges.clear();
            arrivals.clear();
        }
        exchanges.add(t1, t4, t2Us, t3Us);
        originMs = t4;
        fitRate();
        double ceiling = exchanges.ceiling(rate, originMs);
        double floor = exchanges.floor(rate, originMs);
        intercept = (ceiling + floor) / 2;
        envelopeGapUs = Math.abs(ceiling - floor);
        scatterUs = exchanges.excess(rate, originMs) / (2 * exchanges.size());
        return true;
    }

    /** @return whether the line changed */
    boolean addArrival(long deviceMs, long hostUs) {
        boolean closed = arrivals.add(deviceMs, hostUs);
        if (exchanges.size() > 0) {
            return false;
        }
        if (closed) {
            originMs = deviceMs;
            fitRate();
            intercept = arrivals.floor(rate, originMs);
            return true;
        }
        double candidate = hostUs - rate * (deviceMs - originMs);
        if (candidate < intercept) {
            intercept = candidate;
            return true;
        }
        return false;
    }

    /** Microseconds at device time 0. */
    double offsetUs() {
        return intercept - rate * originMs;
    }

    /** Microseconds per device millisecond. */
    double rate() {
        return rate;
    }

    double at(double deviceMs) {
        return intercept + rate * (deviceMs - originMs);
    }

    /** Half the distance between the envelopes; decreases with the number of exchanges, increases with the time since the last one. */
    double uncertaintyMs(long deviceMs) {
        double distanceMs = Math.abs(deviceMs - originMs);
        if (exchanges.size() == 0) {
            return RX_UNCERTAINTY_MS + distanceMs * MAX_SKEW / Math.max(1, arrivals.size());
        }
        double knownMs = Math.max(MIN_SPAN_MS, Math.max(exchanges.spanMs(), arrivals.spanMs()));
        double fit = scatterUs / exchanges.size();
        return RESOLUTION_MS + (envelopeGapUs / 2 + fit * (1 + distanceMs / knownMs)) / 1000;
    }

    private void fitRate() {
        if (Math.max(exchanges.spanMs(), arrivals.spanMs()) < MIN_SPAN_MS) {
            return;
        }
        double low = NOMINAL_RATE * (1 - MAX_SKEW);
        double high = NOMINAL_RATE * (1 + MAX_SKEW);
        double left = high - GOLDEN * (high - low);
        double right = low + GOLDEN * (high - low);
        double atLeft = excess(left);
        double atRight = excess(right);
        for (int i = 0; i < SEARCH_STEPS; i++) {
            if (atLeft < atRight) {
                high = right;
                right = left;
                atRight = atLeft;
                left = high - GOLDEN * (high - low);
                atLeft = excess(left);
            } else {
                low = left;
                left = right;
                atLeft = atRight;
                right = low + GOLDEN * (high - low);
                atRight = excess(right);
            }
        }
        rate = (low + high) / 2;
    }

    private double excess(double candidate) {
        return exchanges.excess(candidate, originMs) + arrivals.excess(candidate, originMs);
    }
}
