package io.pulsefeed.deployment.compose;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Reads and merges compose files like Compose. Supports only the rules that these files use. */
final class ComposeYaml {

    /** Lists that a later file replaces; other lists are appended. */
    private static final Set<String> REPLACED = Set.of("command", "entrypoint", "test");

    private static final Object RESET = new Object();

    private record Replacement(Object value) {}

    private ComposeYaml() {}

    /** Merges the files, given as text; later files override earlier ones. */
    static Map<String, Object> merged(List<String> files) {
        Map<String, Object> result = new LinkedHashMap<>();
        for (String file : files) {
            merge(result, asMap(new Yaml(new Tags()).load(file)));
        }
        return result;
    }

    private static void merge(Map<String, Object> into, Map<String, Object> from) {
        from.forEach((key, value) -> {
            Object existing = into.get(key);
            if (value == RESET) {
                into.remove(key);
            } else if (value instanceof Replacement replacement) {
                into.put(key, replacement.value());
            } else if (value instanceof Map) {
                Map<String, Object> both =
                        existing instanceof Map ? new LinkedHashMap<>(asMap(existing)) : new LinkedHashMap<>();
                merge(both, asMap(value));
                into.put(key, both);
            } else if (value instanceof List && existing instanceof List && !REPLACED.contains(key)) {
                List<Object> both = new ArrayList<>((List<?>) existing);
                both.addAll((List<?>) value);
                into.put(key, both);
            } else {
                into.put(key, value);
            }
        });
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> asMap(Object value) {
        return value == null ? Map.of() : (Map<String, Object>) value;
    }

    /** Compose's two tags: {@code !reset} removes, {@code !override} replaces instead of merging. */
    private static final class Tags extends SafeConstructor {

        Tags() {
            super(new LoaderOptions());
            yamlConstructors.put(new Tag("!reset"), new AbstractConstruct() {
                @Override
                public Object construct(Node node) {
                    return RESET;
                }
            });
            yamlConstructors.put(new Tag("!override"), new AbstractConstruct() {
                @Override
                public Object construct(Node node) {
                    return new Replacement(overriding(node));
                }
            });
        }

        private Object overriding(Node node) {
            return switch (node.getNodeId()) {
                case mapping -> constructMapping((MappingNode) node);
                case sequence -> constructSequence((SequenceNode) node);
                default -> throw new IllegalArgumentException("!override of a single value at " + node.getStartMark());
            };
        }
    }
}
