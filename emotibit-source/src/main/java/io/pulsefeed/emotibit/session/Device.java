package io.pulsefeed.emotibit.session;

import io.pulsefeed.emotibit.client.ControlLink;
import io.pulsefeed.emotibit.config.ConnectionConfig;
import io.pulsefeed.emotibit.wire.HostPackets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One device as this host sees it: found, being connected, or connected.
 *
 * <p>A request to connect refreshes whatever session a device has, also another host's, and the answer then carries that host's port,
 * often the same number as ours. So only a device that said it is free is asked, and an answer counts only with the TCP connection.
 */
final class Device {

    private static final Logger LOG = LoggerFactory.getLogger(Device.class);
    private static final long NANOS_PER_MS = 1_000_000;
    private static final long CONNECT_EVERY = 100 * NANOS_PER_MS;
    /** An answer without its connection may be faster than the connection; longer than this it is another host's. */
    private static final long CONNECTION_LATER = 300 * NANOS_PER_MS;

    private static final long RETRY_AFTER = 3_000 * NANOS_PER_MS;
    /** An answer that a device gave before it was connected may still be under way. */
    private static final long HELLO_UNDER_WAY = 2_000 * NANOS_PER_MS;

    private static final long COMMAND_EVERY = 5_000 * NANOS_PER_MS;
    private static final int COMMAND_ATTEMPTS = 3;

    private static final int MOST_EARLY = 32;

    private enum State {
        FOUND,
        CONNECTING,
        CONNECTED
    }

    private final String id;
    private final DeviceFigures figures;
    private final ConnectionConfig settings;
    private final Ports ports;
    private final SessionContext context;
    private final HostPackets packets = new HostPackets();

    private final List<Early> early = new ArrayList<>();

    private InetAddress address;
    private State state = State.FOUND;
    private long heardAt;
    private long stateSince;
    private long nextSendAt;
    private long answeredAt;
    private boolean answered;
    private long retryAt;
    private boolean taken;
    private ControlLink control;
    private DeviceSession session;
    private LastSeen lastSeen;
    private int powerCommands;
    private long powerCommandAt;

    /** Data that overtook the connection or the answer, which come over other sockets; thrown away when no session begins. */
    private record Early(byte[] data, InetSocketAddress from, long epochMicros) {}

    /** The ports that this host told its devices. */
    record Ports(int data, int control) {}

    Device(String id, InetAddress address, ConnectionConfig settings, Ports ports, SessionContext context, long nanos) {
        this.id = id;
        this.address = address;
        this.settings = settings;
        this.ports = ports;
        this.context = context;
        this.figures = new DeviceFigures(id);
        this.heardAt = nanos;
        this.retryAt = nanos;
    }

    String id() {
        return id;
    }

    InetAddress address() {
        return address;
    }

    DeviceFigures figures() {
        return figures;
    }

    boolean isConnected() {
        return state == State.CONNECTED;
    }

    boolean isFound() {
        return state == State.FOUND;
    }

    long heardAt() {
        return heardAt;
    }

    /** The device answers from another address, and its old session has ended. */
    void moveTo(InetAddress now) {
        LOG.info("EmotiBit {} moved from {} to {}", id, address.getHostAddress(), now.getHostAddress());
        context.outlet()
                .notice(new Notice(
                        id,
                        "",
                        Notice.Event.MOVED,
                        context.time().epochMicros(),
                        Map.of("from", address.getHostAddress(), "to", now.getHostAddress())));
        address = now;
    }

    /**
     * HH: the device says who it is connected to.
     *
     * @param dataPort of its session, or -1 when it is free
     */
    void onHello(int dataPort, long timestamp, long nanos) {
        heardAt = nanos;
        boolean free = dataPort < 0;
        switch (state) {
            case FOUND -> onHelloWhileFound(free, nanos);
            case CONNECTING -> {
                if (!free && control == null) {
                    abandon(nanos);
                }
            }
            case CONNECTED -> {
                if (free && nanos - stateSince > HELLO_UNDER_WAY) {
                    end(session.isBeforeThis(timestamp) ? "device started anew" : "device is free", nanos);
                    connect(nanos);
                }
            }
            default -> throw new IllegalStateException("No such state: " + state);
        }
    }

