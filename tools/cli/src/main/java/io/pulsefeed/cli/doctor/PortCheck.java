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

/** The ports that the stack publishes: free, held by its own containers, or in somebody else's hands. */
final class PortCheck implements Check {

    private static final String CHECK = "ports";

    private final Map<Integer, String> wanted = new LinkedHashMap<>();
    private final Set<Integer> ours;

    PortCheck(Set<Integer> ours, boolean monitoring) {
        this.ours = ours;
        wanted.put(9092, "kafka");
        wanted.put(8083, "connect");
        wanted.put(15432, "timescaledb");
        wanted.put(5556, "metrics of kafka");
        wanted.put(5557, "metrics of connect");
        if (monitoring) {
            wanted.put(9090, "prometheus");
            wanted.put(3000, "grafana");
            wanted.put(9093, "alertmanager");
            wanted.put(9308, "kafka-exporter");
        }
    }

    @Override
    public List<Finding> look() {
        List<Integer> taken = wanted.keySet().stream()
                .filter(port -> !ours.contains(port) && !isFree(port))
                .toList();
        if (taken.isEmpty()) {
            return List.of(Finding.ok(CHECK, "all free or held by our containers"));
        }
        String list =
                taken.stream().map(port -> port + " (" + wanted.get(port) + ")").collect(Collectors.joining(", "));
        return List.of(Finding.warn(
                CHECK,
                list + " in use by something that is no container of this checkout",
                "Right if that is pulsefeed demo or your own server; else stop it (ss -ltnp shows it)"));
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
