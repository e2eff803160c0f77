package io.pulsefeed.simulators.emotibit;

import io.pulsefeed.simulators.emotibit.network.Loop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * EmotiBit devices on loopback addresses, each worn by a synthetic person. They implement the device protocol on all three channels
 * and record the ground truth, which tests compare with a host's output.
 */
public final class EmotiBitSimulator implements AutoCloseable {

    /** Devices start at 127.0.0.2, so that the host can be 127.0.0.1. */
    private static final int FIRST_HOST = 2;

    private static final int HOSTS_PER_BLOCK = 250;
    private static final int SPARE_BLOCK = 100;

    private final Loop loop;
    private final List<SimulatedDevice> devices = new ArrayList<>();
    private final List<InetAddress> addresses = new ArrayList<>();

    /**
     * The devices to simulate.
     *
     * @param devices how many, at 127.0.0.2, 127.0.0.3 and so on
     * @param firstHost last part of the first address
     * @param port on which devices listen for hosts
     * @param broadcast whether one device listens on the wildcard address instead, where it receives broadcasts
     * @param replay recording to play instead of generated data, or null
     */
    public record Options(
            int devices,
            int firstHost,
            int port,
            long seed,
            Set<Fault> faults,
            boolean broadcast,
            @Nullable Path replay) {

        public static final int PORT = 3131;

        public static Options devices(int count) {
            return new Options(count, FIRST_HOST, PORT, 1, Set.of(), false, null);
        }

        public Options startingAt(int host) {
            return new Options(devices, host, port, seed, faults, broadcast, replay);
        }

        public Options onPort(int number) {
            return new Options(devices, firstHost, number, seed, faults, broadcast, replay);
        }

        public Options seeded(long value) {
            return new Options(devices, firstHost, port, value, faults, broadcast, replay);
        }

        public Options with(Set<Fault> some) {
            return new Options(devices, firstHost, port, seed, Set.copyOf(some), broadcast, replay);
        }

        public Options onWildcardAddress() {
            return new Options(devices, firstHost, port, seed, faults, true, replay);
        }

        public Options replaying(Path file) {
            return new Options(devices, firstHost, port, seed, faults, broadcast, file);
        }
    }

    public EmotiBitSimulator(Options options) throws IOException {
        loop = new Loop("emotibit-simulator");
        try {
            for (int i = 0; i < options.devices(); i++) {
                DeviceOptions device = device(options, i);
                devices.add(new SimulatedDevice(device, loop, new Truth(device.id())));
                addresses.add(device.address());
            }
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    public EmotiBitSimulator start() {
        // First in the queue: a host may send requests before the start, and only a booted device can answer.
        loop.call(() -> devices.forEach(SimulatedDevice::start));
        loop.start();
        return this;
    }

    /** The ground truth of each device. */
    public List<Truth> truths() {
        return devices.stream().map(SimulatedDevice::truth).toList();
    }

    /** Triggers {@link Fault#REBOOT}, {@link Fault#TCP_RESET}, {@link Fault#SILENT} or {@link Fault#MOVE} on a device now. */
    public void strike(int device, Fault fault) {
        loop.call(() -> devices.get(device).faultClock().strike(fault));
    }

    /** Loses this share of the datagrams of all devices, from 0 to 1; 0 ends it. */
    public void lose(double share) {
        devices.forEach(device -> device.path().lose(share));
    }

    /** Loses the next data datagram of a device whose packets are not repeated in another. */
    public void loseNext(int device) {
        devices.get(device).loseNext();
    }

    /** Stops the sensors; data in flight still arrives, and sessions stay open. */
    public void pause() {
        loop.call(() -> devices.forEach(SimulatedDevice::pause));
    }

    /** Connects a free device to another host, or releases it. */
    public void holdForAnotherHost(int device, boolean on) {
        loop.call(() -> devices.get(device).session().holdForAnotherHost(on));
    }

    /** The device addresses as a comma-separated list, for a host's configuration. */
    public String addresses() {
        return addresses.stream().map(InetAddress::getHostAddress).collect(Collectors.joining(","));
    }

    /** Counters over all devices. */
    public Map<String, Long> counters() {
        Map<String, Long> counters = new LinkedHashMap<>();
        List<Truth> truths = truths();
        counters.put("devices", (long) truths.size());
        counters.put(
                "connections", truths.stream().mapToLong(Truth::connections).sum());
        counters.put("packets", truths.stream().mapToLong(Truth::packetsSent).sum());
        counters.put("lost", truths.stream().mapToLong(Truth::packetsLost).sum());
        counters.put(
                "time-requests", truths.stream().mapToLong(Truth::timeRequests).sum());
        counters.put(
                "time-answers", truths.stream().mapToLong(Truth::timeAnswers).sum());
        return counters;
    }

    @Override
    public void close() {
        loop.close();
        devices.forEach(SimulatedDevice::close);
    }

    private static DeviceOptions device(Options options, int index) {
        Set<Fault> faults = options.faults();
        long startMs = 30_000 + 977L * index;
        if (faults.contains(Fault.START_31)) {
            startMs = (1L << 31) - 3_000;
        } else if (faults.contains(Fault.START_32)) {
            startMs = (1L << 32) - 3_000;
        }
        double slow = faults.contains(Fault.SLOW_CLOCK) ? 0.032 : 0.00004;
        return new DeviceOptions(
                String.format("MD-V5-%07d", 410 + index),
                options.broadcast() ? address(0, 0) : loopback(options.firstHost() + index, 0),
                loopback(options.firstHost() + index, SPARE_BLOCK),
                options.port(),
                options.seed() * 1_000_003 + index,
                faults,
                slow,
                startMs,
                65_000,
                options.replay());
    }

    private static InetAddress loopback(int host, int block) {
        return address(block + host / HOSTS_PER_BLOCK, host % HOSTS_PER_BLOCK + (host >= HOSTS_PER_BLOCK ? 1 : 0));
    }

    private static InetAddress address(int third, int fourth) {
        try {
            boolean wildcard = third == 0 && fourth == 0;
            return InetAddress.getByAddress(new byte[] {(byte) (wildcard ? 0 : 127), 0, (byte) third, (byte) fourth});
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
