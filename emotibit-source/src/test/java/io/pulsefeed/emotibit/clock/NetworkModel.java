package io.pulsefeed.emotibit.clock;

import java.util.Random;

/** One-way delays of a simulated wireless network, in ms. */
enum NetworkModel {
    /** Round trip 10 ms, standard deviation 4 ms. */
    QUIET {
        @Override
        double[] delays(Random random) {
            double trip = Math.max(2, 10 + 4 * random.nextGaussian());
            double share = 0.2 + 0.6 * random.nextDouble();
            return new double[] {trip * share, trip * (1 - share)};
        }
    },
    /** Round trip 20 ms, of which 12 ms are constant. */
    NORMAL {
        @Override
        double[] delays(Random random) {
            return new double[] {6 + tail(random, 4, 50), 6 + tail(random, 4, 50)};
        }
    },
    /** Round trip 20 ms, of which 18 ms are constant. */
    STEADY {
        @Override
        double[] delays(Random random) {
            return new double[] {9 + 2 * random.nextDouble(), 9 + 2 * random.nextDouble()};
        }
    },
    /** Round trip 20 to 130 ms, queueing in both directions. */
    BUSY {
        @Override
        double[] delays(Random random) {
            return new double[] {10 + tail(random, 18, 55), 10 + tail(random, 18, 55)};
        }
    },
    /** Round trip 20 to 130 ms, evenly distributed, split at random. */
    EVEN {
        @Override
        double[] delays(Random random) {
            double extra = 110 * random.nextDouble();
            double share = random.nextDouble();
            return new double[] {10 + extra * share, 10 + extra * (1 - share)};
        }
    },
    /** Round trip 20 to 130 ms, all queueing towards the device. */
    ANSWERS_WAIT {
        @Override
        double[] delays(Random random) {
            return new double[] {10, 10 + tail(random, 35, 110)};
        }
    },
    /** Round trip 20 to 130 ms, all queueing towards the host. */
    REQUESTS_WAIT {
        @Override
        double[] delays(Random random) {
            return new double[] {10 + tail(random, 35, 110), 10};
        }
    },
    /** Round trip 40 ms, nearly all of it towards the host. */
    ONE_SIDED {
        @Override
        double[] delays(Random random) {
            return new double[] {38 + tail(random, 2, 20), 0.3 + 0.3 * random.nextDouble()};
        }
    };

    /** Delay towards the host, and delay towards the device. */
    abstract double[] delays(Random random);

    private static double tail(Random random, double mean, double max) {
        return Math.min(max, -mean * Math.log(1 - random.nextDouble()));
    }
}