    private void onHelloWhileFound(boolean free, long nanos) {
        if (free && nanos - retryAt >= 0) {
            connect(nanos);
        } else if (!free && !taken) {
            LOG.info(
                    "EmotiBit {} at {} is connected to another host; waiting until it is free",
                    id,
                    address.getHostAddress());
        }
        taken = !free;
    }

    /** PO: the device answers a ping or a request to connect, with the data port of the session it has. */
    void onPong(int dataPort, long nanos) {
        heardAt = nanos;
        if (state == State.CONNECTING) {
            if (dataPort != ports.data()) {
                abandon(nanos);
            } else if (control != null) {
                begin(nanos);
            } else if (!answered) {
                answered = true;
                answeredAt = nanos;
            }
        } else if (state == State.CONNECTED && dataPort == ports.data()) {
            answeredAt = nanos;
        }
    }

    /** The device opened its TCP connection; false refuses it. */
    boolean onControlOpened(ControlLink link, long nanos) {
        if (state != State.CONNECTING) {
            return false;
        }
        if (control != null) {
            control.close();
        }
        control = link;
        if (answered) {
            begin(nanos);
        }
        return true;
    }

    void onControlClosed(ControlLink link, long nanos) {
        if (link != control) {
            return;
        }
        control = null;
        if (state == State.CONNECTED) {
            end("device closed the connection", nanos);
        }
    }

    /** @return false when the device has no session with this host */
    boolean onData(byte[] data, int length, InetSocketAddress from, long epochMicros, long nanos) {
        if (state == State.CONNECTED) {
            take(data, length, from, epochMicros, nanos);
            return true;
        }
        boolean beginning = state == State.CONNECTING;
        if (beginning && early.size() < MOST_EARLY) {
            early.add(new Early(Arrays.copyOf(data, length), from, epochMicros));
        }
        return beginning;
    }

    private void take(byte[] data, int length, InetSocketAddress from, long epochMicros, long nanos) {
        session.onDatagram(data, length, from, epochMicros, nanos);
        if (session.hasRebooted()) {
            LOG.info("EmotiBit {} started anew while connected; its session {} ends", id, session.sessionId());
            session.end("device started anew");
            openSession();
            session.onDatagram(data, length, from, epochMicros, nanos);
        }
    }

    /** @return nanoseconds until something is due */
    long tick(long nanos) {
        return switch (state) {
            case FOUND -> Long.MAX_VALUE;
            case CONNECTING -> tickConnecting(nanos);
            case CONNECTED -> tickConnected(nanos);
        };
    }

    /** Says goodbye, so that the device is free for its next host at once. */
    void stop(long nanos) {
        if (state == State.CONNECTED) {
            end("host stopped", nanos);
        }
        closeControl();
    }

    private long tickConnecting(long nanos) {
        if (answered && control == null && nanos - answeredAt > CONNECTION_LATER) {
            abandon(nanos);
            return Long.MAX_VALUE;
        }
        if (nanos - stateSince > settings.connectTimeoutMs() * NANOS_PER_MS) {
            LOG.warn(
                    "EmotiBit {} at {} is free but did not connect within {} ms ({}). Open inbound TCP port {} and UDP port {} of"
                            + " this host in the firewall, and check that the device can route to it.",
                    id,
                    address.getHostAddress(),
                    settings.connectTimeoutMs(),
                    control == null ? "it opened no TCP connection" : "it opened TCP but did not answer on UDP",
                    ports.control(),
                    ports.data());
            found(nanos, RETRY_AFTER);
            return Long.MAX_VALUE;
        }
        if (!answered && nanos - nextSendAt >= 0) {
            context.radio().advertise(address, packets.connect(ports.control(), ports.data()));
            nextSendAt = nanos + CONNECT_EVERY;
        }
        return Math.max(NANOS_PER_MS, nextSendAt - nanos);
    }

