package io.pulsefeed.emotibit.session;

import io.pulsefeed.emotibit.client.ControlConnection;
import io.pulsefeed.emotibit.clock.WallClock;
import io.pulsefeed.emotibit.config.ConnectionConfig;
import io.pulsefeed.emotibit.control.ControlCommand;
import io.pulsefeed.emotibit.wire.DeviceAnswer;
import io.pulsefeed.emotibit.wire.HostPackets;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection state of one device.
 *
 * <pre>
 *   state       event                                               next state
 *   ----------  --------------------------------------------------  ------------------------------------
 *   DISCOVERED  HH, available, retry delay expired                  CONNECTING, sends EC every 100 ms
 *   DISCOVERED  HH, available, within the retry delay               DISCOVERED
 *   DISCOVERED  HH, connected to another host                       DISCOVERED
 *   DISCOVERED  TCP connection                                      DISCOVERED, refuses the connection
 *   CONNECTING  TCP connection and PO with our data port, any order CONNECTED, starts a session
 *   CONNECTING  second TCP connection                               CONNECTING, closes the first one
 *   CONNECTING  TCP connection closed                               CONNECTING
 *   CONNECTING  PO with our data port, no TCP connection in 300 ms  DISCOVERED, retries after 3 s
 *   CONNECTING  PO with another data port                           DISCOVERED, retries after 3 s
 *   CONNECTING  HH, connected to another host, no TCP connection    DISCOVERED, retries after 3 s
 *   CONNECTING  connect.timeout.ms expired                          DISCOVERED, retries after 3 s
 *   CONNECTED   packets that confirm a reboot                       CONNECTED, starts a new session
 *   CONNECTED   HH, available, later than 2 s after the connect     CONNECTING
 *   CONNECTED   HH, available, within 2 s after the connect, or     CONNECTED
 *               within 0.3 s after the last data
 *   CONNECTED   TCP connection closed                               DISCOVERED
 *   CONNECTED   second TCP connection                               CONNECTED, refuses the connection
 *   CONNECTED   no PO for session.timeout.ms                        DISCOVERED
 *   any         stop                                                DISCOVERED, sends ED, closes TCP
 * </pre>
 *
 * <p>A connect request (EC) keeps any session of the device alive, also that of another host, and the pong contains the data port
 * of that host, which is often the same number. Therefore, only available devices receive an EC, and a pong counts only together
 * with the TCP connection.
 */
final class Device {

    private static final Logger LOG = LoggerFactory.getLogger(Device.class);
    private static final long NS_PER_MS = 1_000_000;
    private static final long RETRY_DELAY_NS = 3_000 * NS_PER_MS;
    /** After the connect, an HH that the device sent before it may still arrive. */
    private static final long STALE_HELLO_NS = 2_000 * NS_PER_MS;

    // These texts are part of the published events.
    private static final String REBOOTED = "device started anew";
    private static final String AVAILABLE = "device is free";
    private static final String CONNECTION_CLOSED = "device closed the connection";
    private static final String HOST_STOPPED = "host stopped";

    private enum State {
        DISCOVERED,
        CONNECTING,
        CONNECTED
    }

    /** The local ports of this host. */
    record Ports(int data, int control) {}

    private final String id;
    private final DeviceMetrics metrics;
    private final ConnectionConfig config;
    private final Ports ports;
    private final SessionContext context;
    private final HostPackets packets = new HostPackets();
    private final EarlyDatagrams early = new EarlyDatagrams();
    private final DeviceCommands commands;

    private InetAddress address;
    private State state = State.DISCOVERED;
    private long lastAnswerMonoNs;
    private long retryAtMonoNs;
    private final long discoveredMonoNs;
    private boolean proven;
    private boolean busy;
    private @Nullable ControlConnection control;
    private @Nullable LastPacket lastPacket;

    /** Not null while CONNECTING. */
    private @Nullable ConnectAttempt attempt;
    /** Not null while CONNECTED, as the next fields are valid only then. */
    private @Nullable DeviceSession session;

    private NormalPowerRequest powerRequest = new NormalPowerRequest();
    private PingTimes pings;
    private long connectedAtMonoNs;
    private long pongAtMonoNs;

    Device(
            String id,
            InetAddress address,
            ConnectionConfig config,
            Ports ports,
            SessionContext context,
            long nowMonoNs) {
        this.id = id;
        this.address = address;
        this.config = config;
        this.ports = ports;
        this.context = context;
        this.metrics = new DeviceMetrics(id);
        this.commands = new DeviceCommands(id, context, packets, this::sendCommand);
        this.discoveredMonoNs = nowMonoNs;
        this.pings = new PingTimes(nowMonoNs, config.keepaliveMs(), false);
        this.lastAnswerMonoNs = nowMonoNs;
        this.retryAtMonoNs = nowMonoNs;
    }

    String id() {
        return id;
    }

    InetAddress address() {
        return address;
    }

    DeviceMetrics metrics() {
        return metrics;
    }

    boolean isConnected() {
        return state == State.CONNECTED;
    }

    /** Whether the device is neither connected nor being connected. */
    boolean isIdle() {
        return state == State.DISCOVERED;
    }

