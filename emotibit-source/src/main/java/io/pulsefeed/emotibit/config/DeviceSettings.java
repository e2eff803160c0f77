package io.pulsefeed.emotibit.config;

import io.pulsefeed.commons.config.ConfigKey;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Width;

/**
 * Which devices are looked for, and where.
 *
 * @param addresses asked one by one, beside broadcasts
 * @param wanted include and exclude lists
 * @param broadcast whether every network of this machine is asked by broadcast
 * @param interfaces names of the networks used for broadcasts and sweeps; empty means all
 * @param sweep whether every address of these networks is asked in turn
 * @param intervalMs between two rounds
 * @param port on which devices listen for hosts
 * @param max devices remembered; more are ignored
 */
public record DeviceSettings(
        List<InetAddress> addresses,
        DevicePatterns wanted,
        boolean broadcast,
        List<String> interfaces,
        boolean sweep,
        int intervalMs,
        int port,
        int max) {

    public static final String ADDRESSES = "device.addresses";
    public static final String INCLUDE = "device.include";
    public static final String EXCLUDE = "device.exclude";
    public static final String MAX = "device.max";
    public static final String BROADCAST = "discovery.broadcast.enabled";
    public static final String INTERFACES = "discovery.interfaces";
    public static final String SWEEP = "discovery.sweep.enabled";
    public static final String INTERVAL = "discovery.interval.ms";
    public static final String PORT = "discovery.port";

    static final ConfigDef DEFINITION = definition();

    private static final String GROUP = "Devices";

    static DeviceSettings of(AbstractConfig config) {
        return new DeviceSettings(
                addresses(config.getList(ADDRESSES)),
                new DevicePatterns(resolved(config.getList(INCLUDE)), resolved(config.getList(EXCLUDE))),
                config.getBoolean(BROADCAST),
                config.getList(INTERFACES),
                config.getBoolean(SWEEP),
                config.getInt(INTERVAL),
                config.getInt(PORT),
                config.getInt(MAX));
    }

    /** Whether any way of finding devices is on; without one only files are imported. */
    public boolean looksForDevices() {
        return broadcast || sweep || !addresses.isEmpty();
    }

    /** Whether a value is a reference such as <code>${env:NAME}</code> that the worker found no value for. */
    static boolean isUnresolved(String value) {
        return value.startsWith("${") && value.endsWith("}");
    }

    private static List<String> resolved(List<String> values) {
        return values.stream()
                .filter(value -> !value.isBlank() && !isUnresolved(value))
                .toList();
    }

    private static List<InetAddress> addresses(List<String> ranges) {
        List<InetAddress> all = new ArrayList<>();
        resolved(ranges).forEach(range -> all.addAll(AddressRange.parse(range).addresses()));
        return List.copyOf(all);
    }

    private static ConfigDef definition() {
        ConfigDef definition = new ConfigDef();
        ConfigKey.of(ADDRESSES, Type.LIST)
                .defaultsTo("")
                .validatedBy(Rules.addressList())
                .importance(Importance.HIGH)
                .width(Width.LONG)
                .displayedAs("Device addresses")
                .documentedAs(
                        """
                        Devices to ask one by one, as IPv4 addresses or ranges such as 192.168.1.0/24, beside those that answer a
                        broadcast. Needed where the network drops broadcasts or routes between the host and the devices. A
                        reference to an environment variable that is not set counts as empty.""")
                .addTo(definition, GROUP);
        ConfigKey.of(INCLUDE, Type.LIST)
                .defaultsTo("")
                .width(Width.LONG)
                .displayedAs("Include devices")
                .documentedAs(
                        """
                        Only devices whose id or address matches one of these are connected; * stands for any characters, as in
                        192.168.1.* or MD-V5-*. Empty means every device that is free.""")
                .addTo(definition, GROUP);
        ConfigKey.of(EXCLUDE, Type.LIST)
                .defaultsTo("")
                .width(Width.LONG)
                .displayedAs("Exclude devices")
                .documentedAs(
                        "Devices whose id or address matches one of these are left alone. Wins over the include list.")
                .addTo(definition, GROUP);
        ConfigKey.of(MAX, Type.INT)
                .defaultsTo(256)
                .validatedBy(Range.between(1, 4096))
                .importance(Importance.LOW)
                .displayedAs("Most devices")
                .documentedAs("How many devices one task remembers. Further ones are ignored and counted.")
                .addTo(definition, GROUP);
        discovery(definition);
        return definition;
    }

    private static void discovery(ConfigDef definition) {
        ConfigKey.of(BROADCAST, Type.BOOLEAN)
                .defaultsTo(true)
                .displayedAs("Broadcast")
                .documentedAs("Looks for devices by broadcast on every IPv4 network that this machine is on.")
                .addTo(definition, GROUP);
        ConfigKey.of(INTERFACES, Type.LIST)
                .defaultsTo("")
                .importance(Importance.LOW)
                .displayedAs("Network interfaces")
                .documentedAs(
                        "Names of the network interfaces used for broadcasts and sweeps, such as wlan0. Empty means all.")
                .addTo(definition, GROUP);
        ConfigKey.of(SWEEP, Type.BOOLEAN)
                .defaultsTo(false)
                .importance(Importance.LOW)
                .displayedAs("Sweep addresses")
                .documentedAs(
                        """
                        Asks every address of this machine's networks in turn, one every 3 ms. For phone hotspots and company
                        networks that drop broadcasts. Of a larger network the last 254 addresses are asked.""")
                .addTo(definition, GROUP);
        ConfigKey.of(INTERVAL, Type.INT)
                .defaultsTo(1000)
                .validatedBy(Range.between(100, 60_000))
                .importance(Importance.LOW)
                .displayedAs("Discovery interval (ms)")
                .documentedAs("Time between two rounds of looking for devices.")
                .addTo(definition, GROUP);
        ConfigKey.of(PORT, Type.INT)
                .defaultsTo(3131)
                .validatedBy(Range.between(1, 65_535))
                .importance(Importance.LOW)
                .displayedAs("Discovery port")
                .documentedAs("UDP port on which devices listen. Fixed in the firmware; another one is for tests.")
                .addTo(definition, GROUP);
    }
}
