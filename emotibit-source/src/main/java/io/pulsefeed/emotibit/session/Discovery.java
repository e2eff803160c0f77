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

/** Says hello: by broadcast on every network, to listed and known addresses one by one, and in a sweep where that is wanted. */
final class Discovery {

    private static final long NANOS_PER_MS = 1_000_000;
    /** Single datagrams are spaced, since access points drop bursts. */
    private static final long SPACING_NANOS = 3 * NANOS_PER_MS;

    private static final long NETWORKS_EVERY_NANOS = 10_000 * NANOS_PER_MS;
    private static final int IPV4_BYTES = 4;

    private final DeviceConfig settings;
    private final Function<List<String>, Set<InetAddress>> broadcasts;
    private final Radio radio;
    private final HostPackets packets = new HostPackets();
    private final ArrayDeque<InetAddress> pending = new ArrayDeque<>();
    private Set<InetAddress> networks = Set.of();
    private boolean begun;
    private long networksAt;
    private long roundAt;
    private long nextAt;

    /** @param broadcasts finds the broadcast addresses of the interfaces with these names */
    Discovery(DeviceConfig settings, Function<List<String>, Set<InetAddress>> broadcasts, Radio radio) {
        this.settings = settings;
        this.broadcasts = broadcasts;
        this.radio = radio;
    }

    /**
     * Sends what is due.
     *
     * @param known addresses of devices heard before
     * @return nanoseconds until something is due again
     */
    long tick(long nanos, Supplier<Set<InetAddress>> known) {
        if (!begun || nanos - roundAt >= settings.intervalMs() * NANOS_PER_MS && pending.isEmpty()) {
            startRound(nanos, known);
        }
        while (!pending.isEmpty() && nanos - nextAt >= 0) {
            radio.advertise(pending.poll(), packets.hello());
            nextAt = Math.max(nextAt, nanos - SPACING_NANOS) + SPACING_NANOS;
        }
        return pending.isEmpty()
                ? Math.max(0, roundAt + settings.intervalMs() * NANOS_PER_MS - nanos)
                : Math.max(0, nextAt - nanos);
    }

    private void startRound(long nanos, Supplier<Set<InetAddress>> known) {
        boolean wantsNetworks = settings.broadcast() || settings.sweep();
        boolean refresh = wantsNetworks && (!begun || nanos - networksAt >= NETWORKS_EVERY_NANOS);
        if (refresh) {
            networks = broadcasts.apply(settings.interfaces());
            networksAt = nanos;
        }
        begun = true;
        roundAt = nanos;
        nextAt = nanos;
        if (settings.broadcast()) {
            networks.forEach(network -> radio.advertise(network, packets.hello()));
        }
        Set<InetAddress> one = new LinkedHashSet<>(settings.addresses());
        one.addAll(known.get());
        if (settings.sweep() && refresh) {
            networks.forEach(network -> addNeighbours(network, one));
        }
        pending.addAll(one);
    }

    /** The 254 addresses that share the first three octets with a broadcast address. */
    private static void addNeighbours(InetAddress broadcast, Set<InetAddress> all) {
        byte[] octets = broadcast.getAddress();
        if (octets.length != IPV4_BYTES) {
            return;
        }
        for (int last = 1; last < 255; last++) {
            octets[3] = (byte) last;
            try {
                all.add(InetAddress.getByAddress(octets.clone()));
            } catch (UnknownHostException e) {
                throw new IllegalStateException("Four octets are always an address", e);
            }
        }
    }
}
