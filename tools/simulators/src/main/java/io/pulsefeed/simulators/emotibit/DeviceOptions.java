package io.pulsefeed.simulators.emotibit;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Set;

/**
 * One simulated device.
 *
 * @param id serial
 * @param address its own loopback address, or the wildcard address to hear broadcasts
 * @param spare the address it moves to
 * @param port on which it listens for hosts
 * @param seed everything random follows from it
 * @param slow by how much its clock is slow, 0 to 0.033
 * @param startMs what its clock shows at the start
 * @param firstNumber of its packets
 * @param replay recorded packets to be played instead of a body's, or null
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
        Path replay) {

    boolean has(Fault fault) {
        return faults.contains(fault);
    }
}
