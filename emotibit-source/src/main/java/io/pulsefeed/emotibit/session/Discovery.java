package io.pulsefeed.emotibit.session;

import io.pulsefeed.emotibit.config.DeviceConfig;
import io.pulsefeed.emotibit.wire.HostPackets;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** Sends discovery requests (HE): broadcasts to every network, unicasts to configured and known addresses, and sweeps. */
final class Discovery {

    private static final long NS_PER_MS = 1_000_000;
    /** Unicast requests are spaced, because access points drop bursts. */
    private static final long SPACING_NS = 3 * NS_PER_MS;

    private static final long REFRESH_INTERVAL_NS = 10_000 * NS_PER_MS;
    private static final int IPV4_BYTES = 4;

    private final DeviceConfig config;
    private final Function<List<String>, Set<InetAddress>> broadcastAddresses;
    private final DatagramSender sender;
    private final HostPackets packets = new HostPackets();
    private final ArrayDeque<InetAddress> pending = new ArrayDeque<>();
    private Set<InetAddress> broadcasts = Set.of();
    private boolean started;
    private long refreshedAtMonoNs;
    private long roundStartMonoNs;
    private long nextSendMonoNs;

    /** @param broadcastAddresses returns the broadcast addresses of the named network interfaces */
    Discovery(DeviceConfig config, Function<List<String>, Set<InetAddress>> broadcastAddresses, DatagramSender sender) {
        this.config = config;
        this.broadcastAddresses = broadcastAddresses;
        this.sender = sender;
    }

    /**
     * Sends the requests that are due.
     *
     * @param known addresses of known devices
     * @return nanoseconds until the next request is due
     */
    long tick(long nowMonoNs, Supplier<Set<InetAddress>> known) {
        long intervalNs = config.intervalMs() * NS_PER_MS;
        if (!started || nowMonoNs - roundStartMonoNs >= intervalNs && pending.isEmpty()) {
            startRound(nowMonoNs, known);
        }
        while (!pending.isEmpty() && nowMonoNs - nextSendMonoNs >= 0) {
            sender.advertise(pending.poll(), packets.hello());
            nextSendMonoNs = Math.max(nextSendMonoNs, nowMonoNs - SPACING_NS) + SPACING_NS;
        }
        return Math.max(0, pending.isEmpty() ? roundStartMonoNs + intervalNs - nowMonoNs : nextSendMonoNs - nowMonoNs);
    }

    private void startRound(long nowMonoNs, Supplier<Set<InetAddress>> known) {
        boolean usesNetworks = config.broadcast() || config.sweep();
        boolean refresh = usesNetworks && (!started || nowMonoNs - refreshedAtMonoNs >= REFRESH_INTERVAL_NS);
        if (refresh) {
            broadcasts = broadcastAddresses.apply(config.interfaces());
            refreshedAtMonoNs = nowMonoNs;
        }
        started = true;
        roundStartMonoNs = nowMonoNs;
        nextSendMonoNs = nowMonoNs;
        if (config.broadcast()) {
            broadcasts.forEach(address -> sender.advertise(address, packets.hello()));
        }
        Set<InetAddress> unicast = new LinkedHashSet<>(config.addresses());
        unicast.addAll(known.get());
        if (config.sweep() && refresh) {
            broadcasts.forEach(address -> addNeighbors(address, unicast));
        }
        pending.addAll(unicast);
    }

    /** Adds the 254 addresses that share the first three octets with a broadcast address. */
    private static void addNeighbors(InetAddress broadcast, Set<InetAddress> all) {
        byte[] octets = broadcast.getAddress();
        if (octets.length != IPV4_BYTES) {
            return;
        }
        for (int last = 1; last < 255; last++) {
            octets[3] = (byte) last;
            try {
                all.add(InetAddress.getByAddress(octets.clone()));
            } catch (UnknownHostException e) {
                throw new IllegalStateException("Four octets always form an IPv4 address", e);
            }
        }
    }
}
