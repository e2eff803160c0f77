package io.pulsefeed.simulators.emotibit;

import io.pulsefeed.simulators.emotibit.network.DataPath;
import io.pulsefeed.simulators.emotibit.network.Loop;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A device's three channels and its session with at most one host. */
final class HostSession {

    private static final long TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final int OTHER_HOSTS_PORT = 3132;

    /** The device that owns the channels. */
    interface Owner {
        void onHostData(String tag, String payload);

        void onCommand(String tag, String payload);

        void onConnected();

        long deviceMs();

        DataPath path();
    }

    private final DeviceOptions options;
    private final InetAddress address;
    private final Loop loop;
    private final Owner owner;
    private final DatagramChannel advertising;
    private final ByteBuffer buffer = ByteBuffer.allocate(65_536);
    private final StringBuilder commands = new StringBuilder();
    private int advertisingNumber;
    private @Nullable DatagramChannel data;
    private @Nullable SocketChannel control;
    private @Nullable InetSocketAddress host;
    private boolean connecting;
    private boolean muted;
    private boolean heldByAnother;
    private boolean closed;
    private long lastMessageNanos;

    HostSession(DeviceOptions options, InetAddress address, Loop loop, Owner owner) throws IOException {
        this.options = options;
        this.address = address;
        this.loop = loop;
        this.owner = owner;
        this.advertising = DatagramChannel.open();
        try {
            advertising.bind(new InetSocketAddress(address, options.port()));
        } catch (IOException e) {
            advertising.close();
            throw new IOException(
                    "Cannot listen on UDP " + address.getHostAddress() + ":" + options.port() + " (" + e.getMessage()
                            + "). Another simulator may be running, or the system has only one loopback address",
                    e);
        }
        loop.register(advertising, SelectionKey.OP_READ, this::readAdvertising);
    }

    boolean isConnected() {
        if (host != null && System.nanoTime() - lastMessageNanos > TIMEOUT_NANOS) {
            disconnect();
        }
        return host != null && !heldByAnother;
    }

    /** The destination of the data; null without a session. */
    @Nullable
    InetSocketAddress host() {
        return host;
    }

    /** Sends a datagram of the data stream; returns false when it did not reach the network. */
    boolean send(byte[] datagram) {
        return host != null && !muted && owner.path().send(data, host, datagram);
    }

    void mute(boolean on) {
        muted = on;
    }

    void holdForAnotherHost(boolean on) {
        heldByAnother = on;
    }

    /** Resets the control connection. */
    void resetControl() {
        try {
            if (control != null) {
                control.setOption(StandardSocketOptions.SO_LINGER, 0);
            }
        } catch (IOException e) {
            // The connection is closed normally instead.
        }
        disconnect();
    }

    /** Drops the host without notice, like a device that loses power. */
    void vanish() {
        control = null;
        disconnect();
    }

    void close() {
        closed = true;
        disconnect();
        closeQuietly(advertising);
    }

    private void readAdvertising() {
        for (InetSocketAddress from = receive(advertising); from != null; from = receive(advertising)) {
            String[] fields = fields();
            if (muted || fields == null) {
                continue;
            }
            InetSocketAddress peer = from;
            switch (fields[3]) {
                case "HE" -> answer(
                        peer, "HH", "DP," + portText() + (options.has(Fault.NO_ID) ? "" : ",DI," + options.id()), 0);
                case "EC" -> onConnect(peer, fields);
                case "PN" -> onPing(peer, fields);
                default -> {}
            }
        }
    }

    private String portText() {
        if (heldByAnother) {
            return Integer.toString(OTHER_HOSTS_PORT);
        }
        return isConnected() ? Integer.toString(host.getPort()) : "-1";
    }

    /** A device in a session answers any connect request with the port of that session and keeps it. */
    private void onConnect(InetSocketAddress from, String[] fields) {
        if (heldByAnother) {
            answer(from, "PO", "DP," + OTHER_HOSTS_PORT, 2);
        } else if (isConnected()) {
            lastMessageNanos = System.nanoTime();
            answer(from, "PO", "DP," + host.getPort(), 2);
        } else if (!connecting) {
            int controlPort = number(after(fields, "CP"));
            int dataPort = number(after(fields, "DP"));
            if (controlPort > 0 && dataPort > 0) {
                open(from, controlPort, dataPort);
            }
        }
    }

    private void open(InetSocketAddress from, int controlPort, int dataPort) {
        connecting = true;
        try {
            SocketChannel channel = SocketChannel.open();
            if (!address.isAnyLocalAddress()) {
                channel.bind(new InetSocketAddress(address, 0));
            }
            channel.configureBlocking(false);
            boolean atOnce = channel.connect(new InetSocketAddress(from.getAddress(), controlPort));
            loop.register(
                    channel, SelectionKey.OP_CONNECT | SelectionKey.OP_READ, () -> onControl(channel, from, dataPort));
            if (atOnce) {
                established(channel, from, dataPort);
            }
        } catch (IOException e) {
            connecting = false;
        }
    }

