package io.pulsefeed.emotibit.session;

import io.pulsefeed.emotibit.client.ControlLink;
import io.pulsefeed.emotibit.client.HostTime;
import io.pulsefeed.emotibit.client.NetworkLoop;
import io.pulsefeed.emotibit.config.ConnectionConfig;
import io.pulsefeed.emotibit.config.DeviceConfig;
import io.pulsefeed.emotibit.config.TimeConfig;
import io.pulsefeed.emotibit.wire.Datagram;
import io.pulsefeed.emotibit.wire.Packet;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The host: finds devices, connects those that are wanted and tells their data apart by address. Runs on the network thread. */
public final class EmotiBitHost implements NetworkLoop.Handler {

    private static final Logger LOG = LoggerFactory.getLogger(EmotiBitHost.class);
    private static final long NANOS_PER_MS = 1_000_000;
    /** Holes in the numbering and timeouts are looked at this often, whatever else is due. */
    private static final long LONGEST_WAIT = 20 * NANOS_PER_MS;

    private static final long FORGOTTEN_AFTER = 60_000 * NANOS_PER_MS;
    private static final long COMPLAIN_EVERY = 60_000 * NANOS_PER_MS;
    private static final long HEARD_WITHIN = 10_000 * NANOS_PER_MS;

    private final DeviceConfig deviceSettings;
    private final ConnectionConfig connectionSettings;
    private final Predicate<String> owned;
    private final HostTime time;
    private final NetworkLoop loop;
    private final Device.Ports ports;
    private final Discovery discovery;
    private final SessionContext context;
    private final HostCounters counters;
    private final Consumer<DeviceFigures> onDevice;
    private final Map<String, Device> devices = new HashMap<>();
    private final Map<InetAddress, Device> byAddress = new HashMap<>();
    private long complainedAt;
    private long tickAt;

    /**
     * What a host is made of.
     *
     * @param owned whether a device id belongs to this host
     * @param broadcasts finds the broadcast addresses of the named interfaces
     * @param onDevice told once of every device
     */
    public record Parts(
            DeviceConfig devices,
            ConnectionConfig connection,
            TimeConfig time,
            Predicate<String> owned,
            Function<List<String>, Set<InetAddress>> broadcasts,
            Consumer<DeviceFigures> onDevice,
            Outlet outlet,
            HostCounters counters) {}

    public EmotiBitHost(Parts parts, HostTime time, NetworkLoop loop, int dataPort, int controlPort) {
        this.deviceSettings = parts.devices();
        this.connectionSettings = parts.connection();
        this.owned = parts.owned();
        this.onDevice = parts.onDevice();
        this.counters = parts.counters();
        this.time = time;
        this.loop = loop;
        this.ports = new Device.Ports(dataPort, controlPort);
        Radio radio = new LoopRadio();
        this.discovery = new Discovery(deviceSettings, parts.broadcasts(), radio);
        this.context = new SessionContext(time, parts.time(), radio, parts.outlet(), counters);
        this.tickAt = time.nanoTime();
        this.complainedAt = tickAt - COMPLAIN_EVERY;
    }

    private final class LoopRadio implements Radio {
        @Override
        public void advertise(InetAddress to, byte[] packet) {
            try {
                loop.advertise(new InetSocketAddress(to, deviceSettings.port()), packet);
            } catch (IOException e) {
                failed(to, e);
            }
        }

        @Override
        public void reply(InetSocketAddress to, byte[] packet) {
            try {
                loop.reply(to, packet);
            } catch (IOException e) {
                failed(to.getAddress(), e);
            }
        }

        private void failed(InetAddress to, IOException e) {
            counters.unsent.increment();
            complain("Datagrams to {} cannot be sent: {}", to.getHostAddress(), e.toString());
        }
    }

    @Override
    public void onAdvertisement(InetAddress from, byte[] data, int length) {
        long nanos = time.nanoTime();
        Datagram.read(data, length, new Datagram.Lines() {
            @Override
            public void line(String text) {
                Packet packet = Packet.parse(text);
                if (packet == null || !onAnswer(packet, from, nanos)) {
                    counters.ignored.increment();
                }
            }

            @Override
            public void emptyLine() {
                // Means nothing here.
            }
        });
    }

    private boolean onAnswer(Packet packet, InetAddress from, long nanos) {
        Integer dataPort = port(packet.valueOf("DP"));
        if (dataPort == null) {
            return false;
        }
        if (packet.tag().equals("HH")) {
            String id = packet.valueOf("DI");
            onHello(id == null || id.isBlank() ? from.getHostAddress() : id.strip(), dataPort, packet, from, nanos);
            return true;
        }
        Device device = packet.tag().equals("PO") ? byAddress.get(from) : null;
        if (device != null) {
            device.onPong(dataPort, nanos);
        }
        return device != null;
    }

