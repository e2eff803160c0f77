package io.pulsefeed.emotibit.session;

import io.pulsefeed.commons.metrics.LogThrottle;
import io.pulsefeed.commons.time.MonotonicClock;
import io.pulsefeed.emotibit.client.ControlConnection;
import io.pulsefeed.emotibit.client.HostTransport;
import io.pulsefeed.emotibit.client.NetworkLoop;
import io.pulsefeed.emotibit.clock.HostTime;
import io.pulsefeed.emotibit.config.ConnectionConfig;
import io.pulsefeed.emotibit.config.DeviceConfig;
import io.pulsefeed.emotibit.config.TimeConfig;
import io.pulsefeed.emotibit.control.ControlCommand;
import io.pulsefeed.emotibit.wire.Datagram;
import io.pulsefeed.emotibit.wire.DeviceAnswer;
import io.pulsefeed.emotibit.wire.HostPackets;
import io.pulsefeed.emotibit.wire.Packet;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The host: discovers devices and routes what arrives to the {@link Device} of the sender's address.
 *
 * <pre>
 *   event from address A      condition                                       action
 *   ------------------------  ----------------------------------------------  ------------------------------
 *   HH of device D            D belongs to another task, or is not accepted   ignore
 *                             D unknown, fewer than device.max devices        register D, pass to D
 *                             D unknown, a device is idle and silent for 60 s replace that device by D
 *                             D unknown, a device has not connected for 1 s   replace that device by D
 *                             D unknown, no room                              refuse, count
 *                             A routes to another device that is connected    ignore, warn
 *                             or connecting (NAT)
 *                             A routes to another device that never connected replace that device by D
 *                             D known at A                                    pass to D
 *                             D known at B and connected                      ignore, warn
 *                             D known at B, connecting, answered within 10 s  ignore, warn
 *                             D known at B, otherwise                         move D to A, pass to D
 *   PO                        A routes to a device                            pass to the device
 *                             otherwise                                       ignore, count
 *   data                      A routes to a connecting or connected device    pass to the device
 *                             otherwise                                       drop, count
 *   TCP connection            A routes to a device that is connecting         accept
 *                             otherwise                                       refuse, count
 *   TCP connection closed     A routes to a device                            pass to the device
 * </pre>
 *
 * <p>Runs on the network thread.
 */
public final class EmotiBitHost implements NetworkLoop.Handler {

    private static final Logger LOG = LoggerFactory.getLogger(EmotiBitHost.class);
    private static final long NS_PER_MS = 1_000_000;
    /** Limits the delay of loss reports and timeouts. Constant, so that the timers of a device do not depend on the other devices. */
    private static final long TICK_INTERVAL_NS = 20 * NS_PER_MS;
    /** More ids than this are invented ones, which get metrics and log lines only when they open a connection. */
    private static final int MAX_ANNOUNCED = 1024;

    private static final long RECENT_ANSWER_NS = 10_000 * NS_PER_MS;

    /**
     * What a host needs.
     *
     * @param owns whether a device id belongs to this task
     * @param broadcastAddresses returns the broadcast addresses of the named network interfaces
     * @param onDevice receives the metrics of each new device
     * @param listener receives packets and events
     */
    public record Dependencies(
            DeviceConfig devices,
            ConnectionConfig connection,
            TimeConfig time,
            Predicate<String> owns,
            Function<List<String>, Set<InetAddress>> broadcastAddresses,
            Consumer<DeviceMetrics> onDevice,
            SessionListener listener,
            HostCounters counters,
            Clock clock,
            MonotonicClock monotonicClock) {}

    private final Dependencies dependencies;
    private final MonotonicClock monotonicClock;
    private final HostCounters counters;
    private final Device.Ports ports;
    private final Discovery discovery;
    private final SessionContext context;
    private final DeviceRegistry devices;
    private final LogThrottle warnings;
    private final Set<String> unknownTargets = new HashSet<>();
    private long nextDiscoveryMonoNs;
    private long nextTickMonoNs;
    private int known;

