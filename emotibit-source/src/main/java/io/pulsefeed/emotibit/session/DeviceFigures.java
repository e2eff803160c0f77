package io.pulsefeed.emotibit.session;

/** The figures of one device, for whoever watches. Written on the network thread. */
public final class DeviceFigures {

    private final String deviceId;
    private volatile boolean connected;
    private volatile long lost;
    private volatile double uncertaintyMs = Double.NaN;

    DeviceFigures(String deviceId) {
        this.deviceId = deviceId;
    }

    public String deviceId() {
        return deviceId;
    }

    public boolean connected() {
        return connected;
    }

    /** Packets lost on the way since the task started. */
    public long lost() {
        return lost;
    }

    /** Uncertainty of the published time, in ms; NaN before the first packet. */
    public double uncertaintyMs() {
        return uncertaintyMs;
    }

    void connected(boolean now) {
        connected = now;
    }

    void addLost(long packets) {
        // One writer: the network thread.
        lost = lost + packets;
    }

    void uncertaintyMs(double now) {
        uncertaintyMs = now;
    }
}
