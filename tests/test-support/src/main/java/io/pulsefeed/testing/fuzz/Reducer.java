package io.pulsefeed.testing.fuzz;

import java.time.Duration;
import java.util.function.Predicate;

/** Shortens a failing input, so that it can become a seed. */
final class Reducer {

    private static final Duration TIME = Duration.ofSeconds(20);

    private Reducer() {}

    /** @param fails whether an input fails in the same way */
    static byte[] reduce(byte[] input, Predicate<byte[]> fails) {
        long end = System.nanoTime() + TIME.toNanos();
        byte[] shortest = input;
        for (int step = Math.max(1, input.length / 2); step > 0; step /= 2) {
            for (int at = 0; at < shortest.length && System.nanoTime() - end < 0; ) {
                byte[] shorter = Mutator.cut(shortest, at, at + step);
                if (fails.test(shorter)) {
                    shortest = shorter;
                } else {
                    at += step;
                }
            }
        }
        return shortest;
    }
}
