package io.pulsefeed.deployment.security;

import io.pulsefeed.deployment.process.Daemon;
import io.pulsefeed.deployment.process.KafkaJvm;
import io.pulsefeed.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The worker of the overlay, with the overlay's own properties file and the plugins from their zips. */
final class SecureWorker {

    private static final String LOGGING =
            """
            appender.out.type = Console
            appender.out.name = out
            appender.out.layout.type = PatternLayout
            appender.out.layout.pattern = [%d] %p %X{connector.context}%m (%c)%n
            rootLogger.level = INFO
            rootLogger.appenderRef.out.ref = out
            """;

    private SecureWorker() {}

    /** @param sources what the environment says beside the overlay: where the simulated sources and the database are */
    static Daemon start(SecureHome home, Map<String, String> sources) throws IOException {
        Map<String, String> environment = new TreeMap<>();
        SecureStack.FILES
                .service("connect")
                .environment()
                .forEach((name, value) -> environment.put(name, home.here(value, "connect")));
        environment.putAll(sources);
        environment.put("PULSEFEED_CONNECT_HOST", "localhost");
        String file = environment.get("WORKER_PROPERTIES").replace("/opt/pulsefeed/", "");
        Path properties = Files.writeString(
                home.folder().resolve("worker.properties"), home.here(Checkout.text(file), "connect"));
        Path logging = Files.writeString(home.folder().resolve("worker-log4j2.properties"), LOGGING);
        return new Daemon(
                        "worker",
                        KafkaJvm.worker(320)
                                .loggingAs(logging)
                                .command("org.apache.kafka.connect.cli.ConnectDistributed", properties.toString())
                                .withOnly(environment),
                        home.logs())
                .start();
    }
}
