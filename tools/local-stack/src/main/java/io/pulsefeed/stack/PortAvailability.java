package io.pulsefeed.stack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Checks before the start that the ports are different and free, and reports one that is not with the option that changes it. */
final class PortAvailability {

    /** @param option of the command, which sets the port */
    private record Listener(String server, int port, String option) {}

    private PortAvailability() {}

    static void check(StackSettings settings) {
        Ports ports = settings.ports();
        List<Listener> listeners = new ArrayList<>(List.of(
                new Listener("Kafka", ports.kafka(), "--kafka-port"),
                new Listener("Kafka's controller", ports.controller(), "--controller-port"),
                new Listener("Kafka Connect", ports.connect(), "--connect-port")));
        if (settings.isDatabaseEmbedded()) {
            listeners.add(new Listener("PostgreSQL", ports.database(), "--db-port"));
        }
        checkDifferent(listeners);
        listeners.forEach(PortAvailability::checkFree);
    }

    private static void checkDifferent(List<Listener> listeners) {
        for (int i = 1; i < listeners.size(); i++) {
            Listener second = listeners.get(i);
            for (Listener first : listeners.subList(0, i)) {
                if (first.port == second.port) {
                    throw new StackException(first.server + " and " + second.server + " have the same port "
                            + first.port + ". Choose another one with " + first.option + " or " + second.option + ".");
                }
            }
        }
    }

    private static void checkFree(Listener listener) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), listener.port));
        } catch (IOException | IllegalArgumentException e) {
            throw new StackException(
                    listener.server + " cannot listen on port " + listener.port + " (" + e.getMessage()
                            + "). Stop the program that uses it, or choose another port with " + listener.option + ".",
                    e);
        }
    }
}
