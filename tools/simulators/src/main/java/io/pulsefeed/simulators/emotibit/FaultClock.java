package io.pulsefeed.simulators.emotibit;

import io.pulsefeed.simulators.emotibit.network.Loop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Triggers the timed faults of a device. */
final class FaultClock {

    private static final long REBOOT_SECONDS = 20;
    private static final long MOVE_SECONDS = 20;
    private static final long SILENT_SECONDS = 30;
    private static final long SILENT_FOR_SECONDS = 15;
    private static final long RESET_SECONDS = 15;
    private static final long BUSY_SECONDS = 15;
    private static final long FOREIGN_MS = 500;

    private final SimulatedDevice device;
    private final DeviceOptions options;
    private final Loop loop;

    FaultClock(SimulatedDevice device, DeviceOptions options, Loop loop) {
        this.device = device;
        this.options = options;
        this.loop = loop;
    }

    void start() {
        every(Fault.REBOOT, REBOOT_SECONDS, device::restart);
        every(Fault.TCP_RESET, RESET_SECONDS, () -> device.session().resetControl());
        every(Fault.SILENT, SILENT_SECONDS, () -> device.silence(TimeUnit.SECONDS.toMillis(SILENT_FOR_SECONDS)));
        if (options.has(Fault.MOVE)) {
            loop.after(TimeUnit.SECONDS.toMillis(MOVE_SECONDS), device::move);
        }
        if (options.has(Fault.BUSY)) {
            device.session().holdForAnotherHost(true);
            loop.after(TimeUnit.SECONDS.toMillis(BUSY_SECONDS), () -> device.session()
                    .holdForAnotherHost(false));
        }
        if (options.has(Fault.FOREIGN)) {
            loop.after(FOREIGN_MS, this::intrude);
        }
    }

    /** Triggers a fault once, now. */
    void strike(Fault fault) {
        switch (fault) {
            case REBOOT -> device.restart();
            case TCP_RESET -> device.session().resetControl();
            case SILENT -> device.silence(TimeUnit.SECONDS.toMillis(SILENT_FOR_SECONDS));
            case MOVE -> device.move();
            default -> throw new IllegalArgumentException("'" + fault + "' cannot be triggered once");
        }
    }

    private void every(Fault fault, long seconds, Runnable task) {
        if (options.has(fault)) {
            loop.after(TimeUnit.SECONDS.toMillis(seconds), () -> {
                task.run();
                every(fault, seconds, task);
            });
        }
    }

    /** Sends plausible data from an address that belongs to no device. */
    private void intrude() {
        loop.after(FOREIGN_MS, this::intrude);
        InetSocketAddress host = device.session().host();
        if (host == null) {
            return;
        }
        try (DatagramChannel stranger = DatagramChannel.open()) {
            stranger.bind(new InetSocketAddress(InetAddress.getByName("127.255.255.1"), 0));
            byte[] packet = "1000,7,1,PI,1,100,666\n".getBytes(StandardCharsets.US_ASCII);
            stranger.send(ByteBuffer.wrap(packet), host);
        } catch (IOException e) {
            // Off Linux only 127.0.0.1 is a loopback address; then nothing is sent.
        }
    }
}
