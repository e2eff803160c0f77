package io.pulsefeed.emotibit.clock;

/**
 * The straight line from device milliseconds to epoch microseconds that fits what was observed.
 *
 * <p>Delay on a network is one-sided: queues only add. So the line is not fitted through the middle of the points but between
 * envelopes (Moon, Skelly, Towsley: Estimation and removal of clock skew from network delay measurements, INFOCOM 1999). The rate is
 * the one with the least total distance of requests, answers and live packets from their envelopes, a convex function of one
 * variable; the offset lies midway between the envelopes of requests and of answers. Half the room between these two bounds the
 * error, whatever the asymmetry of the path.
 */
final class ClockModel {

    private static final long LONGEST_TRIP_MS = 150;
    private static final double NOMINAL_RATE = 1000;
    private static final double LARGEST_SKEW = 0.05;
    private static final double SHORTEST_SPAN_MS = 4000;
    private static final double JUMP_MICROS = 500_000;
    private static final int SEARCH_STEPS = 32;
    private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;
    /** One-way delay of an idle wireless network together with the wait of a packet in the device, until an exchange tells. */
    private static final double RX_UNCERTAINTY_MS = 30;

    /** Device times are cut to whole milliseconds. */
    private static final double RESOLUTION_MS = 1;

    private final Exchanges exchanges = new Exchanges();
    private final ArrivalEnvelope arrivals = new ArrivalEnvelope();
    private double originMs;
    private double intercept;
    private double rate = NOMINAL_RATE;
    private double roomMicros;
    private double scatterMicros;

    boolean addExchange(long t1, long t4, long t2Micros, long t3Micros) {
        long trip = t4 - t1;
        if (trip < 0 || trip > LONGEST_TRIP_MS) {
            return false;
        }
        if (exchanges.size() > 0 && Math.abs((t2Micros + t3Micros) / 2.0 - at((t1 + t4) / 2.0)) > JUMP_MICROS) {
            // No queue explains this: the host's clock was set. What was learned before it is in another time.
            exchanges.clear();
            arrivals.clear();
        }
        exchanges.add(t1, t4, t2Micros, t3Micros);
        originMs = t4;
        fitRate();
        double ceiling = exchanges.ceiling(rate, originMs);
        double floor = exchanges.floor(rate, originMs);
        intercept = (ceiling + floor) / 2;
        roomMicros = Math.abs(ceiling - floor);
        scatterMicros = exchanges.excess(rate, originMs) / (2 * exchanges.size());
        return true;
    }

    /** Takes the receive time of a live packet; true when the line has changed. */
    boolean addArrival(long deviceMs, long hostMicros) {
        boolean closed = arrivals.add(deviceMs, hostMicros);
        if (exchanges.size() > 0) {
            return false;
        }
        if (closed) {
            originMs = deviceMs;
            fitRate();
            intercept = arrivals.floor(rate, originMs);
            return true;
        }
        double candidate = hostMicros - rate * (deviceMs - originMs);
        if (candidate < intercept) {
            intercept = candidate;
            return true;
        }
        return false;
    }

    /** Microseconds at device time 0. */
    double offsetMicros() {
        return intercept - rate * originMs;
    }

    /** Microseconds per device millisecond. */
    double rate() {
        return rate;
    }

    double at(double deviceMs) {
        return intercept + rate * (deviceMs - originMs);
    }

    /** Half the room between the bounds, shrunk by what many exchanges tell, and growing with the distance from the last one. */
    double uncertaintyMs(long deviceMs) {
        double away = Math.abs(deviceMs - originMs);
        if (exchanges.size() == 0) {
            return RX_UNCERTAINTY_MS + away * LARGEST_SKEW / Math.max(1, arrivals.size());
        }
        double known = Math.max(SHORTEST_SPAN_MS, Math.max(exchanges.spanMs(), arrivals.spanMs()));
        double fit = scatterMicros / exchanges.size();
        return RESOLUTION_MS + (roomMicros / 2 + fit * (1 + away / known)) / 1000;
    }

    private void fitRate() {
        if (Math.max(exchanges.spanMs(), arrivals.spanMs()) < SHORTEST_SPAN_MS) {
            return;
        }
        double low = NOMINAL_RATE * (1 - LARGEST_SKEW);
        double high = NOMINAL_RATE * (1 + LARGEST_SKEW);
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
