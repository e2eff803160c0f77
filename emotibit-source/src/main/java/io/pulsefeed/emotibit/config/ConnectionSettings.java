package io.pulsefeed.emotibit.config;

import io.pulsefeed.commons.config.ConfigKey;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;

/**
 * How this host is reached and how sessions are kept.
 *
 * @param bindAddress local address of all sockets
 * @param dataPort UDP, device to host; 0 takes a free one
 * @param controlPort TCP, opened by devices; 0 takes a free one
 * @param receiveBufferBytes asked for on the data socket
 * @param keepaliveMs between two pings of a session
 * @param connectTimeoutMs how long one attempt to connect may take
 * @param sessionTimeoutMs silence after which a session is given up
 * @param normalPower whether a device found in a low power mode is set to normal power, without which it streams nothing
 */
public record ConnectionSettings(
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

    static final ConfigDef DEFINITION = definition();

    private static final String GROUP = "Connection";
    private static final int MEBIBYTE = 1 << 20;

    static ConnectionSettings of(AbstractConfig config) {
        return new ConnectionSettings(
                config.getString(BIND_ADDRESS),
                config.getInt(DATA_PORT),
                config.getInt(CONTROL_PORT),
                config.getInt(RECEIVE_BUFFER),
                config.getInt(KEEPALIVE),
                config.getInt(CONNECT_TIMEOUT),
                config.getInt(SESSION_TIMEOUT),
                config.getBoolean(NORMAL_POWER));
    }

    private static ConfigDef definition() {
        ConfigDef definition = new ConfigDef();
        ConfigKey.of(BIND_ADDRESS, Type.STRING)
                .defaultsTo("0.0.0.0")
                .validatedBy(Rules.localAddress())
                .displayedAs("Local address")
                .documentedAs("Local address of all sockets. 0.0.0.0 means every network of this machine.")
                .addTo(definition, GROUP);
        port(
                definition,
                DATA_PORT,
                3132,
                "Data port",
                """
                UDP port on which devices deliver their data. Open it inbound in the firewall. When it is taken, the next ones in
                steps of two are tried; further tasks of a connector start two ports higher each. 0 takes any free port.""");
        port(
                definition,
                CONTROL_PORT,
                3133,
                "Control port",
                """
                TCP port to which devices connect. Open it inbound in the firewall: a device that cannot open this connection
                never streams. Stepped like the data port. 0 takes any free port.""");
        ConfigKey.of(RECEIVE_BUFFER, Type.INT)
                .defaultsTo(4 * MEBIBYTE)
                .validatedBy(Range.between(65_536, 256 * MEBIBYTE))
                .importance(Importance.LOW)
                .displayedAs("Receive buffer (bytes)")
                .documentedAs(
                        """
                        Buffer asked of the system for the data port. It bridges pauses of the Java machine: 50 devices send about
                        0.4 MB/s. On Linux net.core.rmem_max limits what is granted.""")
                .addTo(definition, GROUP);
        timeouts(definition);
        return definition;
    }

    private static void timeouts(ConfigDef definition) {
        milliseconds(
                definition,
                KEEPALIVE,
                500,
                100,
                5_000,
                "Keepalive interval (ms)",
                "Time between two pings of a session. A device" + " gives a session up after 10 s without one.");
        milliseconds(
                definition,
                CONNECT_TIMEOUT,
                5_000,
                500,
                60_000,
                "Connect timeout (ms)",
                "How long a free device is asked to connect before the attempt is given up and repeated later.");
        milliseconds(
                definition,
                SESSION_TIMEOUT,
                10_000,
                1_000,
                120_000,
                "Session timeout (ms)",
                "Silence after which a session is given up. Devices themselves use 10 s.");
        ConfigKey.of(NORMAL_POWER, Type.BOOLEAN)
                .defaultsTo(true)
                .importance(Importance.LOW)
                .displayedAs("Set normal power")
                .documentedAs(
                        """
                        Sets a device to normal power when a session starts in a low power mode, in which it streams nothing. A
                        change made later, by a person at the device, is respected.""")
                .addTo(definition, GROUP);
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
            ConfigDef definition, String name, int value, int least, int most, String label, String documentation) {
        ConfigKey.of(name, Type.INT)
                .defaultsTo(value)
                .validatedBy(Range.between(least, most))
                .importance(Importance.LOW)
                .displayedAs(label)
                .documentedAs(documentation)
                .addTo(definition, GROUP);
    }
}
