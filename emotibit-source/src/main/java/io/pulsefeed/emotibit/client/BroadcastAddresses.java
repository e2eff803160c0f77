package io.pulsefeed.emotibit.client;

import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The broadcast addresses of this machine's networks. */
public final class BroadcastAddresses {

    private static final Logger LOG = LoggerFactory.getLogger(BroadcastAddresses.class);

    private BroadcastAddresses() {}

    /**
     * The broadcast address of every IPv4 network that is up, without loopback. The operating system computes it from the netmask.
     *
     * @param names network interfaces to use; empty means all
     */
    public static Set<InetAddress> of(List<String> names) {
        Set<InetAddress> addresses = new LinkedHashSet<>();
        try {
            NetworkInterface.networkInterfaces()
                    .filter(network -> names.isEmpty() || names.contains(network.getName()))
                    .filter(BroadcastAddresses::isUsable)
                    .flatMap(network -> network.getInterfaceAddresses().stream())
                    .map(InterfaceAddress::getBroadcast)
                    .filter(Objects::nonNull)
                    .forEach(addresses::add);
        } catch (SocketException e) {
            LOG.warn("Listing the network interfaces failed ({}); skipping this broadcast", e.toString());
        }
        return addresses;
    }

    private static boolean isUsable(NetworkInterface network) {
        try {
            return network.isUp() && !network.isLoopback();
        } catch (SocketException e) {
            return false;
        }
    }
}