    private void onHello(String id, int dataPort, Packet packet, InetAddress from, long nanos) {
        if (!owned.test(id) || !deviceSettings.patterns().accepts(id, from.getHostAddress())) {
            return;
        }
        Device device = devices.get(id);
        if (device == null) {
            device = remember(id, from, nanos);
        } else if (!device.address().equals(from) && !moved(device, from, nanos)) {
            return;
        }
        Device there = byAddress.get(from);
        if (there != null && there != device && there.isConnected()) {
            complain(
                    "Two devices, {} and {}, answer from one address, which happens behind address translation. Their data cannot be"
                            + " told apart; only the first is used.",
                    there.id(),
                    id);
        } else if (device != null) {
            byAddress.put(from, device);
            device.onHello(dataPort, packet.timestamp(), nanos);
        }
    }

    private boolean moved(Device device, InetAddress from, long nanos) {
        if (device.isConnected() || !device.isFound() && nanos - device.heardAt() < HEARD_WITHIN) {
            complain(
                    "EmotiBit {} answers from {} while its session with {} lasts: it moved, or its id was cloned. The newer address is"
                            + " used when the session has ended.",
                    device.id(),
                    from.getHostAddress(),
                    device.address().getHostAddress());
            return false;
        }
        byAddress.remove(device.address(), device);
        device.moveTo(from);
        return true;
    }

    private Device remember(String id, InetAddress from, long nanos) {
        if (devices.size() >= deviceSettings.max() && !forgetOne(nanos)) {
            counters.refused.increment();
            complain("More devices than {}={} answer; {} is ignored", DeviceConfig.MAX, deviceSettings.max(), id);
            return null;
        }
        Device device = new Device(id, from, connectionSettings, ports, context, nanos);
        devices.put(id, device);
        onDevice.accept(device.figures());
        LOG.info("EmotiBit {} found at {}", id, from.getHostAddress());
        return device;
    }

    private boolean forgetOne(long nanos) {
        Device oldest = devices.values().stream()
                .filter(device -> device.isFound() && nanos - device.heardAt() > FORGOTTEN_AFTER)
                .min(Comparator.comparingLong(Device::heardAt))
                .orElse(null);
        if (oldest != null) {
            devices.remove(oldest.id());
            byAddress.remove(oldest.address(), oldest);
        }
        return oldest != null;
    }

    @Override
    public void onData(InetSocketAddress from, byte[] data, int length, long epochMicros) {
        counters.datagrams.increment();
        Device device = byAddress.get(from.getAddress());
        if (device == null || !device.onData(data, length, from, epochMicros, time.nanoTime())) {
            counters.foreign.increment();
        }
    }

    @Override
    public boolean onControlOpened(ControlLink link) {
        Device device = byAddress.get(link.peer());
        boolean expected = device != null && device.onControlOpened(link, time.nanoTime());
        if (!expected) {
            counters.foreign.increment();
        }
        return expected;
    }

    @Override
    public void onControlClosed(ControlLink link) {
        Device device = byAddress.get(link.peer());
        if (device != null) {
            device.onControlClosed(link, time.nanoTime());
        }
    }

    @Override
    public long onTick(long nanos) {
        // Called after every read, thousands of times per second; the devices are looked at when one is due.
        if (nanos - tickAt >= 0) {
            long wait = Math.min(LONGEST_WAIT, discovery.tick(nanos, this::addresses));
            for (Device device : devices.values()) {
                wait = Math.min(wait, device.tick(nanos));
            }
            tickAt = nanos + Math.max(NANOS_PER_MS, wait);
        }
        return tickAt - nanos;
    }

    private Set<InetAddress> addresses() {
        Set<InetAddress> known = new LinkedHashSet<>();
        devices.values().forEach(device -> known.add(device.address()));
        return known;
    }

    @Override
    public void onStop() {
        long nanos = time.nanoTime();
        devices.values().forEach(device -> device.stop(nanos));
    }

    private void complain(String message, Object... facts) {
        long nanos = time.nanoTime();
        if (nanos - complainedAt >= COMPLAIN_EVERY) {
            complainedAt = nanos;
            LOG.warn(message, facts);
        }
    }

    private static Integer port(String text) {
        if (text == null) {
            return null;
        }
        try {
            return Integer.valueOf(text.strip());
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
