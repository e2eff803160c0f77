package io.pulsefeed.stack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Looks at every port before anything starts: a taken one is named at once, with the flag that moves it. */
final class FreePorts {

    private FreePorts() {}

    static void check(StackSettings settings) {
        Ports ports = settings.ports();
        check(ports.kafka(), "Kafka", "--kafka-port");
        check(ports.controller(), "Kafka's controller", "--controller-port");
        check(ports.connect(), "Kafka Connect", "--connect-port");
        if (settings.hasOwnDatabase()) {
            check(ports.database(), "PostgreSQL", "--db-port");
        }
    }

    private static void check(int port, String who, String flag) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
        } catch (IOException e) {
            throw new StackException(
                    who + " cannot listen on port " + port + " (" + e.getMessage()
                            + "). Stop the program that holds it, or choose another port with " + flag + ".",
                    e);
        }
    }
}
