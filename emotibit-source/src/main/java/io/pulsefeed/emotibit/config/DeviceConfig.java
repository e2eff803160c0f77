package io.pulsefeed.emotibit.config;

import io.pulsefeed.commons.config.ConfigKey;
import io.pulsefeed.commons.config.Validators;
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
 * Device discovery.
 *
 * @param addresses unicast discovery targets, in addition to broadcasts
 * @param patterns include and exclude lists
 * @param broadcast whether discovery requests are broadcast on every network of this machine
 * @param interfaces network interfaces for broadcasts and sweeps; empty means all
 * @param sweep whether every address of these networks receives a unicast request
 * @param intervalMs interval between discovery rounds
 * @param port UDP port on which devices listen
 * @param max number of devices that one task tracks; further devices are ignored
 */
public record DeviceConfig(
        List<InetAddress> addresses,
        DevicePatterns patterns,
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

    private static final String GROUP = "Devices";

    static DeviceConfig of(AbstractConfig config) {
        return new DeviceConfig(
                addresses(config.getList(ADDRESSES)),
                new DevicePatterns(
                        EnvReferences.resolved(config.getList(INCLUDE)),
                        EnvReferences.resolved(config.getList(EXCLUDE))),
                config.getBoolean(BROADCAST),
                config.getList(INTERFACES),
                config.getBoolean(SWEEP),
                config.getInt(INTERVAL),
                config.getInt(PORT),
                config.getInt(MAX));
    }

    /** Whether any discovery method is enabled. If none is, the connector only imports files. */
    public boolean isDiscoveryEnabled() {
        return broadcast || sweep || !addresses.isEmpty();
    }

    private static List<InetAddress> addresses(List<String> ranges) {
        List<InetAddress> all = new ArrayList<>();
        EnvReferences.resolved(ranges)
                .forEach(range -> all.addAll(AddressRange.parse(range).addresses()));
        return List.copyOf(all);
    }

    static void define(ConfigDef definition) {
        ConfigKey.of(ADDRESSES, Type.LIST)
                .defaultsTo("")
                .validatedBy(Validators.ofEach(
                        "IPv4 addresses or ranges such as 192.168.1.0/24", EnvReferences.optional(AddressRange::parse)))
                .importance(Importance.HIGH)
                .width(Width.LONG)
                .displayedAs("Device addresses")
                .documentedAs(
                        """
                        IPv4 addresses or ranges, such as 192.168.1.0/24, to which the connector sends unicast discovery requests
                        in addition to broadcasts. Required if the network drops broadcasts, or if a router separates the worker
                        from the devices. A reference to an environment variable that is not set counts as empty.""")
                .addTo(definition, GROUP);
        ConfigKey.of(INCLUDE, Type.LIST)
                .defaultsTo("")
                .width(Width.LONG)
                .displayedAs("Include devices")
                .documentedAs(
                        """
                        Ids or addresses of the devices to connect. * matches any characters, as in 192.168.1.* or MD-V5-*. Empty
                        connects every available device.""")
                .addTo(definition, GROUP);
        ConfigKey.of(EXCLUDE, Type.LIST)
                .defaultsTo("")
                .width(Width.LONG)
                .displayedAs("Exclude devices")
                .documentedAs(
                        "Ids or addresses of devices that are never connected. Takes precedence over the include list.")
                .addTo(definition, GROUP);
        ConfigKey.of(MAX, Type.INT)
                .defaultsTo(256)
                .validatedBy(Range.between(1, 4096))
                .importance(Importance.LOW)
                .displayedAs("Maximum devices")
                .documentedAs(
                        "Maximum number of devices that one task tracks. The task ignores and counts further devices.")
                .addTo(definition, GROUP);
        defineDiscovery(definition);
    }

    private static void defineDiscovery(ConfigDef definition) {
        ConfigKey.of(BROADCAST, Type.BOOLEAN)
                .defaultsTo(true)
                .displayedAs("Broadcast")
                .documentedAs("Broadcasts discovery requests on every IPv4 network of this machine.")
                .addTo(definition, GROUP);
        ConfigKey.of(INTERFACES, Type.LIST)
                .defaultsTo("")
                .importance(Importance.LOW)
                .displayedAs("Network interfaces")
                .documentedAs(
                        "Names of the network interfaces for broadcasts and sweeps, such as wlan0. Empty means all.")
                .addTo(definition, GROUP);
        ConfigKey.of(SWEEP, Type.BOOLEAN)
                .defaultsTo(false)
                .importance(Importance.LOW)
                .displayedAs("Sweep addresses")
                .documentedAs(
                        """
                        Sends a discovery request to every address of this machine's networks, one every 3 ms. For phone hotspots
                        and corporate networks that drop broadcasts. In larger networks, only the last 254 addresses are
                        swept.""")
                .addTo(definition, GROUP);
        ConfigKey.of(INTERVAL, Type.INT)
                .defaultsTo(1000)
                .validatedBy(Range.between(100, 60_000))
                .importance(Importance.LOW)
                .displayedAs("Discovery interval (ms)")
                .documentedAs("Interval between discovery rounds.")
                .addTo(definition, GROUP);
        ConfigKey.of(PORT, Type.INT)
                .defaultsTo(3131)
                .validatedBy(Range.between(1, 65_535))
                .importance(Importance.LOW)
                .displayedAs("Discovery port")
                .documentedAs(
                        "UDP port on which devices listen. The firmware always uses 3131; change it only for tests.")
                .addTo(definition, GROUP);
    }
}