    private void onControl(SocketChannel channel, InetSocketAddress from, int dataPort) {
        try {
            if (channel.isConnectionPending()) {
                if (channel.finishConnect()) {
                    established(channel, from, dataPort);
                }
            } else {
                readCommands(channel);
            }
        } catch (IOException e) {
            closeQuietly(channel);
            if (channel == control) {
                disconnect();
            } else {
                connecting = false;
            }
        }
    }

    private void established(SocketChannel channel, InetSocketAddress from, int dataPort) throws IOException {
        connecting = false;
        loop.register(channel, SelectionKey.OP_READ, () -> onControl(channel, from, dataPort));
        data = bindData(dataPort);
        loop.register(data, SelectionKey.OP_READ, this::readData);
        control = channel;
        host = new InetSocketAddress(from.getAddress(), dataPort);
        lastMessageNanos = System.nanoTime();
        owner.onConnected();
        answer(from, "PO", "DP," + dataPort, 2);
    }

    /** A device binds the port that it sends to. On the host's machine this port is in use when the host listens on all addresses. */
    private DatagramChannel bindData(int dataPort) throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        try {
            channel.bind(new InetSocketAddress(address, address.isAnyLocalAddress() ? 0 : dataPort));
        } catch (BindException e) {
            channel.bind(new InetSocketAddress(address, 0));
        }
        return channel;
    }

    private void onPing(InetSocketAddress from, String[] fields) {
        if (isConnected()
                && from.getAddress().equals(host.getAddress())
                && number(after(fields, "DP")) == host.getPort()) {
            lastMessageNanos = System.nanoTime();
            answer(from, "PO", "DP," + host.getPort(), 2);
        }
    }

    private void readCommands(SocketChannel channel) throws IOException {
        buffer.clear();
        int n = channel.read(buffer);
        if (n < 0) {
            throw new IOException("The host closed the connection");
        }
        commands.append(new String(buffer.array(), 0, n, StandardCharsets.ISO_8859_1).replace("\0", ""));
        for (int end = commands.indexOf("\n"); end >= 0; end = commands.indexOf("\n")) {
            String[] fields = commands.substring(0, end).split(",", 7);
            commands.delete(0, end + 1);
            if (fields.length >= 6 && SimulatedDevice.controlTags().contains(fields[3])) {
                owner.onCommand(fields[3], fields.length > 6 ? fields[6] : "");
                if (fields[3].equals("ED")) {
                    disconnect();
                    return;
                }
            }
        }
    }

    private void readData() {
        DatagramChannel channel = data;
        if (channel == null) {
            return;
        }
        for (InetSocketAddress from = receive(channel); from != null; from = receive(channel)) {
            String[] fields = fields();
            if (fields != null && !muted && (fields[3].equals("TL") || fields[3].equals("AK"))) {
                owner.onHostData(fields[3], fields.length > 6 ? fields[6] : "");
            }
        }
    }

    private void answer(InetSocketAddress to, String tag, String payload, int count) {
        String packet = Math.floorMod(owner.deviceMs(), 1L << 32) + "," + advertisingNumber + "," + count + "," + tag
                + ",1,100," + payload + "\n";
        advertisingNumber = advertisingNumber + 1 & 0xFFFF;
        try {
            if (!closed) {
                advertising.send(ByteBuffer.wrap(packet.getBytes(StandardCharsets.US_ASCII)), to);
            }
        } catch (IOException e) {
            // The host repeats the request.
        }
    }

    private void disconnect() {
        closeQuietly(control);
        closeQuietly(data);
        control = null;
        data = null;
        host = null;
        commands.setLength(0);
    }

    private @Nullable InetSocketAddress receive(DatagramChannel channel) {
        try {
            buffer.clear();
            return channel.isOpen() ? (InetSocketAddress) channel.receive(buffer) : null;
        } catch (IOException e) {
            return null;
        }
    }

    /** The fields of the first packet in the buffer, with the payload as one field; null when there is none. */
    private String @Nullable [] fields() {
        String text = new String(buffer.array(), 0, buffer.position(), StandardCharsets.ISO_8859_1);
        int end = text.indexOf('\n');
        String[] fields = (end < 0 ? text : text.substring(0, end)).split(",", 7);
        return fields.length < 6 ? null : fields;
    }

    private static @Nullable String after(String[] fields, String key) {
        if (fields.length < 7) {
            return null;
        }
        String[] payload = fields[6].split(",");
        for (int i = 0; i + 1 < payload.length; i++) {
            if (payload[i].equals(key)) {
                return payload[i + 1];
            }
        }
        return null;
    }

    private static int number(@Nullable String text) {
        try {
            return text == null ? -1 : Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private static void closeQuietly(@Nullable AutoCloseable channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (Exception e) {
            // The channel is discarded in any case.
        }
    }
}
