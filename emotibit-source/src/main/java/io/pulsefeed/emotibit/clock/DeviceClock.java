package io.pulsefeed.emotibit.clock;

/**
 * Converts the device time of one session, in milliseconds since boot, to epoch time. Corrects offset and drift, which is up to
 * 3.2 % on Feather M0 boards. The result is continuous and increasing. Not thread-safe.
 *
 * <p>The caller unwraps device times to 64 bits. A reboot requires a new session with a new clock.
 */
public final class DeviceClock {

    private static final long MAX_TRIP_MS = 150;
    private static final long HOLDOVER_AFTER_MS = 30_000;
    private static final long NOTABLE_CHANGE_US = 1_000;

    private final Timeline timeline = new Timeline();
    private final ClockModel model = new ClockModel();
    private long hostOffsetUs;

    /**
     * Sets the difference between published times and the host times of the other methods. With monotonic host times, it is that between
     * the wall clock and the monotonic clock: setting the wall clock changes published times, but not what is known about the device's
     * clock. Without a call, published times are host times.
     */
    public void setHostOffsetUs(long offsetUs, long deviceMs) {
        long changeUs = Math.abs(offsetUs - hostOffsetUs);
        hostOffsetUs = offsetUs;
        if (changeUs > NOTABLE_CHANGE_US && timeline.isStarted()) {
            steer(deviceMs);
        }
    }

    /**
     * Adds a time-sync exchange: the device sends RD at {@code t1}, the host receives it at T2 and answers at T3, the device receives
     * TL at {@code t4}.
     *
     * @param t1 device ms of the RD packet
     * @param t4 device ms of the TL echo
     * @param t2Us receive time of RD at the host, microseconds
     * @param t3Us time at the host before it sends TL, microseconds
     * @return whether the exchange is valid, that is {@code t4 - t1} is 0 to 150 ms
     */
    public boolean onExchange(long t1, long t4, long t2Us, long t3Us) {
        long trip = t4 - t1;
        if (trip < 0 || trip > MAX_TRIP_MS) {
            return false;
        }
        if (model.addExchange(t1, t2Us, t4, t3Us)) {
            steer(t4);
        }
        return true;
    }

    /**
     * Adds a ping that the device answered.
     *
     * @param deviceMs device ms in the answer
     * @param sentUs time at the host before it sends the ping, microseconds
     * @param receivedUs receive time of the answer at the host, microseconds
     */
    public void onPing(long deviceMs, long sentUs, long receivedUs) {
        if (model.addPing(deviceMs, sentUs, receivedUs)) {
            steer(deviceMs);
        }
    }

    /** Adds the receive time of a live packet, which is an upper bound of the offset. */
    public void onArrival(long deviceMs, long hostUs) {
        if (model.addArrival(deviceMs, hostUs)) {
            steer(deviceMs);
        }
    }

    /** Whether there was an arrival or exchange; {@link #read} fails before. */
    public boolean isStarted() {
        return timeline.isStarted();
    }

    /**
     * Converts a device time to wall-clock time.
     *
     * @throws IllegalStateException before the first arrival or exchange
     */
    public ClockReading read(long deviceMs) {
        if (!timeline.isStarted()) {
            throw new IllegalStateException("The clock is unknown before the first packet of the session");
        }
        double micros = timeline.at(deviceMs);
        double slewing = Math.abs(model.offsetUs() + hostOffsetUs + model.rate() * deviceMs - micros) / 1000;
        return new ClockReading(Math.round(micros), source(deviceMs), model.uncertaintyMs(deviceMs) + slewing);
    }

    /** Wall-clock time per device time: 1.032 for a device clock that is 3.2 % slow. */
    public double rate() {
        return model.rate() / 1000;
    }

    /** Like {@link #takeStepMs()}, including a step up to {@code deviceMs} that no read has passed yet. */
    public double takeStepMs(long deviceMs) {
        timeline.at(deviceMs);
        return takeStepMs();
    }

    /** Milliseconds by which the time was stepped since the last call; 0 unless an error of more than 500 ms was corrected. */
    public double takeStepMs() {
        return timeline.takeStepUs() / 1000;
    }

    private void steer(long deviceMs) {
        timeline.steer(model.offsetUs() + hostOffsetUs, model.rate(), deviceMs);
    }

    private TimeSource source(long deviceMs) {
        double lastTwoWayMs = model.lastTwoWayMs();
        if (lastTwoWayMs == Double.NEGATIVE_INFINITY) {
            return TimeSource.RX;
        }
        return deviceMs - lastTwoWayMs > HOLDOVER_AFTER_MS ? TimeSource.HOLDOVER : TimeSource.SYNC;
    }
}
