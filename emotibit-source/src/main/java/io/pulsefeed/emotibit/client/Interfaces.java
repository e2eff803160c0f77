package io.pulsefeed.emotibit.client;

import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The networks that this machine is on. */
public final class Interfaces {

    private static final Logger LOG = LoggerFactory.getLogger(Interfaces.class);

    private Interfaces() {}

    /**
     * The broadcast address of every IPv4 network that is up, computed by the system from the real netmask; loopback is left out.
     *
     * @param names interfaces to use; empty means all
     */
    public static Set<InetAddress> broadcasts(List<String> names) {
        Set<InetAddress> found = new LinkedHashSet<>();
        try {
            NetworkInterface.networkInterfaces()
                    .filter(network -> names.isEmpty() || names.contains(network.getName()))
                    .filter(Interfaces::isUsable)
                    .flatMap(network -> network.getInterfaceAddresses().stream())
                    .map(InterfaceAddress::getBroadcast)
                    .filter(address -> address != null)
                    .forEach(found::add);
        } catch (SocketException e) {
            LOG.warn("Cannot list the network interfaces ({}); broadcasts are not sent this time", e.toString());
        }
        return found;
    }

    private static boolean isUsable(NetworkInterface network) {
        try {
            return network.isUp() && !network.isLoopback();
        } catch (SocketException e) {
            return false;
        }
    }
}
