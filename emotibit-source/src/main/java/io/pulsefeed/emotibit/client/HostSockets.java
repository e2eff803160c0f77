package io.pulsefeed.emotibit.client;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import org.jspecify.annotations.Nullable;

/** The three bound sockets of a host: advertising (UDP, any free port), data (UDP) and control (TCP). */
public final class HostSockets implements AutoCloseable {

    /** Same step as the official host, so that the data and control ports of several hosts do not collide. */
    private static final int STEP = 2;

    private static final int ATTEMPTS = 32;
    private static final int BACKLOG = 256;

    private final DatagramChannel advertising;
    private final DatagramChannel data;
    private final ServerSocketChannel control;

    private HostSockets(DatagramChannel advertising, DatagramChannel data, ServerSocketChannel control) {
        this.advertising = advertising;
        this.data = data;
        this.control = control;
    }

    /**
     * Binds the sockets. If a data or control port is in use, tries the following ports in steps of two; 0 binds any free port.
     *
     * @param receiveBufferBytes requested for the data socket; the operating system may grant less
     * @throws IOException if no port can be bound
     */
    public static HostSockets bind(InetAddress address, int dataPort, int controlPort, int receiveBufferBytes)
            throws IOException {
        DatagramChannel advertising = null;
        DatagramChannel data = null;
        ServerSocketChannel control = null;
        try {
            advertising = DatagramChannel.open();
            advertising.setOption(StandardSocketOptions.SO_BROADCAST, true);
            advertising.bind(new InetSocketAddress(address, 0)).configureBlocking(false);
            data = DatagramChannel.open();
            data.setOption(StandardSocketOptions.SO_RCVBUF, receiveBufferBytes);
            bindNear(data::bind, address, dataPort, "UDP data");
            data.configureBlocking(false);
            control = ServerSocketChannel.open();
            ServerSocketChannel listener = control;
            bindNear(local -> listener.bind(local, BACKLOG), address, controlPort, "TCP control");
            control.configureBlocking(false);
            return new HostSockets(advertising, data, control);
        } catch (IOException | RuntimeException e) {
            closeAll(advertising, data, control);
            throw e;
        }
    }

    public int dataPort() throws IOException {
        return ((InetSocketAddress) data.getLocalAddress()).getPort();
    }

    public int controlPort() throws IOException {
        return ((InetSocketAddress) control.getLocalAddress()).getPort();
    }

    /** The granted size of the receive buffer; Linux reports twice the usable size. */
    public int receiveBufferBytes() throws IOException {
        return data.getOption(StandardSocketOptions.SO_RCVBUF);
    }

    DatagramChannel advertising() {
        return advertising;
    }

    DatagramChannel data() {
        return data;
    }

    ServerSocketChannel control() {
        return control;
    }

    @Override
    public void close() {
        closeAll(advertising, data, control);
    }

    private interface Binder {
        void bind(InetSocketAddress local) throws IOException;
    }

    private static void bindNear(Binder binder, InetAddress address, int port, String what) throws IOException {
        for (int attempt = 0; ; attempt++) {
            int candidate = port == 0 ? 0 : port + attempt * STEP;
            try {
                binder.bind(new InetSocketAddress(address, candidate));
                return;
            } catch (BindException e) {
                if (port == 0 || attempt == ATTEMPTS - 1 || candidate + STEP > 65535) {
                    throw new IOException(
                            "cannot bind a " + what + " port on " + address.getHostAddress() + ": tried " + port
                                    + " to " + candidate + " in steps of " + STEP + ", last error: "
                                    + e.getMessage() + ". Free one of these ports or set another port.",
                            e);
                }
            }
        }
    }

    private static void closeAll(@Nullable AutoCloseable... channels) {
        for (AutoCloseable channel : channels) {
            try {
                if (channel != null) {
                    channel.close();
                }
            } catch (Exception e) {
                // Best effort: the channels are not used again.
            }
        }
    }
}
