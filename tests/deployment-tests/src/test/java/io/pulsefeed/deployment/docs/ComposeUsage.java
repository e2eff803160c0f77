package io.pulsefeed.deployment.docs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.pulsefeed.testing.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Checks a {@code docker compose} command that a page shows: its files, profiles and services are those of the tree. */
final class ComposeUsage {

    /** Options of compose and of its subcommands that take the next word. */
    private static final Set<String> WITH_VALUE = Set.of(
            "-f",
            "--file",
            "-p",
            "--project-name",
            "--profile",
            "--env-file",
            "-e",
            "--env",
            "-u",
            "--user",
            "-w",
            "--workdir",
            "--tail",
            "-n",
            "--since",
            "--until",
            "--scale",
            "-t",
            "--timeout",
            "--entrypoint",
            "--name",
            "-v",
            "--volume",
            "--format",
            "--project-directory",
            "-s",
            "--signal",
            "--index",
            "--build-arg",
            "--pull");
    /** Their first word is a service and the rest is its own affair. */
    private static final Set<String> ONE_SERVICE = Set.of("exec", "run", "port");

    private static final Set<String> SERVICES = Set.of(
            "up", "logs", "restart", "stop", "start", "pull", "build", "ps", "rm", "kill", "top", "create", "pause",
            "unpause", "wait", "stats", "images", "push");
    private static final Set<String> OTHERS = Set.of("config", "down", "version", "ls", "events", "cp", "volumes");

    private final Set<String> services = new HashSet<>();
    private final Set<String> profiles = new HashSet<>(Set.of("*"));

    private ComposeUsage() {}

    /** What the files of the tree have, and those that pages tell their readers to add. */
    static ComposeUsage ofTheTree() {
        ComposeUsage usage = new ComposeUsage();
        YAMLMapper yaml = new YAMLMapper();
        try (Stream<Path> files = Files.list(Checkout.ROOT)) {
            for (Path file : files.filter(f -> f.getFileName().toString().matches("docker-compose.*\\.ya?ml"))
                    .toList()) {
                usage.learn(yaml.readTree(file.toFile()));
            }
            for (Page page : Page.all()) {
                for (String example : page.composeExamples()) {
                    usage.learn(yaml.readTree(example));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return usage;
    }

    private void learn(JsonNode file) {
        JsonNode found = file.path("services");
        found.fieldNames().forEachRemaining(services::add);
        found.forEach(service -> service.path("profiles").forEach(p -> profiles.add(p.asText())));
    }

    /** The pulsefeed command that is run in a container, with its words. */
    Optional<List<String>> inside(List<String> words) {
        int command = words.indexOf("pulsefeed");
        return command > 0 && services.contains(words.get(command - 1))
                ? Optional.of(words.subList(command, words.size()))
                : Optional.empty();
    }

    /** What is wrong with these words, which begin with docker and compose. */
    Optional<String> fault(List<String> words) {
        String verb = null;
        for (Iterator<String> rest = words.subList(2, words.size()).iterator(); rest.hasNext(); ) {
            String word = rest.next();
            if (word.startsWith("-")) {
                String value = WITH_VALUE.contains(word) && takesValue(verb, word) && rest.hasNext() ? rest.next() : "";
                Optional<String> fault = verb == null ? globalOption(word, value) : Optional.empty();
                if (fault.isPresent()) {
                    return fault;
                }
            } else if (verb == null) {
                verb = word;
                if (OTHERS.contains(verb)) {
                    return Optional.empty();
                }
                if (!SERVICES.contains(verb) && !ONE_SERVICE.contains(verb)) {
                    return Optional.of("docker compose has no command " + verb + ", or the test does not know it");
                }
            } else {
                if (!services.contains(word) && !word.matches("[A-Z_]+(\\.\\.)?|\\.\\.\\.?|[<>0-9].*")) {
                    return Optional.of("no compose file has a service " + word);
                }
                if (ONE_SERVICE.contains(verb)) {
                    return Optional.empty();
                }
            }
        }
        return Optional.empty();
    }

    /** {@code -f} follows the log when it stands behind {@code logs}, and {@code -v} of down has no value either. */
    private static boolean takesValue(String verb, String option) {
        return !("logs".equals(verb) && option.equals("-f")) && !("logs".equals(verb) && option.equals("-t"));
    }

    private Optional<String> globalOption(String option, String value) {
        boolean file = option.equals("-f") || option.equals("--file");
        if (file && !Files.exists(Checkout.path(value))) {
            return Optional.of("there is no file " + value);
        }
        if (option.equals("--profile") && !profiles.contains(value)) {
            return Optional.of("no compose file has a profile " + value);
        }
        return Optional.empty();
    }
}
