package io.pulsefeed.emotibit.clock;

/**
 * The linear clock model of the official DataParser.
 *
 * @param deviceMs0 device ms of the first anchor
 * @param epochSeconds0 wall-clock time of the first anchor, seconds since 1970
 * @param slope wall-clock seconds per device millisecond
 * @param exchanges number of sync exchanges; without any, the first packet is at 1970-01-01T00:00:00Z
 */
public record OfficialLine(double deviceMs0, double epochSeconds0, double slope, int exchanges) {

    /** Wall-clock time in seconds since 1970, extrapolated on both sides. */
    public double epochSeconds(double deviceMs) {
        return epochSeconds0 + (deviceMs - deviceMs0) * slope;
    }
}
