package io.pulsefeed.emotibit;

import io.pulsefeed.commons.config.TaskId;
import io.pulsefeed.commons.metrics.LogThrottle;
import io.pulsefeed.commons.time.MonotonicClock;
import io.pulsefeed.emotibit.client.BroadcastAddresses;
import io.pulsefeed.emotibit.client.HostSockets;
import io.pulsefeed.emotibit.client.NetworkLoop;
import io.pulsefeed.emotibit.config.ConnectionConfig;
import io.pulsefeed.emotibit.config.ControlConfig;
import io.pulsefeed.emotibit.config.EmotiBitSourceConnectorConfig;
import io.pulsefeed.emotibit.control.ControlReader;
import io.pulsefeed.emotibit.session.EmotiBitHost;
import io.pulsefeed.emotibit.session.HostCounters;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Clock;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The network side of a task: its sockets, the network thread, and the host that runs on this thread. */
final class DeviceNetwork implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DeviceNetwork.class);
    /** The port pairs of the tasks interleave, as those of official hosts do. */
    private static final int PORTS_PER_TASK = 2;

    private final NetworkLoop loop;
    private final @Nullable ControlReader commands;

    private DeviceNetwork(NetworkLoop loop, @Nullable ControlReader commands) {
        this.loop = loop;
        this.commands = commands;
    }

    /** The parts of the task that the network side uses. */
    record TaskParts(
            TaskId id,
            EmotiBitSourceConnectorConfig config,
            PacketQueue queue,
            EmotiBitTaskMetrics metrics,
            HostCounters counters,
            Clock clock,
            MonotonicClock monotonicClock) {}

    /** @throws ConnectException if no port can be bound */
    static DeviceNetwork start(TaskParts task) {
        ConnectionConfig connection = task.config().connection();
        int offset = task.id().index() * PORTS_PER_TASK;
        HostSockets sockets = null;
        try {
            sockets = HostSockets.bind(
                    InetAddress.getByName(connection.bindAddress()),
                    portOfTask(connection.dataPort(), offset),
                    portOfTask(connection.controlPort(), offset),
                    connection.receiveBufferBytes());
            NetworkLoop loop = new NetworkLoop(sockets, task.clock(), task.monotonicClock(), task.id() + "-network");
            log(task, sockets);
            EmotiBitHost host = new EmotiBitHost(dependencies(task), loop, sockets.dataPort(), sockets.controlPort());
            loop.start(host);
            ControlConfig control = task.config().control();
            return new DeviceNetwork(loop, control.isEnabled() ? commands(task, control, loop, host) : null);
        } catch (IOException e) {
            if (sockets != null) {
                sockets.close();
            }
            throw new ConnectException("Starting the EmotiBit network failed: " + e.getMessage(), e);
        }
    }

    /** @throws ConnectException if the network thread failed */
    void throwIfFailed() {
        loop.failure().ifPresent(failure -> {
            throw new ConnectException(
                    "The EmotiBit network thread failed: " + failure + ". Restart the task.", failure);
        });
    }

    @Override
    public void close() {
        if (commands != null) {
            commands.close();
        }
        loop.close();
    }

    /** Only the network thread speaks to devices: the reader passes the commands to it. */
    private static ControlReader commands(TaskParts task, ControlConfig control, NetworkLoop loop, EmotiBitHost host) {
        HostCounters counters = task.counters();
        LogThrottle warnings = new LogThrottle(LOG, task.monotonicClock());
        ControlReader.Dependencies dependencies = new ControlReader.Dependencies(
                control.topic(),
                control.answerTimeoutMs(),
                () -> ControlReader.consumer(control),
                command -> {
                    if (!loop.submit(() -> host.onCommand(command))) {
                        counters.rejectedCommands.increment();
                        warnings.warn(
                                "too many commands", "Too many commands wait for the network thread; dropped one");
                    }
                },
                counters.commands,
                counters.rejectedCommands,
                warnings,
                task.clock());
        return new ControlReader(dependencies, task.id() + "-commands").start();
    }

    private static EmotiBitHost.Dependencies dependencies(TaskParts task) {
        return new EmotiBitHost.Dependencies(
                task.config().devices(),
                task.config().connection(),
                task.config().time(),
                new TaskShare(task.id())::owns,
                BroadcastAddresses::of,
                task.metrics()::add,
                task.queue(),
                task.counters(),
                task.clock(),
                task.monotonicClock());
    }

    private static int portOfTask(int port, int offset) {
        return port == 0 ? 0 : port + offset;
    }

    private static void log(TaskParts task, HostSockets sockets) throws IOException {
        LOG.info(
                "{}: task {} of {}, data on UDP port {}, control on TCP port {}, receive buffer {} bytes, {}"
                        + " configured addresses, broadcast {}",
                task.id().connector(),
                task.id().index() + 1,
                task.id().count(),
                sockets.dataPort(),
                sockets.controlPort(),
                sockets.receiveBufferBytes(),
                task.config().devices().addresses().size(),
                task.config().devices().broadcast() ? "enabled" : "disabled");
    }
}
