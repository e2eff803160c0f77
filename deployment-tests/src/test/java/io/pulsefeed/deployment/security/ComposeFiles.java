package io.pulsefeed.deployment.security;

import io.pulsefeed.deployment.Checkout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The compose file and its secure overlay as Compose lays one over the other: what a container of a service is started with. */
final class ComposeFiles {

    /** {@code ${NAME:-default}}; the tests set no variable, so that every default is what counts. */
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+):-([^}]*)}");

    private static final List<String> FILES = List.of("docker-compose.yml", "docker-compose.secure.yml");

    private ComposeFiles() {}

    /** The environment of a service, later files over earlier ones. */
    static Map<String, String> environment(String service) {
        Map<String, String> merged = new LinkedHashMap<>();
        definitions(service).forEach(each -> map(each.get("environment"))
                .forEach((name, value) -> merged.put(name, resolved(String.valueOf(value)))));
        return merged;
    }

    /** The command of a service, as words. */
    static List<String> command(String service) {
        List<String> command = new ArrayList<>();
        for (Map<String, Object> each : definitions(service).toList()) {
            if (each.get("command") instanceof List<?> words) {
                command.clear();
                words.forEach(word -> command.add(resolved(String.valueOf(word))));
            }
        }
        return command;
    }

    /** All bind mounts of a service, {@code source:target:mode}. */
    static List<String> volumes(String service) {
        return definitions(service)
                .flatMap(each -> each.get("volumes") instanceof List<?> list ? list.stream() : Stream.empty())
                .map(String::valueOf)
                .toList();
    }

    @SuppressWarnings("unchecked")
    private static Stream<Map<String, Object>> definitions(String service) {
        return FILES.stream().map(file -> {
            Map<String, Object> root = new Yaml(new SafeConstructor(new LoaderOptions())).load(Checkout.text(file));
            return (Map<String, Object>)
                    (Map<?, ?>) map(map(root.get("services")).get(service));
        });
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object node) {
        return node == null ? Map.of() : (Map<String, Object>) node;
    }

    private static String resolved(String text) {
        Matcher variable = VARIABLE.matcher(text.replace("$$", "\0"));
        return variable.replaceAll(match -> Matcher.quoteReplacement(match.group(2)))
                .replace("\0", "$");
    }
}
