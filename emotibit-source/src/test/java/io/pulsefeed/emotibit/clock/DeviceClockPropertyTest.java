package io.pulsefeed.emotibit.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class DeviceClockPropertyTest {

    private static final double EPOCH_MICROS = 1.795e15;

    @Property(tries = 200)
    void neverDecreasesWithoutReportedStep(@ForAll @LongRange(min = 0, max = 1_000_000) long seed) {
        Random random = new Random(seed);
        DeviceClock clock = new DeviceClock();
        double skew = 0.05 * (random.nextDouble() - 0.3);
        double hostOffset = 0;
        long deviceMs = random.nextInt(1_000_000_000);
        long origin = deviceMs;
        long before = Long.MIN_VALUE;
        for (int packet = 0; packet < 3000; packet++) {
            deviceMs += random.nextInt(60);
            if (random.nextDouble() < 0.002) {
                // The host's clock is set, or the host was suspended.
                hostOffset += 5e6 * random.nextGaussian();
            }
            double host = EPOCH_MICROS + hostOffset + (deviceMs - origin) * (1 + skew) * 1000;
            double delay = -20_000 * Math.log(1 - random.nextDouble());
            clock.onArrival(deviceMs - random.nextInt(100), Math.round(host + delay));
            if (random.nextInt(100) == 0) {
                long trip = random.nextInt(200) - 10;
                clock.onExchange(deviceMs, deviceMs + trip, Math.round(host + delay), Math.round(host + delay + 100));
            }
            ClockReading reading = clock.read(deviceMs);
            assertThat(reading.uncertaintyMs()).isPositive();
            assertThat(Double.isFinite(reading.uncertaintyMs())).isTrue();
            if (clock.takeStepMs() == 0) {
                assertThat(reading.epochUs()).isGreaterThanOrEqualTo(before);
            }
            before = reading.epochUs();
        }
    }
}
