package io.pulsefeed.stack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Checks before the start that every port is free, and reports one that is in use with the option that changes it. */
final class PortAvailability {

    private PortAvailability() {}

    static void check(StackSettings settings) {
        Ports ports = settings.ports();
        check(ports.kafka(), "Kafka", "--kafka-port");
        check(ports.controller(), "Kafka's controller", "--controller-port");
        check(ports.connect(), "Kafka Connect", "--connect-port");
        if (settings.isDatabaseEmbedded()) {
            check(ports.database(), "PostgreSQL", "--db-port");
        }
    }

    private static void check(int port, String server, String option) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
        } catch (IOException e) {
            throw new StackException(
                    server + " cannot listen on port " + port + " (" + e.getMessage()
                            + "). Stop the program that uses it, or choose another port with " + option + ".",
                    e);
        }
    }
}
