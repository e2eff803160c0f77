package io.pulsefeed.emotibit.clock;

import java.util.function.DoubleUnaryOperator;

/**
 * Linear model from device milliseconds to host microseconds, and the bounds of its error.
 *
 * <p>Nothing arrives before it is sent. Therefore, the clock line is below everything that the host receives, and above everything that
 * the host sent before the device received it. All lines between these points are possible; they differ in offset and rate.
 *
 * <pre>
 *   host time  |  o  o    o  o        o   packets, requests (RD) and pongs (PO) arrive late: above the line
 *              |  ---- highest line ---
 *              |  ===== clock line ====   offset: midway between the envelopes
 *              |  ---- lowest line ----
 *              |    x  x    x   x  x      answers (TL) and pings (PN) are read late: below the line
 *              +-------------------------- device time
 * </pre>
 *
 * <p>Network delay is one-sided, so the rate is not a least-squares fit: it minimizes the total distance of all points from their
 * envelopes (Moon, Skelly, Towsley: Estimation and removal of clock skew from network delay measurements, INFOCOM 1999). The uncertainty
 * at a device time is the distance to the farthest possible line at this time, so it includes that of the rate.
 */
final class ClockModel {

    private static final double NOMINAL_RATE = 1000;
    private static final double MAX_SKEW = 0.05;
    private static final double MIN_RATE = NOMINAL_RATE * (1 - MAX_SKEW);
    private static final double MAX_RATE = NOMINAL_RATE * (1 + MAX_SKEW);
    private static final double MIN_SPAN_MS = 2000;
    private static final int SEARCH_STEPS = 40;
    private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;
    private static final int RATES = 17;
    /** Devices read their clock shortly before or after the event that it stamps. */
    private static final double SLACK_US = 1_000;
    /** A point this far outside the bounds does not result from a change of the device's clock rate. */
    private static final double OUTLIER_US = 50_000;
    /** So many contradictions in a row, each about 4 to 15 s, result from a change of the device's clock. */
    private static final int MAX_ARRIVAL_CONFLICTS = 8;

    private static final int MAX_EXCHANGE_CONFLICTS = 3;

    private static final int MAX_PING_CONFLICTS = 20;
    /** Less than this can result from a change of the device's clock rate. */
    private static final double PING_ERROR_US = 5_000;

    /** Until the first exchange, nothing but the usual delays of a wireless network limits the error. */
    private static final double MAX_DELAY_US = 250_000;

    private static final double TYPICAL_DELAY_US = 20_000;
    /** Device times are truncated to whole milliseconds. */
    private static final double RESOLUTION_MS = 1;
    /** Clock rates change with temperature by about 50 ppm. */
    private static final double WANDER = 50e-6;

    private final BoundPoints above = new BoundPoints(true);
    private final BoundPoints below = new BoundPoints(false);
    private final RoundTrips trips = new RoundTrips();
    private final double[] rates = new double[RATES];
    private final double[] ceilings = new double[RATES];
    private final double[] floors = new double[RATES];
    private boolean started;
    private double originMs;
    private double originUs;
    private double rate = NOMINAL_RATE;
    private double intercept;
    private double narrowingUs;
    private double observedMs;
    private long points;
    private long fittedPoints;
    private int arrivalConflicts;
    private int exchangeConflicts;
    private int pingConflicts;
    private boolean pinged;

    /** Adds a request of the device, and the host's answer to it. Returns whether the line changed. */
    boolean addExchange(long requestMs, long receivedUs, long answerMs, long sentUs) {
        start(requestMs, receivedUs);
        double requested = requestMs - originMs;
        double answered = answerMs + RESOLUTION_MS - originMs;
        double received = receivedUs - originUs;
        double sent = sentUs - originUs;
        if (pinged && (isTooLow(requested, received, PING_ERROR_US) || isTooHigh(answered, sent, PING_ERROR_US))) {
            // The protocol defines exchanges, but not that the header of a pong contains the same clock.
            pingConflicts = MAX_PING_CONFLICTS;
            clear();
        } else if (isTooLow(requested, received, OUTLIER_US) || isTooHigh(answered, sent, OUTLIER_US)) {
            return onConflict(++exchangeConflicts >= MAX_EXCHANGE_CONFLICTS, true);
        }
        add(above, requested, received);
        add(below, answered, sent);
        if (!fit()) {
            return onConflict(++exchangeConflicts >= MAX_EXCHANGE_CONFLICTS, false);
        }
        exchangeConflicts = 0;
        trips.add(requested, received, answered, sent);
        return true;
    }

