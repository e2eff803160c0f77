package io.pulsefeed.deployment.security;

import io.pulsefeed.testing.Checkout;
import io.pulsefeed.testing.FreePorts;
import java.nio.file.Path;

/**
 * A folder and ports of this run's own, and the one difference between a container and a process here: where things lie. Texts of
 * the overlay are used as they are, but for paths and addresses.
 */
record SecureHome(Path folder, int clientPort, int internalPort, int controllerPort, int restPort, int healthPort) {

    static SecureHome in(Path folder) {
        int[] ports = FreePorts.take(5);
        return new SecureHome(folder, ports[0], ports[1], ports[2], ports[3], ports[4]);
    }

    Path secrets() {
        return folder.resolve("secrets");
    }

    /** Each container sees its own folder of secrets at one and the same place. */
    String here(String text, String container) {
        return text.replace(
                        "/opt/pulsefeed/secrets", secrets().resolve(container).toString())
                .replace("/opt/pulsefeed/security", Checkout.path("security").toString())
                .replace(
                        "/opt/pulsefeed/connect-config/secure",
                        folder.resolve("overlay").toString())
                .replace("/opt/pulsefeed/plugins", folder.resolve("plugins").toString())
                .replace("/var/lib/kafka/data", folder.resolve("data").toString())
                .replace("://:9092", "://localhost:" + clientPort)
                .replace("://:29092", "://localhost:" + internalPort)
                .replace("://:9093", "://localhost:" + controllerPort)
                .replace("localhost:9092", "localhost:" + clientPort)
                .replace("kafka:29092", "localhost:" + internalPort)
                .replace("kafka:9093", "localhost:" + controllerPort)
                .replace("https://0.0.0.0:8083", "https://localhost:" + restPort)
                .replace("https://connect:8083", "https://localhost:" + restPort)
                .replace("http://127.0.0.1:8084", "http://127.0.0.1:" + healthPort);
    }

    String restUrl() {
        return "https://localhost:" + restPort;
    }

    Path logs() {
        return folder.resolve("logs");
    }

    Path log(String name) {
        return logs().resolve(name);
    }
}
