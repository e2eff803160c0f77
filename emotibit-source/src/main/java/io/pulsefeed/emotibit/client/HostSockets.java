package io.pulsefeed.emotibit.client;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;

/** The three sockets of a host: advertising (UDP, any free port), data (UDP) and control (TCP), bound but not yet read. */
public final class HostSockets implements AutoCloseable {

    /** The official host steps its ports by two as well, so that data and control of neighbours do not meet. */
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
     * Binds all three. A data or control port that is taken is stepped by two until a free one is found; 0 takes any free one.
     *
     * @param receiveBufferBytes asked for on the data socket; the system may grant less
     * @throws IOException naming the address and ports when none can be bound
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

    /** What the system granted, in bytes; Linux reports twice the usable size. */
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

    private interface Binding {
        void to(InetSocketAddress local) throws IOException;
    }

    private static void bindNear(Binding binding, InetAddress address, int port, String what) throws IOException {
        for (int attempt = 0; ; attempt++) {
            int candidate = port == 0 ? 0 : port + attempt * STEP;
            try {
                binding.to(new InetSocketAddress(address, candidate));
                return;
            } catch (BindException e) {
                if (port == 0 || attempt == ATTEMPTS - 1 || candidate + STEP > 65535) {
                    throw new IOException(
                            "Cannot bind a " + what + " port on " + address.getHostAddress() + ": tried " + port
                                    + " to "
                                    + candidate + " in steps of " + STEP + ", last answer: " + e.getMessage()
                                    + ". Free one of them or set another port.",
                            e);
                }
            }
        }
    }

    private static void closeAll(AutoCloseable... channels) {
        for (AutoCloseable channel : channels) {
            try {
                if (channel != null) {
                    channel.close();
                }
            } catch (Exception e) {
                // Nothing depends on it any more.
            }
        }
    }
}
