package io.pulsefeed.emotibit.config;

import io.pulsefeed.commons.config.ConfigKey;
import io.pulsefeed.commons.config.Validators;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;

/**
 * Sockets of this host and timeouts of its sessions.
 *
 * @param bindAddress local address of all sockets
 * @param dataPort UDP port that receives data; 0 binds any free port
 * @param controlPort TCP port that devices connect to; 0 binds any free port
 * @param receiveBufferBytes requested size of the data socket's receive buffer
 * @param keepaliveMs interval between the pings of a session
 * @param connectTimeoutMs maximum duration of one connection attempt
 * @param sessionTimeoutMs silence after which a session ends
 * @param normalPower whether a device that starts a session in a low power mode, in which it sends no data, is set to normal power
 */
public record ConnectionConfig(
        String bindAddress,
        int dataPort,
        int controlPort,
        int receiveBufferBytes,
        int keepaliveMs,
        int connectTimeoutMs,
        int sessionTimeoutMs,
        boolean normalPower) {

    public static final String BIND_ADDRESS = "bind.address";
    public static final String DATA_PORT = "data.port";
    public static final String CONTROL_PORT = "control.port";
    public static final String RECEIVE_BUFFER = "receive.buffer.bytes";
    public static final String KEEPALIVE = "keepalive.interval.ms";
    public static final String CONNECT_TIMEOUT = "connect.timeout.ms";
    public static final String SESSION_TIMEOUT = "session.timeout.ms";
    public static final String NORMAL_POWER = "power.normal.enabled";

    private static final String GROUP = "Connection";
    private static final int MEBIBYTE = 1 << 20;

    static ConnectionConfig of(AbstractConfig config) {
        return new ConnectionConfig(
                config.getString(BIND_ADDRESS),
                config.getInt(DATA_PORT),
                config.getInt(CONTROL_PORT),
                config.getInt(RECEIVE_BUFFER),
                config.getInt(KEEPALIVE),
                config.getInt(CONNECT_TIMEOUT),
                config.getInt(SESSION_TIMEOUT),
                config.getBoolean(NORMAL_POWER));
    }

    static void define(ConfigDef definition) {
        ConfigKey.of(BIND_ADDRESS, Type.STRING)
                .defaultsTo("0.0.0.0")
                .validatedBy(Validators.ofText(
                        "an IP address of this machine", EnvReferences.optional(ConnectionConfig::checkAddress)))
                .displayedAs("Local address")
                .documentedAs("Local address of all sockets. 0.0.0.0 binds all network interfaces.")
                .addTo(definition, GROUP);
        port(
                definition,
                DATA_PORT,
                3132,
                "Data port",
                """
                UDP port that receives data from devices. Open it for inbound traffic in the firewall. If the port is in use, the
                connector tries the following ports in steps of two. Each further task starts two ports higher. 0 binds any free
                port.""");
        port(
                definition,
                CONTROL_PORT,
                3133,
                "Control port",
                """
                TCP port that devices connect to. Open it for inbound traffic in the firewall: a device that cannot open this
                connection sends no data. If the port is in use, the connector tries the following ports like those of the data
                port. 0 binds any free port.""");
        ConfigKey.of(RECEIVE_BUFFER, Type.INT)
                .defaultsTo(4 * MEBIBYTE)
                .validatedBy(Range.between(65_536, 256 * MEBIBYTE))
                .importance(Importance.LOW)
                .displayedAs("Receive buffer (bytes)")
                .documentedAs(
                        """
                        Size of the receive buffer (SO_RCVBUF) of the data port. It holds data during JVM pauses: 50 devices send
                        about 0.4 MB/s. On Linux, net.core.rmem_max limits the size that the system grants.""")
                .addTo(definition, GROUP);
        defineTimeouts(definition);
        ConfigKey.of(NORMAL_POWER, Type.BOOLEAN)
                .defaultsTo(true)
                .importance(Importance.LOW)
                .displayedAs("Set normal power")
                .documentedAs(
                        """
                        Sets a device to normal power if it starts a session in a low power mode, in which it sends no data. The
                        connector does not revert a power mode that a user selects later.""")
                .addTo(definition, GROUP);
    }

    private static void defineTimeouts(ConfigDef definition) {
        milliseconds(
                definition,
                KEEPALIVE,
                500,
                Range.between(100, 5_000),
                "Keepalive interval (ms)",
                """
                Interval between the pings of a session; at most 250 ms during its first 10 s, because pings measure the clock of
                the device. A ping waits up to 1 s for the answer to the previous one. A device ends its session after 10 s
                without a ping.""");
        milliseconds(
                definition,
                CONNECT_TIMEOUT,
                5_000,
                Range.between(500, 60_000),
                "Connect timeout (ms)",
                "Maximum duration of one connection attempt. The connector retries a failed attempt later.");
        milliseconds(
                definition,
                SESSION_TIMEOUT,
                10_000,
                Range.between(1_000, 120_000),
                "Session timeout (ms)",
                "Silence of the device after which the connector ends the session. Devices use 10 s.");
    }

    private static void port(ConfigDef definition, String name, int value, String label, String documentation) {
        ConfigKey.of(name, Type.INT)
                .defaultsTo(value)
                .validatedBy(Range.between(0, 65_535))
                .displayedAs(label)
                .documentedAs(documentation)
                .addTo(definition, GROUP);
    }

    private static void milliseconds(
            ConfigDef definition, String name, int value, Range range, String label, String documentation) {
        ConfigKey.of(name, Type.INT)
                .defaultsTo(value)
                .validatedBy(range)
                .importance(Importance.LOW)
                .displayedAs(label)
                .documentedAs(documentation)
                .addTo(definition, GROUP);
    }

    private static void checkAddress(String address) {
        try {
            InetAddress.getByName(address);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(
                    "'" + address + "' cannot be resolved; set an IP address of this machine, or 0.0.0.0", e);
        }
    }
}
