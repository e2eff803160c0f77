package io.pulsefeed.cli.doctor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether the ports of the stack are free, or used by its own containers. */
final class PortCheck implements Check {

    private static final String CHECK = "ports";

    private final Map<Integer, String> services = new LinkedHashMap<>();
    private final Set<Integer> ownPorts;
    private final boolean needsContainers;

    /** @param needsContainers false if the stack runs without containers, and therefore uses the ports itself */
    PortCheck(Set<Integer> ownPorts, boolean monitoring, boolean needsContainers) {
        this.needsContainers = needsContainers;
        this.ownPorts = ownPorts;
        services.put(9092, "kafka");
        services.put(8083, "connect");
        services.put(15432, "timescaledb");
        services.put(5556, "metrics of kafka");
        services.put(5557, "metrics of connect");
        if (monitoring) {
            services.put(9090, "prometheus");
            services.put(3000, "grafana");
            services.put(9093, "alertmanager");
            services.put(9308, "kafka-exporter");
        }
    }

    @Override
    public List<Finding> run() {
        List<Integer> taken = services.keySet().stream()
                .filter(port -> !ownPorts.contains(port) && !isFree(port))
                .toList();
        if (taken.isEmpty()) {
            return List.of(Finding.ok(CHECK, "all free or used by the containers of this checkout"));
        }
        String list = taken.stream()
                .map(port -> port + " (" + services.get(port) + ")")
                .collect(Collectors.joining(", "));
        if (!needsContainers) {
            return List.of(Finding.ok(CHECK, list + " used by servers outside of containers"));
        }
        return List.of(Finding.warn(
                CHECK,
                list + " used by a process outside of the containers of this checkout",
                "Expected for your own server; otherwise find it with ss -ltnp and stop it"));
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
