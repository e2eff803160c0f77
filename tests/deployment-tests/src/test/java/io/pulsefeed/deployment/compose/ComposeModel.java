package io.pulsefeed.deployment.compose;

import static io.pulsefeed.deployment.compose.ComposeYaml.asMap;

import io.pulsefeed.testing.Checkout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * The merged model of compose files, with no variable set.
 *
 * @param name the file names, for messages
 */
public record ComposeModel(String name, Map<String, Object> content) {

    static final String BASE = "docker-compose.yml";

    /** The base file merged with {@code overlays}, all in the root of the checkout. */
    public static ComposeModel of(String... overlays) {
        return of(UnaryOperator.identity(), overlays);
    }

    /** The same after {@code change} is applied to the text of each file. */
    static ComposeModel of(UnaryOperator<String> change, String... overlays) {
        List<String> files = new ArrayList<>(List.of(BASE));
        files.addAll(List.of(overlays));
        List<String> texts = files.stream().map(Checkout::text).map(change).toList();
        return new ComposeModel(String.join(" + ", files), ComposeYaml.merged(texts));
    }

    /** A single file, not merged with the base file. */
    static ComposeModel alone(String file, UnaryOperator<String> change) {
        return new ComposeModel(file, ComposeYaml.merged(List.of(change.apply(Checkout.text(file)))));
    }

    Map<String, Object> section(String key) {
        return asMap(content.get(key));
    }

    /** Without services that have no container. */
    List<Service> services() {
        Map<String, Service> services = new TreeMap<>();
        section("services").forEach((key, value) -> services.put(key, new Service(key, asMap(value))));
        services.values().removeIf(service -> service.text("scale").equals("0"));
        return List.copyOf(services.values());
    }

    public Service service(String key) {
        return services().stream()
                .filter(service -> service.name().equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no service " + key + " in " + name));
    }

    /** A service. Variables in its values are replaced with their defaults. */
    public record Service(String name, Map<String, Object> content) {

        String text(String key) {
            return Optional.ofNullable(content.get(key)).map(Service::resolved).orElse("");
        }

        /** A list with unresolved variables. */
        public List<String> rawList(String key) {
            Object value = content.get(key);
            return value instanceof List<?> list
                    ? list.stream().map(String::valueOf).toList()
                    : List.of();
        }

        public List<String> list(String key) {
            return rawList(key).stream().map(Interpolation::withDefaults).toList();
        }

        Map<String, Object> map(String key) {
            return content.get(key) instanceof Map ? asMap(content.get(key)) : Map.of();
        }

        /** Entrypoint and command in one line. */
        String commandLine() {
            return String.join(" ", list("entrypoint")) + " " + String.join(" ", list("command")) + scalar("command");
        }

        private String scalar(String key) {
            return content.get(key) instanceof String value ? resolved(value) : "";
        }

        /** The environment of the container. */
        public Map<String, String> environment() {
            Map<String, String> environment = new LinkedHashMap<>();
            map("environment").forEach((name, value) -> environment.put(name, resolved(value)));
            return environment;
        }

        String environment(String variable) {
            return Optional.ofNullable(map("environment").get(variable))
                    .map(Service::resolved)
                    .orElse("");
        }

        boolean isJob() {
            return text("restart").equals("no");
        }

        List<Mount> mounts() {
            return list("volumes").stream().map(Mount::parse).toList();
        }

        private static String resolved(Object value) {
            return Interpolation.withDefaults(String.valueOf(value));
        }
    }

    /** A volume or host folder, and its path in the container. */
    record Mount(String source, String target, boolean readOnly) {

        static Mount parse(String text) {
            String[] parts = text.split(":");
            return new Mount(parts[0], parts[1], parts.length > 2 && parts[2].equals("ro"));
        }

        boolean isNamedVolume() {
            return !source.startsWith(".") && !source.startsWith("/");
        }
    }
}
