package io.pulsefeed.simulators.emotibit;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One simulated device.
 *
 * @param id serial
 * @param address its own loopback address, or the wildcard address to receive broadcasts
 * @param spare the address it moves to
 * @param port on which it listens for hosts
 * @param seed seed of all random values
 * @param slow relative clock error, 0 to 0.033; positive is slow
 * @param startMs clock value at the start
 * @param firstNumber first packet number
 * @param replay recording to play instead of generated data, or null
 */
record DeviceOptions(
        String id,
        InetAddress address,
        InetAddress spare,
        int port,
        long seed,
        Set<Fault> faults,
        double slow,
        long startMs,
        int firstNumber,
        @Nullable Path replay) {

    boolean has(Fault fault) {
        return faults.contains(fault);
    }
}
