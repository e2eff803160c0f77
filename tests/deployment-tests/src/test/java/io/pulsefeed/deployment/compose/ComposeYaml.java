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

/** Reads compose files with their anchors, and lays one over the other as Compose does, as far as our files need it. */
final class ComposeYaml {

    /** Lists that a later file replaces; it adds to all others. */
    private static final Set<String> REPLACED = Set.of("command", "entrypoint", "test");

    private static final Object RESET = new Object();

    private record Replacement(Object value) {}

    private ComposeYaml() {}

    /** The files as texts, the later ones over the earlier ones. */
    static Map<String, Object> merged(List<String> files) {
        Map<String, Object> result = new LinkedHashMap<>();
        for (String file : files) {
            merge(result, asMap(new Yaml(new Tags()).load(file)));
        }
        return result;
    }

    private static void merge(Map<String, Object> into, Map<String, Object> from) {
        from.forEach((key, value) -> {
            Object before = into.get(key);
            if (value == RESET) {
                into.remove(key);
            } else if (value instanceof Replacement replacement) {
                into.put(key, replacement.value());
            } else if (value instanceof Map) {
                Map<String, Object> both =
                        before instanceof Map ? new LinkedHashMap<>(asMap(before)) : new LinkedHashMap<>();
                merge(both, asMap(value));
                into.put(key, both);
            } else if (value instanceof List && before instanceof List && !REPLACED.contains(key)) {
                List<Object> both = new ArrayList<>((List<?>) before);
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

    /** Compose's two tags: {@code !reset} takes away, {@code !override} replaces instead of adding. */
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