    /** Adds a ping, and the device time at which the device answered it. Returns whether the line changed. */
    boolean addPing(long deviceMs, long sentUs, long receivedUs) {
        if (!started || pingConflicts >= MAX_PING_CONFLICTS) {
            return false;
        }
        double at = deviceMs - originMs;
        double received = receivedUs - originUs;
        double sent = sentUs - originUs;
        boolean outlier = isTooLow(at, received, OUTLIER_US) || isTooHigh(at + RESOLUTION_MS, sent, OUTLIER_US);
        if (!outlier) {
            add(above, at, received);
            add(below, at + RESOLUTION_MS, sent);
        }
        if (outlier || !fit()) {
            pingConflicts++;
            removeUnfitted();
            return false;
        }
        pinged = true;
        pingConflicts = 0;
        trips.add(at, received, at + RESOLUTION_MS, sent);
        return true;
    }

    /** Adds the receive time of a packet. Returns whether the line changed. */
    boolean addArrival(long deviceMs, long receivedUs) {
        start(deviceMs, receivedUs);
        double at = deviceMs - originMs;
        double received = receivedUs - originUs;
        if (isTooLow(at, received, OUTLIER_US)) {
            return onConflict(++arrivalConflicts >= MAX_ARRIVAL_CONFLICTS, true);
        }
        boolean isLowest = fittedPoints == 0 || received < above.intercept(rate) + rate * at;
        boolean isNewBin = add(above, at, received);
        if (isNewBin || isLowest && !isTwoWay()) {
            if (!fit()) {
                return onConflict(++arrivalConflicts >= MAX_ARRIVAL_CONFLICTS, false);
            }
            arrivalConflicts = 0;
            return true;
        }
        return false;
    }

    /** Microseconds at device time 0. */
    double offsetUs() {
        return originUs + intercept - rate * originMs;
    }

    /** Microseconds per device millisecond. */
    double rate() {
        return rate;
    }

    private boolean isTwoWay() {
        return below.size() > 0;
    }

    /** Device ms of the latest two-way exchange; negative infinity if there was none. */
    double lastTwoWayMs() {
        return below.newestMs() + originMs;
    }

    /** Half the width of the interval that contains the true time. */
    double uncertaintyMs(long deviceMs) {
        double at = deviceMs - originMs;
        double line = intercept + rate * at;
        double distanceUs = Math.max(0, Math.max(highest(at) - line, line - lowest(at)) - narrowingUs);
        double unobservedMs = Math.max(0, at - observedMs);
        return RESOLUTION_MS + (distanceUs + WANDER * unobservedMs * NOMINAL_RATE) / 1000;
    }

    private void start(long deviceMs, long hostUs) {
        if (!started) {
            started = true;
            originMs = deviceMs;
            originUs = hostUs;
        }
    }

    private boolean add(BoundPoints bound, double at, double hostUs) {
        return bound.add(at, hostUs, rate, ++points);
    }

    /** Whether a point above the line is below all possible lines. */
    private boolean isTooLow(double at, double hostUs, double toleranceUs) {
        return fittedPoints > 0 && isTwoWay() && hostUs < lowest(at) - toleranceUs;
    }

    /** Whether a point below the line is above all possible lines. */
    private boolean isTooHigh(double at, double hostUs, double toleranceUs) {
        return fittedPoints > 0 && hostUs > highest(at) + toleranceUs;
    }

