package io.pulsefeed.emotibit.session;

/** Metrics of one device. The network thread writes them; any thread can read them. */
public final class DeviceMetrics {

    private final String deviceId;
    private volatile boolean connected;
    private volatile long lost;
    private volatile double uncertaintyMs = Double.NaN;

    DeviceMetrics(String deviceId) {
        this.deviceId = deviceId;
    }

    public String deviceId() {
        return deviceId;
    }

    public boolean isConnected() {
        return connected;
    }

    /** Packets lost on the network since the task started. */
    public long lost() {
        return lost;
    }

    /** Uncertainty of the published time, in ms; NaN before the first packet. */
    public double uncertaintyMs() {
        return uncertaintyMs;
    }

    void setConnected(boolean value) {
        connected = value;
    }

    void addLost(long packets) {
        // Not atomic: only the network thread writes.
        lost = lost + packets;
    }

    void setUncertaintyMs(double value) {
        uncertaintyMs = value;
    }
}
