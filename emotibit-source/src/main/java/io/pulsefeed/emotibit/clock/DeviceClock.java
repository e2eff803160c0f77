package io.pulsefeed.emotibit.clock;

/**
 * The wall clock of one device session: turns its milliseconds since boot into epoch time, corrected for offset and drift (up to
 * 3.2 % on Feather M0 boards), continuous and increasing. Not thread-safe.
 *
 * <p>Device times are unwrapped to 64 bit by the caller; a reboot is a new session and a new clock.
 */
public final class DeviceClock {

    private static final long HOLDOVER_AFTER_MS = 30_000;

    private final Timeline timeline = new Timeline();
    private final ClockModel model = new ClockModel();
    private long lastExchangeMs = Long.MIN_VALUE;

    /**
     * Takes one time-sync exchange (device RD out at {@code t1}, host in and out at T2 and T3, device TL in at {@code t4}).
     *
     * @param t1 device ms of the RD packet
     * @param t4 device ms of the TL echo
     * @param t2Micros host epoch microseconds when RD arrived
     * @param t3Micros host epoch microseconds when TL left
     * @return whether the exchange was usable: 0 to 150 ms between {@code t1} and {@code t4}
     */
    public boolean onExchange(long t1, long t4, long t2Micros, long t3Micros) {
        if (!model.addExchange(t1, t4, t2Micros, t3Micros)) {
            return false;
        }
        lastExchangeMs = t4;
        timeline.steer(model.offsetMicros(), model.rate(), t4);
        return true;
    }

    /** Takes the receive time of a live packet: an upper bound of the offset. */
    public void onArrival(long deviceMs, long hostMicros) {
        if (model.addArrival(deviceMs, hostMicros)) {
            timeline.steer(model.offsetMicros(), model.rate(), deviceMs);
        }
    }

    /** Whether anything is known yet; {@link #read} fails before. */
    public boolean started() {
        return timeline.started();
    }

    /**
     * The wall time of a device time.
     *
     * @throws IllegalStateException before the first arrival or exchange
     */
    public ClockReading read(long deviceMs) {
        if (!timeline.started()) {
            throw new IllegalStateException(
                    "No packet of this device session was received yet, so its clock is unknown");
        }
        double micros = timeline.at(deviceMs);
        double slewing = Math.abs(model.offsetMicros() + model.rate() * deviceMs - micros) / 1000;
        return new ClockReading(Math.round(micros), source(deviceMs), model.uncertaintyMs(deviceMs) + slewing);
    }

    /** Microseconds per device millisecond divided by 1000: 1.032 for a device clock that is 3.2 % slow. */
    public double rate() {
        return model.rate() / 1000;
    }

    /** Milliseconds by which published time was stepped since the last call; 0 unless an error above 500 ms was found. */
    public double takeStepMs() {
        return timeline.takeStepMicros() / 1000;
    }

    private TimeSource source(long deviceMs) {
        if (lastExchangeMs == Long.MIN_VALUE) {
            return TimeSource.RX;
        }
        return deviceMs - lastExchangeMs > HOLDOVER_AFTER_MS ? TimeSource.HOLDOVER : TimeSource.SYNC;
    }
}