    /**
     * Ignores the points since the last fit, unless there are many of the kind: then the device's clock jumped, and all earlier points
     * are wrong, or its rate changed, and the oldest points are wrong.
     */
    private boolean onConflict(boolean repeated, boolean outlier) {
        if (repeated && outlier) {
            clear();
            return false;
        }
        if (repeated) {
            arrivalConflicts = 0;
            exchangeConflicts = 0;
            double oldestMs = above.newestMs() - Math.max(above.spanMs(), below.spanMs()) / 2;
            above.removeBefore(oldestMs);
            below.removeBefore(oldestMs);
            if (fit()) {
                return true;
            }
        }
        removeUnfitted();
        return false;
    }

    private void removeUnfitted() {
        above.removeAfter(fittedPoints);
        below.removeAfter(fittedPoints);
        above.update();
        below.update();
    }

    private void clear() {
        above.clear();
        below.clear();
        trips.clear();
        arrivalConflicts = 0;
        exchangeConflicts = 0;
        fittedPoints = 0;
        pinged = false;
    }

    private double highest(double at) {
        double highest = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < RATES; k++) {
            highest = Math.max(highest, ceilings[k] + rates[k] * at);
        }
        return highest;
    }

    private double lowest(double at) {
        double lowest = Double.POSITIVE_INFINITY;
        for (int k = 0; k < RATES; k++) {
            lowest = Math.min(lowest, floors[k] + rates[k] * at);
        }
        return lowest;
    }

    /** Computes the possible rates and the line. Returns false, without a change, if no line is possible. */
    private boolean fit() {
        if (above.size() == 0) {
            return false;
        }
        above.update();
        below.update();
        double low = MIN_RATE;
        double high = MAX_RATE;
        if (isTwoWay()) {
            double widest = minimum(candidate -> -gap(candidate), low, high);
            if (gap(widest) < -SLACK_US) {
                return false;
            }
            low = limit(widest, low);
            high = limit(widest, high);
        }
        boolean determined = Math.max(above.spanMs(), below.spanMs()) >= MIN_SPAN_MS;
        rate = determined
                ? minimum(candidate -> above.excess(candidate) + below.excess(candidate), low, high)
                : (low + high) / 2;
        for (int k = 0; k < RATES; k++) {
            rates[k] = low + (high - low) * k / (RATES - 1);
            ceilings[k] = above.intercept(rates[k]);
            floors[k] = floor(rates[k]);
        }
        double ceiling = above.intercept(rate);
        double floor = floor(rate);
        intercept = isTwoWay() ? (ceiling + floor) / 2 : ceiling - TYPICAL_DELAY_US;
        narrowingUs = Math.max(0, ceiling - floor) / 2 - trips.halfWidthUs(rate, ceiling, floor);
        fittedPoints = points;
        observedMs = isTwoWay() ? below.newestMs() : above.newestMs();
        return true;
    }

    private double floor(double candidate) {
        return isTwoWay() ? below.intercept(candidate) : above.intercept(candidate) - MAX_DELAY_US;
    }

    private double gap(double candidate) {
        return above.intercept(candidate) - below.intercept(candidate);
    }

    /** The rate between one that is possible and {@code end} up to which lines are possible. */
    private double limit(double possible, double end) {
        if (gap(end) >= -SLACK_US) {
            return end;
        }
        double inside = possible;
        double outside = end;
        for (int i = 0; i < SEARCH_STEPS; i++) {
            double middle = (inside + outside) / 2;
            if (gap(middle) >= -SLACK_US) {
                inside = middle;
            } else {
                outside = middle;
            }
        }
        return outside;
    }

    /** Golden-section search for the minimum of a convex function. */
    private static double minimum(DoubleUnaryOperator function, double from, double to) {
        double low = from;
        double high = to;
        double left = high - GOLDEN * (high - low);
        double right = low + GOLDEN * (high - low);
        double atLeft = function.applyAsDouble(left);
        double atRight = function.applyAsDouble(right);
        for (int i = 0; i < SEARCH_STEPS; i++) {
            if (atLeft < atRight) {
                high = right;
                right = left;
                atRight = atLeft;
                left = high - GOLDEN * (high - low);
                atLeft = function.applyAsDouble(left);
            } else {
                low = left;
                left = right;
                atLeft = atRight;
                right = low + GOLDEN * (high - low);
                atRight = function.applyAsDouble(right);
            }
        }
        return (low + high) / 2;
    }
}
