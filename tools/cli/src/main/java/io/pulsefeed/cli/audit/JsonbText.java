package io.pulsefeed.cli.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** The text of a jsonb value, as PostgreSQL prints it: keys by length and bytes, a space after each colon and comma. */
final class JsonbText {

    private static final Comparator<String> KEY_ORDER = Comparator.comparing(
                    (String key) -> key.getBytes(StandardCharsets.UTF_8).length)
            .thenComparing((a, b) ->
                    Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8)));

    private JsonbText() {}

    static String of(JsonNode value) {
        if (value.isObject()) {
            List<String> names = new ArrayList<>();
            value.fieldNames().forEachRemaining(names::add);
            return names.stream()
                    .sorted(KEY_ORDER)
                    .map(name -> TextNode.valueOf(name) + ": " + of(value.get(name)))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (value.isArray()) {
            List<String> elements = new ArrayList<>();
            value.forEach(element -> elements.add(of(element)));
            return elements.stream().collect(Collectors.joining(", ", "[", "]"));
        }
        return value.isNumber() ? value.decimalValue().toPlainString() : value.toString();
    }
}
