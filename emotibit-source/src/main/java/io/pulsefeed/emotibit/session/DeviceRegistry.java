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

    /** Whether there is room for one more device; removes the device that was silent for longest if necessary. */
    boolean makeRoom(long nowMonoNs) {
        if (byId.size() < maxDevices) {
            return true;
        }
        Device oldest = byId.values().stream()
                .filter(device -> device.isIdle() && nowMonoNs - device.lastAnswerMonoNs() > REMOVABLE_AFTER_NS)
                .min(Comparator.comparingLong(Device::lastAnswerMonoNs))
                .orElse(null);
        if (oldest == null) {
            return false;
        }
        byId.remove(oldest.id());
        byAddress.remove(oldest.address(), oldest);
        return true;
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
