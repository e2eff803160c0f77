package io.pulsefeed.emotibit.signal;

import static java.util.Map.entry;

import java.util.Map;

/**
 * What the sensor of a tag can measure. A value outside of the range is that of a sensor that is defective or not connected.
 *
 * @param min in the unit of the tag
 * @param max in the unit of the tag
 */
public record SensorRange(double min, double max) {

    private static final SensorRange ACCELERATION = new SensorRange(-16, 16);
    private static final SensorRange LIGHT = new SensorRange(0, 262_143);

    /**
     * Data sheets: BMI160 (acceleration, g), MAX30101 (light, 18 bits), MLX90632 (temperature of an object, deg C), Si7013 (air
     * temperature, deg C, and relative humidity, %). The battery's percentage is linear in its voltage: 4.2 V, the voltage at the end
     * of charging, is 123.
     */
    private static final Map<String, SensorRange> OF_TAG = Map.ofEntries(
            entry("AX", ACCELERATION),
            entry("AY", ACCELERATION),
            entry("AZ", ACCELERATION),
            entry("PI", LIGHT),
            entry("PR", LIGHT),
            entry("PG", LIGHT),
            entry("TH", new SensorRange(-20, 200)),
            entry("T0", new SensorRange(-40, 125)),
            entry("H0", new SensorRange(0, 100)),
            entry("O2", new SensorRange(0, 100)),
            entry("B%", new SensorRange(0, 125)));

    /** Whether the tag has no range, or the value is within it. NaN, a missing sample, is. */
    public static boolean contains(String typeTag, double value) {
        SensorRange range = OF_TAG.get(typeTag);
        return range == null || !(value < range.min || value > range.max);
    }

    /** The samples with NaN for those outside of the range; {@code values} itself if there are none. */
    static double[] within(String typeTag, double[] values, int count) {
        double[] within = values;
        for (int i = 0; i < count; i++) {
            if (!contains(typeTag, values[i])) {
                within = within == values ? values.clone() : within;
                within[i] = Double.NaN;
            }
        }
        return within;
    }
}