    public EmotiBitHost(Dependencies dependencies, HostTransport transport, int dataPort, int controlPort) {
        this.dependencies = dependencies;
        this.monotonicClock = dependencies.monotonicClock();
        this.counters = dependencies.counters();
        this.ports = new Device.Ports(dataPort, controlPort);
        this.warnings = new LogThrottle(LOG, monotonicClock);
        DeviceConfig config = dependencies.devices();
        DatagramSender sender = new CountingDatagramSender(transport, config.port(), counters, warnings);
        this.discovery = new Discovery(config, dependencies.broadcastAddresses(), sender);
        this.context = new SessionContext(
                dependencies.clock(),
                monotonicClock,
                new HostTime(dependencies.clock(), monotonicClock),
                dependencies.time(),
                sender,
                dependencies.listener(),
                counters,
                warnings);
        this.devices = new DeviceRegistry(config.max());
        this.nextDiscoveryMonoNs = monotonicClock.nowNs();
        this.nextTickMonoNs = nextDiscoveryMonoNs;
    }

    @Override
    public void onAdvertisement(InetAddress from, byte[] data, int length) {
        long nowMonoNs = monotonicClock.nowNs();
        Datagram.read(data, length, new Datagram.LineHandler() {
            @Override
            public void onLine(String text) {
                Packet packet = Packet.parse(text);
                DeviceAnswer answer = packet == null ? null : DeviceAnswer.of(packet);
                if (answer == null || !onAnswer(answer, from, nowMonoNs)) {
                    counters.ignored.increment();
                }
            }

            @Override
            public void onEmptyLine() {
                // Empty lines have no meaning on this channel.
            }
        });
    }

    private boolean onAnswer(DeviceAnswer answer, InetAddress from, long nowMonoNs) {
        return switch (answer.type()) {
            case HELLO -> {
                onHello(answer, from, nowMonoNs);
                yield true;
            }
            case PONG -> {
                Device device = devices.byAddress(from);
                if (device != null) {
                    contained(device, nowMonoNs, () -> device.onPong(answer, nowMonoNs));
                }
                yield device != null;
            }
        };
    }

    private void onHello(DeviceAnswer hello, InetAddress from, long nowMonoNs) {
        String id = Objects.requireNonNullElse(hello.deviceId(), from.getHostAddress());
        if (!dependencies.owns().test(id) || !dependencies.devices().patterns().accepts(id, from.getHostAddress())) {
            return;
        }
        Device routed = devices.byAddress(from);
        if (routed != null && !routed.isIdle() && !routed.id().equals(id)) {
            warnings.warn(
                    "shared address",
                    id + ": answers from " + from.getHostAddress() + ", the address of " + routed.id()
                            + ", which is connected or connecting; ignoring it. Devices behind one NAT address cannot"
                            + " be distinguished");
            return;
        }
        Device device = devices.byId(id);
        if (device == null) {
            device = register(id, from, nowMonoNs);
        } else if (!device.address().equals(from) && !move(device, from, nowMonoNs)) {
            return;
        }
        if (device != null) {
            Device greeted = device;
            devices.route(greeted);
            contained(greeted, nowMonoNs, () -> greeted.onHello(hello, nowMonoNs));
        }
    }

    private boolean move(Device device, InetAddress to, long nowMonoNs) {
        boolean answeredRecently = nowMonoNs - device.lastAnswerMonoNs() < RECENT_ANSWER_NS;
        if (device.isConnected() || !device.isIdle() && answeredRecently) {
            warnings.warn(
                    "moved",
                    device.id() + ": answers from " + to.getHostAddress() + " while its session with "
                            + device.address().getHostAddress()
                            + " is open (moved, or duplicate device id); using the new address after the session ends");
            return false;
        }
        devices.move(device, to);
        return true;
    }

    private @Nullable Device register(String id, InetAddress from, long nowMonoNs) {
        devices.removeUnprovenAt(from);
        if (!devices.makeRoom(nowMonoNs)) {
            counters.refused.increment();
            warnings.warn(
                    "max",
                    id + ": ignored, because the task already tracks " + DeviceConfig.MAX + "="
                            + dependencies.devices().max() + " devices");
            return null;
        }
        Device device = new Device(id, from, dependencies.connection(), ports, context, nowMonoNs);
        devices.add(device);
        if (known < MAX_ANNOUNCED) {
            known++;
            dependencies.onDevice().accept(device.metrics());
            LOG.info("{}: discovered at {}", id, from.getHostAddress());
        }
        return device;
    }

