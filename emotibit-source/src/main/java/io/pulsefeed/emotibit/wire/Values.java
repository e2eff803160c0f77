package io.pulsefeed.emotibit.wire;

import io.pulsefeed.emotibit.wire.TypeTag.Kind;
import java.util.Arrays;

/**
 * The numeric values of one packet.
 *
 * @param samples in payload order, NaN for missing values; empty if the packet has no numbers
 * @param flags bit mask of {@link Flag}
 */
public record Values(double[] samples, int flags) {

    private static final Values NONE = new Values(new double[0], 0);
    /** Maximum number of samples. A valid packet has at most a few dozen values; a header that states more is corrupt. */
    public static final int MAX_COUNT = 256;
    /** The device writes this character (END OF MEDIUM) where its buffer ended. */
    private static final char CUT = 0x19;

    public static Values of(Packet packet) {
        Kind kind = TypeTag.kindOf(packet.tag());
        return switch (kind) {
            case SENSOR, DERIVED -> numbers(packet, 0);
            case UNKNOWN -> unknown(packet);
            case CONTROL -> NONE;
        };
    }

    public int count() {
        return samples.length;
    }

    public Values with(Flag flag) {
        return new Values(samples, flags | flag.bit());
    }

    private static Values unknown(Packet packet) {
        Values numbers = numbers(packet, Flag.UNKNOWN_TAG.bit());
        boolean sound = numbers.flags == Flag.UNKNOWN_TAG.bit();
        return sound ? numbers : new Values(NONE.samples, Flag.UNKNOWN_TAG.bit());
    }

    private static Values numbers(Packet packet, int initialFlags) {
        int flags = initialFlags;
        double[] samples = new double[Math.min(packet.count(), MAX_COUNT)];
        Packet.Elements elements = packet.elements();
        int read = 0;
        while (read < samples.length && elements.next()) {
            boolean cut = elements.end() > elements.start() && packet.text().charAt(elements.end() - 1) == CUT;
            double value = cut ? Double.NaN : Decimal.parse(packet.text(), elements.start(), elements.end());
            if (cut) {
                flags |= Flag.TRUNCATED.bit();
            } else if (Double.isNaN(value)) {
                flags |= Flag.NULL_VALUE.bit();
            }
            samples[read++] = value;
        }
        if (read < packet.count()) {
            flags |= Flag.TRUNCATED.bit();
            Arrays.fill(samples, read, samples.length, Double.NaN);
        } else if (elements.next()) {
            flags |= Flag.EXTRA.bit();
        }
        return new Values(samples, flags);
    }
}
