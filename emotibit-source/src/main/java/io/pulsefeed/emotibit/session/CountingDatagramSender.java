package io.pulsefeed.emotibit.session;

import io.pulsefeed.commons.metrics.LogThrottle;
import io.pulsefeed.emotibit.client.HostTransport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Sends over a {@link HostTransport}; counts and logs the datagrams that the operating system refuses. */
final class CountingDatagramSender implements DatagramSender {

    private final HostTransport transport;
    private final int advertisingPort;
    private final HostCounters counters;
    private final LogThrottle warnings;

    CountingDatagramSender(HostTransport transport, int advertisingPort, HostCounters counters, LogThrottle warnings) {
        this.transport = transport;
        this.advertisingPort = advertisingPort;
        this.counters = counters;
        this.warnings = warnings;
    }

    @Override
    public void advertise(InetAddress to, byte[] packet) {
        try {
            transport.advertise(new InetSocketAddress(to, advertisingPort), packet);
        } catch (IOException e) {
            onFailure(to, e);
        }
    }

    @Override
    public void reply(InetSocketAddress to, byte[] packet) {
        try {
            transport.reply(to, packet);
        } catch (IOException e) {
            onFailure(to.getAddress(), e);
        }
    }

    private void onFailure(InetAddress to, IOException e) {
        counters.unsent.increment();
        warnings.warn("send", to.getHostAddress() + ": sending a datagram failed (" + e + "); retrying");
    }
}
