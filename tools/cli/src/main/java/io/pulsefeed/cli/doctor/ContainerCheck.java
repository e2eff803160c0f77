package io.pulsefeed.cli.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** State and health of the containers of this checkout, and their published ports. */
final class ContainerCheck {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CHECK = "containers";

    private final List<JsonNode> containers;

    ContainerCheck(Path checkout) {
        Optional<String> output = Files.exists(checkout.resolve("docker-compose.yml"))
                ? ExternalProgram.output(
                        "docker", "compose", "--project-directory", checkout.toString(), "ps", "-a", "--format", "json")
                : Optional.empty();
        this.containers = output.map(ContainerCheck::parse).orElse(List.of());
    }

    /** @param output of {@code docker compose ps --format json} */
    ContainerCheck(String output) {
        this.containers = parse(output);
    }

    /** Older versions of Compose print one array, newer ones one object per line. */
    private static List<JsonNode> parse(String output) {
        List<JsonNode> containers = new ArrayList<>();
        try (MappingIterator<JsonNode> values = JSON.readerFor(JsonNode.class).readValues(output)) {
            while (values.hasNext()) {
                JsonNode value = values.next();
                if (value.isArray()) {
                    value.forEach(containers::add);
                } else {
                    containers.add(value);
                }
            }
        } catch (IOException e) {
            return List.of();
        }
        return containers;
    }

    boolean hasContainers() {
        return !containers.isEmpty();
    }

    /** @param needsContainers false if the worker runs without them */
    List<Finding> run(boolean needsContainers) {
        if (!needsContainers) {
            return List.of(Finding.ok(CHECK, "not needed, because Kafka Connect responds without them"));
        }
        if (containers.isEmpty()) {
            return List.of(Finding.warn(
                    CHECK,
                    "none running from this checkout",
                    "Start them with docker compose up -d, unless Kafka runs elsewhere"));
        }
        List<Finding> findings = new ArrayList<>();
        int running = 0;
        for (JsonNode container : containers) {
            String service = container.path("Service").asText();
            String state = container.path("State").asText();
            String health = container.path("Health").asText();
            String logs = "See docker compose logs --tail 100 " + service;
            if (state.equals("running") && !health.equals("unhealthy")) {
                running++;
            } else if (state.equals("running")) {
                findings.add(Finding.fail(CHECK, service + " is unhealthy", logs));
            } else if (!state.equals("exited") || container.path("ExitCode").asInt() != 0) {
                findings.add(Finding.fail(
                        CHECK,
                        service + " is " + state + " with code "
                                + container.path("ExitCode").asInt(),
                        logs));
            }
        }
        if (findings.isEmpty()) {
            findings.add(Finding.ok(CHECK, running + " running, none unhealthy"));
        }
        return findings;
    }

    /** Ports of the host that these containers publish. */
    Set<Integer> ports() {
        Set<Integer> ports = new TreeSet<>();
        containers.forEach(container -> container.path("Publishers").forEach(publisher -> {
            if (publisher.path("PublishedPort").asInt() > 0) {
                ports.add(publisher.path("PublishedPort").asInt());
            }
        }));
        return ports;
    }
}