    /** Whether the device never opened a connection: its id may be invented. */
    boolean isUnproven() {
        return !proven;
    }

    long discoveredMonoNs() {
        return discoveredMonoNs;
    }

    /** Monotonic time of the last HH or PO. */
    long lastAnswerMonoNs() {
        return lastAnswerMonoNs;
    }

    /** The device, which has no session, answers from another address. */
    void moveTo(InetAddress newAddress) {
        String from = address.getHostAddress();
        String to = newAddress.getHostAddress();
        LOG.info("{}: moved from {} to {}", id, from, to);
        publishEvent("", DeviceEvent.Type.MOVED, Map.of("from", from, "to", to));
        address = newAddress;
    }

    /** HH: the device is available, or connected to a host. */
    void onHello(DeviceAnswer hello, long nowMonoNs) {
        lastAnswerMonoNs = nowMonoNs;
        boolean available = hello.isAvailable();
        switch (state) {
            case DISCOVERED -> onHelloWhileDiscovered(available, nowMonoNs);
            case CONNECTING -> {
                if (!available && control == null) {
                    yieldToOtherHost(nowMonoNs);
                }
            }
            case CONNECTED -> {
                boolean stale = nowMonoNs - connectedAtMonoNs <= STALE_HELLO_NS || session.isStreaming(nowMonoNs);
                if (available && !stale) {
                    endSession(session.isBeforeSession(hello.timestamp()) ? REBOOTED : AVAILABLE, nowMonoNs);
                    startConnecting(nowMonoNs);
                }
            }
            default -> throw new IllegalStateException("Unknown state: " + state);
        }
    }

    private void onHelloWhileDiscovered(boolean available, long nowMonoNs) {
        if (available && nowMonoNs - retryAtMonoNs >= 0) {
            startConnecting(nowMonoNs);
        } else if (!available && !busy) {
            LOG.info(
                    "{}: connected to another host at {}; waiting until it is available", id, address.getHostAddress());
        }
        busy = !available;
    }

    /** PO: the answer to a ping or a connect request, with the data port of the device's session. */
    void onPong(DeviceAnswer pong, long nowMonoNs) {
        lastAnswerMonoNs = nowMonoNs;
        boolean ours = pong.dataPort() == ports.data();
        switch (state) {
            case DISCOVERED -> {}
            case CONNECTING -> {
                if (!ours) {
                    yieldToOtherHost(nowMonoNs);
                } else if (control != null) {
                    startSession(nowMonoNs);
                } else {
                    attempt.onPong(nowMonoNs);
                }
            }
            case CONNECTED -> {
                if (ours) {
                    pongAtMonoNs = nowMonoNs;
                    pings.onPong(nowMonoNs)
                            .ifPresent(sentMonoNs -> session.onPong(pong.timestamp(), sentMonoNs, nowMonoNs));
                }
            }
            default -> throw new IllegalStateException("Unknown state: " + state);
        }
    }

    /**
     * The device opened its TCP connection.
     *
     * @return false to refuse the connection
     */
    boolean onControlOpened(ControlConnection connection, long nowMonoNs) {
        if (state != State.CONNECTING) {
            return false;
        }
        closeControl();
        control = connection;
        proven = true;
        if (attempt.hasPong()) {
            startSession(nowMonoNs);
        }
        return true;
    }

    void onControlClosed(ControlConnection connection, long nowMonoNs) {
        if (connection != control) {
            return;
        }
        control = null;
        if (state == State.CONNECTED) {
            endSession(CONNECTION_CLOSED, nowMonoNs);
        }
    }

    /** @return false if the device has no session with this host */
    boolean onData(byte[] data, int length, Arrival arrival) {
        return switch (state) {
            case DISCOVERED -> false;
            case CONNECTING -> {
                early.add(data, length, arrival);
                yield true;
            }
            case CONNECTED -> {
                process(data, length, arrival);
                yield true;
            }
        };
    }

    private void process(byte[] data, int length, Arrival arrival) {
        session.onDatagram(data, length, arrival);
        restartIfRebooted();
    }

    private void restartIfRebooted() {
        List<PacketScreen.Held> sinceReboot = session.packetsSinceReboot();
        if (sinceReboot != null) {
            LOG.info("{}: rebooted; ending session {}", id, session.sessionId());
            session.end(REBOOTED);
            openSession();
            session.startWith(sinceReboot);
        }
    }

    /** Runs the timers that are due. */
    void tick(long nowMonoNs) {
        switch (state) {
            case DISCOVERED -> {}
            case CONNECTING -> tickConnecting(nowMonoNs);
            case CONNECTED -> tickConnected(nowMonoNs);
            default -> throw new IllegalStateException("Unknown state: " + state);
        }
    }

    /** A user sends a command to the device. */
    void onCommand(ControlCommand command, long nowMonoNs) {
        commands.onCommand(command, state == State.CONNECTED ? session : null, nowMonoNs);
    }

