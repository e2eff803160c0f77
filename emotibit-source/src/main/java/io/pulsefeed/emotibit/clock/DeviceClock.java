package io.pulsefeed.emotibit.clock;

/**
 * Converts the device time of one session, in milliseconds since boot, to epoch time. Corrects offset and drift, which is up to
 * 3.2 % on Feather M0 boards. The result is continuous and increasing. Not thread-safe.
 *
 * <p>The caller unwraps device times to 64 bits. A reboot requires a new session with a new clock.
 */
public final class DeviceClock {

    private static final long HOLDOVER_AFTER_MS = 30_000;

    private final Timeline timeline = new Timeline();
    private final ClockModel model = new ClockModel();
    private long lastExchangeMs = Long.MIN_VALUE;

    /**
     * Adds a time-sync exchange: the device sends RD at {@code t1}, the host receives it at T2 and answers at T3, the device receives
     * TL at {@code t4}.
     *
     * @param t1 device ms of the RD packet
     * @param t4 device ms of the TL echo
     * @param t2Us receive time of RD at the host, microseconds since 1970
     * @param t3Us send time of TL at the host, microseconds since 1970
     * @return whether the exchange is valid, that is {@code t4 - t1} is 0 to 150 ms
     */
    public boolean onExchange(long t1, long t4, long t2Us, long t3Us) {
        if (!model.addExchange(t1, t4, t2Us, t3Us)) {
            return false;
        }
        lastExchangeMs = t4;
        timeline.steer(model.offsetUs(), model.rate(), t4);
        return true;
    }

    /** Adds the receive time of a live packet, which is an upper bound of the offset. */
    public void onArrival(long deviceMs, long hostUs) {
        if (model.addArrival(deviceMs, hostUs)) {
            timeline.steer(model.offsetUs(), model.rate(), deviceMs);
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
        double slewing = Math.abs(model.offsetUs() + model.rate() * deviceMs - micros) / 1000;
        return new ClockReading(Math.round(micros), source(deviceMs), model.uncertaintyMs(deviceMs) + slewing);
    }

    /** Wall-clock time per device time: 1.032 for a device clock that is 3.2 % slow. */
    public double rate() {
        return model.rate() / 1000;
    }

    /** Milliseconds by which the time was stepped since the last call; 0 unless an error of more than 500 ms was corrected. */
    public double takeStepMs() {
        return timeline.takeStepUs() / 1000;
    }

    private TimeSource source(long deviceMs) {
        if (lastExchangeMs == Long.MIN_VALUE) {
            return TimeSource.RX;
        }
        return deviceMs - lastExchangeMs > HOLDOVER_AFTER_MS ? TimeSource.HOLDOVER : TimeSource.SYNC;
    }
}
