package io.pulsefeed.deployment.compose;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefeed.deployment.compose.ComposeModel.Mount;
import io.pulsefeed.deployment.compose.ComposeModel.Service;
import io.pulsefeed.testing.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where data lies, and which files of the tree the stack lives from. Each rule gives a sentence for each fault. */
final class DataRules {

    /** Where each image keeps what must survive. PostgreSQL 18 images and the -ha ones of TimescaleDB have other places. */
    private static final Map<String, String> DATA = Map.of(
            "pulsefeed/connect", "/var/lib/kafka/data",
            "apache/kafka", "/var/lib/kafka/data",
            "timescale/timescaledb", "/var/lib/postgresql/data",
            "prom/prometheus", "/prometheus",
            "prom/alertmanager", "/alertmanager",
            "grafana/grafana", "/var/lib/grafana");

    private static final String PROFILE = "connect-config/topics/%s.json";
    private static final Pattern TOPIC_PROFILE = Pattern.compile("--profile (\\S+)");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{env:([A-Z_]+)}");
    /** Made by packaging/image/assemble and security/make-secrets before the stack starts. */
    private static final Pattern MADE_BY_THE_USER = Pattern.compile("\\./(target|secrets)/.*");

    private DataRules() {}

    static List<String> volumes(ComposeModel stack) {
        List<String> faults = new ArrayList<>();
        for (Service service : stack.services()) {
            String image = service.text("image");
            String place = DATA.get(image.replaceFirst(":[^:]*$", ""));
            boolean keepsData = place != null
                    && (!place.startsWith("/var/lib/kafka")
                            || !service.environment("KAFKA_LOG_DIRS").isEmpty()
                            || isBroker(service));
            if (keepsData && service.mounts().stream().noneMatch(mount -> isVolumeAt(stack, mount, place))) {
                faults.add(service.name() + ": " + place + " of " + image + " is not on a named volume");
            }
            if (isBroker(service) && !service.environment("KAFKA_LOG_DIRS").equals(place)) {
                faults.add(service.name() + ": KAFKA_LOG_DIRS is not " + place + ", so the volume stays empty");
            }
            if (image.startsWith("timescale/") && !image.matches("[^:]+:[0-9.]+-pg17")) {
                faults.add(service.name() + ": " + image + " may keep its data elsewhere than " + place);
            }
        }
        return faults;
    }

    private static boolean isBroker(Service service) {
        return service.commandLine().contains("start-broker")
                || service.map("environment").containsKey("KAFKA_PROCESS_ROLES");
    }

    private static boolean isVolumeAt(ComposeModel stack, Mount mount, String place) {
        return mount.isNamedVolume()
                && mount.target().equals(place)
                && !mount.readOnly()
                && stack.section("volumes").containsKey(mount.source());
    }

    /** A folder that is missing is made by the engine, empty, and nobody notices. */
    static List<String> mounts(ComposeModel stack) {
        List<String> faults = new ArrayList<>();
        for (Service service : stack.services()) {
            for (Mount mount : service.mounts()) {
                if (mount.isNamedVolume()
                        || MADE_BY_THE_USER.matcher(mount.source()).matches()) {
                    continue;
                }
                if (mount.source().startsWith(".")
                        && !Files.exists(Checkout.path(mount.source().substring(2)))) {
                    faults.add(service.name() + ": there is no " + mount.source());
                }
                if (!mount.readOnly()) {
                    faults.add(service.name() + ": may write to " + mount.source() + " of the machine");
                }
            }
        }
        return faults;
    }

    static List<String> topics(ComposeModel stack) {
        List<String> faults = new ArrayList<>();
        Matcher profile = TOPIC_PROFILE.matcher(stack.service("kafka-setup").commandLine());
        if (!profile.find()) {
            return List.of("kafka-setup names no profile of topics");
        }
        Path file = Checkout.path(String.format(PROFILE, profile.group(1)));
        if (!Files.isRegularFile(file)) {
            return List.of("kafka-setup: there is no " + file);
        }
        int replicas = replicas(file);
        long brokers = stack.services().stream().filter(DataRules::isBroker).count();
        if (replicas > brokers) {
            faults.add("kafka-setup: " + replicas + " replicas on " + brokers + " brokers");
        }
        for (Service broker :
                stack.services().stream().filter(DataRules::isBroker).toList()) {
            for (String setting : List.of(
                    "KAFKA_DEFAULT_REPLICATION_FACTOR",
                    "KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR",
                    "KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR")) {
                if (!broker.environment(setting).equals("" + replicas)) {
                    faults.add(broker.name() + ": " + setting + " is not the " + replicas + " of the topics");
                }
            }
            if (!broker.environment("KAFKA_AUTO_CREATE_TOPICS_ENABLE").equals("false")) {
                faults.add(broker.name() + ": makes topics by itself");
            }
        }
        return faults;
    }

    private static int replicas(Path profile) {
        try {
            return new ObjectMapper()
                    .readTree(profile.toFile())
                    .at("/topics/0/replication.factor")
                    .asInt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every {@code ${env:NAME}} of worker and connectors has a value in the worker's container. */
    static List<String> placeholders(ComposeModel stack) {
        TreeSet<String> names = new TreeSet<>();
        List<Path> files = new ArrayList<>(Checkout.files("connect-config/connectors", ".json"));
        files.addAll(Checkout.files("connect-config/simulated", ".json"));
        files.add(Checkout.path("connect-config/worker/compose.properties"));
        for (Path file : files) {
            String text = Checkout.text(Checkout.ROOT.relativize(file).toString());
            text.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(PLACEHOLDER::matcher)
                    .forEach(placeholder -> {
                        while (placeholder.find()) {
                            names.add(placeholder.group(1));
                        }
                    });
        }
        // Read from the secret by the worker's start script.
        names.remove("PULSEFEED_DB_PASSWORD");
        return names.stream()
                .filter(name -> !stack.service("connect").map("environment").containsKey(name))
                .map(name -> "connect: nothing stands for ${env:" + name + "}")
                .toList();
    }

    static List<String> connectors(ComposeModel stack) {
        return List.of(stack.service("connect-setup")
                        .environment("CONNECTORS")
                        .strip()
                        .split("\\s+"))
                .stream()
                .filter(name -> !Files.isRegularFile(Checkout.path("connect-config/connectors/" + name + ".json")))
                .map(name -> "connect-setup: there is no connector " + name)
                .toList();
    }
}