    private long tickConnected(long nanos) {
        session.tick(nanos);
        if (nanos - answeredAt > settings.sessionTimeoutMs() * NANOS_PER_MS) {
            end("no answer for " + settings.sessionTimeoutMs() + " ms", nanos);
            return Long.MAX_VALUE;
        }
        if (nanos - nextSendAt >= 0) {
            context.radio().advertise(address, packets.ping(ports.data()));
            nextSendAt = nanos + settings.keepaliveMs() * NANOS_PER_MS;
        }
        keepPowerNormal(nanos);
        return Math.max(NANOS_PER_MS, nextSendAt - nanos);
    }

    /** Only as a session starts: a mode chosen later was chosen by a person. */
    private void keepPowerNormal(long nanos) {
        String power = session.powerMode();
        if (power == null || powerCommands >= COMMAND_ATTEMPTS || !settings.normalPower()) {
            return;
        }
        if (power.equals("MN")) {
            powerCommands = COMMAND_ATTEMPTS;
        } else if (powerCommands == 0 || nanos - powerCommandAt >= COMMAND_EVERY) {
            powerCommands++;
            powerCommandAt = nanos;
            LOG.info("EmotiBit {} is in power mode {}; asking for normal power", id, power);
            send(packets.normalPower(), nanos);
        }
    }

    private void connect(long nanos) {
        early.clear();
        state = State.CONNECTING;
        stateSince = nanos;
        nextSendAt = nanos;
        answered = false;
        taken = false;
    }

    private void begin(long nanos) {
        state = State.CONNECTED;
        stateSince = nanos;
        answeredAt = nanos;
        nextSendAt = nanos;
        powerCommands = 0;
        figures.connected(true);
        openSession();
        early.forEach(datagram ->
                take(datagram.data(), datagram.data().length, datagram.from(), datagram.epochMicros(), nanos));
        early.clear();
        LOG.info("EmotiBit {} connected from {}, session {}", id, address.getHostAddress(), session.sessionId());
    }

    private void openSession() {
        if (session != null && session.lastSeen() != null) {
            lastSeen = session.lastSeen();
        }
        String sessionId = SessionIds.at(context.time().wall().instant());
        session = new DeviceSession(id, sessionId, context, figures, lastSeen);
        context.outlet()
                .notice(new Notice(
                        id,
                        sessionId,
                        Notice.Event.CONNECTED,
                        context.time().epochMicros(),
                        Map.of("address", address.getHostAddress())));
    }

    /** Another host was faster. */
    private void abandon(long nanos) {
        LOG.info("EmotiBit {} at {} was taken by another host", id, address.getHostAddress());
        found(nanos, RETRY_AFTER);
        taken = true;
    }

    private void end(String reason, long nanos) {
        LOG.info("EmotiBit {} disconnected: {}; session {}", id, reason, session.sessionId());
        if (control != null) {
            send(packets.disconnect(), nanos);
        }
        session.end(reason);
        lastSeen = session.lastSeen();
        session = null;
        figures.connected(false);
        found(nanos, 0);
    }

    private void found(long nanos, long retryAfter) {
        state = State.FOUND;
        retryAt = nanos + retryAfter;
        closeControl();
    }

    private void send(byte[] packet, long nanos) {
        try {
            if (control != null) {
                control.send(packet);
            }
        } catch (IOException e) {
            LOG.info("A command to EmotiBit {} could not be sent: {}", id, e.toString());
        }
    }

    private void closeControl() {
        if (control != null) {
            control.close();
            control = null;
        }
    }
}