    /** Drops the session after an error in it; the device is connected again. */
    void abort(RuntimeException error, long nowMonoNs) {
        LOG.error("{}: unexpected error; reconnecting. Please report this error", id, error);
        if (state == State.CONNECTED && session != null) {
            metrics.setConnected(false);
            commands.end(session, "internal error");
            publishEvent(session.sessionId(), DeviceEvent.Type.DISCONNECTED, Map.of("reason", "internal error"));
            session = null;
        }
        early.clear();
        becomeIdle(nowMonoNs + RETRY_DELAY_NS);
    }

    /** Ends the session, so that the device is available for its next host immediately. */
    void stop(long nowMonoNs) {
        if (state == State.CONNECTED) {
            endSession(HOST_STOPPED, nowMonoNs);
        }
        closeControl();
    }

    private void tickConnecting(long nowMonoNs) {
        if (control == null && attempt.isConnectionOverdue(nowMonoNs)) {
            yieldToOtherHost(nowMonoNs);
            return;
        }
        if (attempt.isTimedOut(nowMonoNs)) {
            context.warnings()
                    .warn(
                            "no connection",
                            id + ": available at " + address.getHostAddress() + " but did not connect within "
                                    + config.connectTimeoutMs() + " ms ("
                                    + (control == null ? "no TCP connection" : "TCP connection, but no pong")
                                    + "); open inbound TCP port " + ports.control() + " and UDP port " + ports.data()
                                    + " in the firewall of this host, and check that the device can route to it");
            becomeIdle(nowMonoNs + RETRY_DELAY_NS);
            return;
        }
        if (attempt.isRequestDue(nowMonoNs)) {
            context.sender().advertise(address, packets.connect(ports.control(), ports.data()));
            attempt.onRequestSent(nowMonoNs);
        }
    }

    private void tickConnected(long nowMonoNs) {
        session.tick(nowMonoNs);
        restartIfRebooted();
        if (nowMonoNs - pongAtMonoNs > config.sessionTimeoutMs() * NS_PER_MS) {
            endSession("no answer for " + config.sessionTimeoutMs() + " ms", nowMonoNs);
            return;
        }
        commands.tick(session, nowMonoNs);
        if (pings.isDue(nowMonoNs)) {
            pings.onPing(context.monotonicClock().nowNs());
            context.sender().advertise(address, packets.ping(ports.data()));
        }
        if (config.normalPower() && powerRequest.isDue(session.powerMode(), nowMonoNs)) {
            LOG.info("{}: power mode {}, requesting normal power", id, session.powerMode());
            sendCommand(packets.normalPower());
        }
    }

    private void startConnecting(long nowMonoNs) {
        early.clear();
        state = State.CONNECTING;
        attempt = new ConnectAttempt(nowMonoNs, config.connectTimeoutMs());
        busy = false;
    }

    private void startSession(long nowMonoNs) {
        state = State.CONNECTED;
        connectedAtMonoNs = nowMonoNs;
        pongAtMonoNs = nowMonoNs;
        powerRequest = new NormalPowerRequest();
        pings = new PingTimes(nowMonoNs, config.keepaliveMs(), attempt.hasRepeatedRequest());
        metrics.setConnected(true);
        openSession();
        early.drainTo(datagram -> process(datagram.data(), datagram.data().length, datagram.arrival()));
        LOG.info("{}: connected from {}, session {}", id, address.getHostAddress(), session.sessionId());
    }

    private void openSession() {
        if (session != null && session.lastPacket() != null) {
            lastPacket = session.lastPacket();
        }
        String sessionId = SessionIds.of(context.clock().instant());
        session = new DeviceSession(id, sessionId, context, metrics, lastPacket);
        publishEvent(sessionId, DeviceEvent.Type.CONNECTED, Map.of("address", address.getHostAddress()));
    }

    private void yieldToOtherHost(long nowMonoNs) {
        LOG.info("{}: another host connected to {} first; waiting until it is available", id, address.getHostAddress());
        becomeIdle(nowMonoNs + RETRY_DELAY_NS);
        busy = true;
    }

    private void endSession(String reason, long nowMonoNs) {
        LOG.info("{}: session {} ended: {}", id, session.sessionId(), reason);
        if (control != null) {
            sendCommand(packets.disconnect());
        }
        commands.end(session, reason);
        session.end(reason);
        lastPacket = session.lastPacket();
        session = null;
        metrics.setConnected(false);
        becomeIdle(nowMonoNs);
    }

    private void becomeIdle(long retryAt) {
        state = State.DISCOVERED;
        retryAtMonoNs = retryAt;
        attempt = null;
        closeControl();
    }

    private boolean sendCommand(byte[] packet) {
        if (control == null) {
            return false;
        }
        try {
            control.send(packet);
            return true;
        } catch (IOException e) {
            LOG.info("{}: sending a command failed: {}", id, e.toString());
            return false;
        }
    }

    private void closeControl() {
        if (control != null) {
            control.close();
            control = null;
        }
    }

    private void publishEvent(String sessionId, DeviceEvent.Type type, Map<String, Object> detail) {
        context.listener().onEvent(new DeviceEvent(id, sessionId, type, WallClock.nowEpochUs(context.clock()), detail));
    }
}
