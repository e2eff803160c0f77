package io.pulsefeed.cli.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefeed.timescale.config.TimescaleSinkConnectorConfig;
import io.pulsefeed.timescale.mapping.FieldMapping;
import io.pulsefeed.timescale.mapping.MappingParser;
import io.pulsefeed.timescale.mapping.Source;
import io.pulsefeed.timescale.mapping.TableMapping;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Values of the sample that the proposed connector would not store and the proposal does not list. Independent of the proposal's columns:
 * it reads the configuration as the sink does.
 */
final class LostFields {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Set<List<String>> mapped = new HashSet<>();
    private final Map<List<String>, Set<List<String>>> elements = new HashMap<>();
    private final Set<String> listed = new HashSet<>();
    private final Set<List<String>> keys = new HashSet<>();
    private final Set<String> headers = new HashSet<>();
    private final Map<String, String> settings;
    private final boolean hasExtra;
    private final Set<String> lost = new HashSet<>();

    private LostFields(ProposalCase found) {
        settings = found.settings();
        Map<String, String> properties = new HashMap<>(settings);
        properties.put("connection.url", "jdbc:postgresql://localhost/none");
        hasExtra = properties.containsKey("extra.column");
        TimescaleSinkConnectorConfig config = new TimescaleSinkConnectorConfig(properties);
        for (TableMapping table :
                MappingParser.parse(config.mappings(), config.schema()).get(0).tables()) {
            table.fields().forEach(field -> add(table, field));
        }
        found.proposal().unmapped().forEach(field -> listed.add(field.field()));
    }

    private void add(TableMapping table, FieldMapping field) {
        if (field.source() instanceof Source.Field source) {
            mapped.addAll(source.paths());
        } else if (field.source() instanceof Source.RecordKey key) {
            keys.add(key.path());
        } else if (field.source() instanceof Source.Header header) {
            headers.add(header.name());
        } else if (field.source() instanceof Source.Element element) {
            elements.computeIfAbsent(table.each(), path -> new HashSet<>()).add(element.path());
        }
    }

    static Set<String> of(ProposalCase found) {
        LostFields fields = new LostFields(found);
        for (ConsumerRecord<byte[], byte[]> record : found.sample().records()) {
            fields.check(record);
        }
        return fields.lost;
    }

    private void check(ConsumerRecord<byte[], byte[]> record) {
        JsonNode value = payload(parse(record.value()), "value");
        if (value == null || !value.isObject()) {
            return;
        }
        checkObject(value, new ArrayList<>());
        for (Header header : record.headers()) {
            if (!headers.contains(header.key()) && !listed.contains("header " + header.key())) {
                lost.add("header " + header.key());
            }
        }
        JsonNode key = payload(parse(record.key()), "key");
        if (record.key() == null || keys.contains(List.of()) || listed.contains("record key")) {
            return;
        }
        if (key == null || !key.isObject()) {
            lost.add("record key");
            return;
        }
        key.fieldNames().forEachRemaining(name -> {
            if (!keys.contains(List.of(name)) && !listed.contains("record key " + name)) {
                lost.add("record key " + name);
            }
        });
    }

    /** The converter of the connector reads the payload of records with a schema. */
    private JsonNode payload(JsonNode parsed, String converter) {
        return "true".equals(settings.get(converter + ".converter.schemas.enable")) ? parsed.get("payload") : parsed;
    }

    private static JsonNode parse(byte[] bytes) {
        try {
            return bytes == null ? null : JSON.readTree(bytes);
        } catch (IOException e) {
            return null;
        }
    }

    private void checkObject(JsonNode object, List<String> path) {
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            path.add(field.getKey());
            JsonNode value = field.getValue();
            if (!mapped.contains(path) && !isListed(path) && !isEmpty(value)) {
                if (elements.containsKey(path) && value.isArray()) {
                    Set<List<String>> own = elements.get(path);
                    value.forEach(element -> checkElement(element, own, new ArrayList<>(), List.copyOf(path)));
                } else if (value.isObject()) {
                    checkObject(value, path);
                } else if (!hasExtra || path.size() > 1) {
                    lost.add(String.join(".", path));
                }
            }
            path.remove(path.size() - 1);
        }
    }

    private boolean isListed(List<String> path) {
        return listed.contains(String.join(".", path));
    }

    private static boolean isEmpty(JsonNode value) {
        return value.isNull() || value.isContainerNode() && value.isEmpty();
    }

    private void checkElement(JsonNode element, Set<List<String>> own, List<String> path, List<String> array) {
        for (Map.Entry<String, JsonNode> field : element.properties()) {
            path.add(field.getKey());
            boolean isKnown = own.contains(path)
                    || listed.contains(String.join(".", array) + "[]." + String.join(".", path))
                    || isEmpty(field.getValue());
            if (!isKnown && field.getValue().isObject()) {
                checkElement(field.getValue(), own, path, array);
            } else if (!isKnown) {
                lost.add(String.join(".", array) + "[]." + String.join(".", path));
            }
            path.remove(path.size() - 1);
        }
    }
}
