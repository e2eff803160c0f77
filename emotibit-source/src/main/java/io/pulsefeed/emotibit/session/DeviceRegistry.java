package io.pulsefeed.emotibit.session;

import java.net.InetAddress;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The known devices of a host, by id and by address. Bounded: an idle device is removed if a new one needs its place. */
final class DeviceRegistry {

    private static final long REMOVABLE_AFTER_NS = 60_000_000_000L;
    /** A device opens its connection within some hundred ms. */
    private static final long UNPROVEN_NS = 1_000_000_000L;

    private final int maxDevices;
    private final Map<String, Device> byId = new HashMap<>();
    private final Map<InetAddress, Device> byAddress = new HashMap<>();

    DeviceRegistry(int maxDevices) {
        this.maxDevices = maxDevices;
    }

    @Nullable
    Device byId(String id) {
        return byId.get(id);
    }

    @Nullable
    Device byAddress(InetAddress address) {
        return byAddress.get(address);
    }

    Collection<Device> all() {
        return byId.values();
    }

    Set<InetAddress> addresses() {
        Set<InetAddress> addresses = new LinkedHashSet<>();
        byId.values().forEach(device -> addresses.add(device.address()));
        return addresses;
    }

    /**
     * Whether there is room for one more device. If necessary, removes the device that was silent for longest, or else the one that was
     * discovered first and has not opened a connection since: anyone in the network can invent ids, but not connections.
     */
    boolean makeRoom(long nowMonoNs) {
        if (byId.size() < maxDevices) {
            return true;
        }
        Device removable = byId.values().stream()
                .filter(device -> device.isIdle() && nowMonoNs - device.lastAnswerMonoNs() > REMOVABLE_AFTER_NS)
                .min(Comparator.comparingLong(Device::lastAnswerMonoNs))
                .or(() -> byId.values().stream()
                        .filter(device -> device.isUnproven() && nowMonoNs - device.discoveredMonoNs() > UNPROVEN_NS)
                        .min(Comparator.comparingLong(Device::discoveredMonoNs)))
                .orElse(null);
        if (removable == null) {
            return false;
        }
        remove(removable);
        return true;
    }

    /** Removes the device at this address unless it has, or had, a connection: one address has one device. */
    void removeUnprovenAt(InetAddress address) {
        Device device = byAddress.get(address);
        if (device != null && device.isUnproven()) {
            remove(device);
        }
    }

    private void remove(Device device) {
        byId.remove(device.id());
        byAddress.remove(device.address(), device);
    }

    void add(Device device) {
        byId.put(device.id(), device);
    }

    /** Routes datagrams and connections of the device's address to the device. */
    void route(Device device) {
        byAddress.put(device.address(), device);
    }

    /** Changes the address of a device. */
    void move(Device device, InetAddress to) {
        byAddress.remove(device.address(), device);
        device.moveTo(to);
    }
}