    @Override
    public void onData(InetSocketAddress from, byte[] data, int length, long epochUs) {
        counters.datagrams.increment();
        Device device = devices.byAddress(from.getAddress());
        long nowMonoNs = monotonicClock.nowNs();
        if (device == null || !deliver(device, data, length, new Arrival(from, epochUs, nowMonoNs))) {
            counters.foreign.increment();
        }
    }

    private static boolean deliver(Device device, byte[] data, int length, Arrival arrival) {
        try {
            return device.onData(data, length, arrival);
        } catch (RuntimeException e) {
            device.abort(e, arrival.monoNs());
            return true;
        }
    }

    @Override
    public boolean onControlOpened(ControlConnection connection) {
        Device device = devices.byAddress(connection.peer());
        boolean accepted = device != null && open(device, connection, monotonicClock.nowNs());
        if (accepted) {
            dependencies.onDevice().accept(device.metrics());
        } else {
            counters.foreign.increment();
        }
        return accepted;
    }

    private static boolean open(Device device, ControlConnection connection, long nowMonoNs) {
        try {
            return device.onControlOpened(connection, nowMonoNs);
        } catch (RuntimeException e) {
            device.abort(e, nowMonoNs);
            return false;
        }
    }

    @Override
    public void onControlClosed(ControlConnection connection) {
        Device device = devices.byAddress(connection.peer());
        long nowMonoNs = monotonicClock.nowNs();
        if (device != null) {
            contained(device, nowMonoNs, () -> device.onControlClosed(connection, nowMonoNs));
        }
    }

    @Override
    public long onTick(long nowMonoNs) {
        // Called after every read, thousands of times per second.
        if (nowMonoNs - nextDiscoveryMonoNs >= 0) {
            nextDiscoveryMonoNs = nowMonoNs + Math.max(NS_PER_MS, discover(nowMonoNs));
        }
        if (nowMonoNs - nextTickMonoNs >= 0) {
            long missed = (nowMonoNs - nextTickMonoNs) / TICK_INTERVAL_NS;
            nextTickMonoNs += (missed + 1) * TICK_INTERVAL_NS;
            for (Device device : devices.all()) {
                contained(device, nowMonoNs, () -> device.tick(nowMonoNs));
            }
        }
        return Math.min(nextDiscoveryMonoNs, nextTickMonoNs) - nowMonoNs;
    }

    /** Sends the discovery requests that are due. Returns the time until the next ones. */
    private long discover(long nowMonoNs) {
        try {
            return discovery.tick(nowMonoNs, devices::addresses);
        } catch (RuntimeException e) {
            warnings.warn("discovery", "Discovery failed (" + e + "); retrying. Please report this error");
            return dependencies.devices().intervalMs() * NS_PER_MS;
        }
    }

    /** Passes a command of a user to its devices. Those that belong to other tasks are ignored: each task reads all commands. */
    public void onCommand(ControlCommand command) {
        long nowMonoNs = monotonicClock.nowNs();
        List<String> ids = command.isForAllDevices()
                ? devices.all().stream()
                        .filter(Device::isConnected)
                        .map(Device::id)
                        .sorted()
                        .toList()
                : command.devices().stream().filter(dependencies.owns()).toList();
        LOG.debug("Command {} for {} devices", command.action().label(), ids.size());
        ControlCommand resolved = command.to(ids);
        for (String id : ids) {
            Device device = devices.byId(id);
            if (device != null) {
                contained(device, nowMonoNs, () -> device.onCommand(resolved, nowMonoNs));
            } else if (unknownTargets.size() < MAX_ANNOUNCED || unknownTargets.contains(id)) {
                unknownTargets.add(id);
                new DeviceCommands(id, context, new HostPackets(), packet -> false)
                        .onCommand(resolved, null, nowMonoNs);
            } else {
                warnings.warn("unknown target", id + ": unknown device; ignoring the command");
            }
        }
    }

    /** An error of one device must not end the network thread, which serves all devices. */
    private static void contained(Device device, long nowMonoNs, Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            device.abort(e, nowMonoNs);
        }
    }

    @Override
    public void onStop() {
        long nowMonoNs = monotonicClock.nowNs();
        for (Device device : devices.all()) {
            contained(device, nowMonoNs, () -> device.stop(nowMonoNs));
        }
    }
}
