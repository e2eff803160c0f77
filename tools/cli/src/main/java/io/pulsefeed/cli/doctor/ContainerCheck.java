package io.pulsefeed.cli.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The containers of this checkout: running, healthy, and the ports that they hold. */
final class ContainerCheck implements Check {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CHECK = "containers";

    private final List<JsonNode> containers;
    private final boolean asked;

    ContainerCheck(Path checkout) {
        var answer = Files.exists(checkout.resolve("docker-compose.yml"))
                ? Program.output(
                        "docker", "compose", "--project-directory", checkout.toString(), "ps", "-a", "--format", "json")
                : java.util.Optional.<String>empty();
        this.asked = answer.isPresent();
        this.containers = answer.map(ContainerCheck::parse).orElse(List.of());
    }

    ContainerCheck(String answer) {
        this.asked = true;
        this.containers = parse(answer);
    }

    /** One array from older versions of Compose, one object a line from newer ones. */
    private static List<JsonNode> parse(String answer) {
        List<JsonNode> containers = new ArrayList<>();
        try (MappingIterator<JsonNode> values = JSON.readerFor(JsonNode.class).readValues(answer)) {
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

    @Override
    public List<Finding> look() {
        if (!asked || containers.isEmpty()) {
            return List.of(Finding.warn(
                    CHECK,
                    "none of this checkout",
                    "Start them with docker compose up -d, unless Kafka runs elsewhere"));
        }
        List<Finding> findings = new ArrayList<>();
        int running = 0;
        for (JsonNode container : containers) {
            String service = container.path("Service").asText();
            String state = container.path("State").asText();
            String health = container.path("Health").asText();
            String logs = "Look with docker compose logs --tail 100 " + service;
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

    /** The ports of this machine that these containers hold. */
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
