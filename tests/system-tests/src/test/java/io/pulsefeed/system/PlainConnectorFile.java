package io.pulsefeed.system;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pulsefeed.testing.Checkout;
import java.util.Map;

/**
 * A connector file for workers without config providers, derived from the file of the compose stack: placeholders of the environment
 * get their defaults, or {@code REPLACE_ME} if only the user knows the value. The worker creates the topics of sources.
 */
final class PlainConnectorFile {

    static final String TO_REPLACE = "REPLACE_ME";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Values of the placeholders. */
    private static final Map<String, String> VALUES = Map.of(
            "${env:PULSEFEED_CONTACT_URL}", TO_REPLACE,
            "${env:PULSEFEED_EMOTIBIT_DEVICES}", "",
            "${env:PULSEFEED_KRAKEN_WS_URL}", "wss://ws.kraken.com/v2",
            "${env:PULSEFEED_KRAKEN_REST_URL}", "https://api.kraken.com",
            "${env:PULSEFEED_JDBC_URL}", "jdbc:postgresql://" + TO_REPLACE + ":5432/pulsefeed",
            "${env:PULSEFEED_DB_USER}", "pulsefeed",
            "${env:PULSEFEED_DB_PASSWORD}", TO_REPLACE);

    private PlainConnectorFile() {}

    /** The text of the plain file with this name. */
    static String derive(String name) {
        try {
            JsonNode root = JSON.readTree(Checkout.text("connect-config/connectors/" + name + ".json"));
            ObjectNode plain = JSON.createObjectNode();
            plain.set("name", root.required("name"));
            ObjectNode config = plain.putObject("config");
            for (Map.Entry<String, JsonNode> entry : root.required("config").properties()) {
                put(config, entry.getKey(), entry.getValue());
            }
            if (name.endsWith("-source")) {
                // -1: the default of the broker.
                config.put("topic.creation.default.partitions", "1");
                config.put("topic.creation.default.replication.factor", "-1");
            }
            DefaultPrettyPrinter printer = new DefaultPrettyPrinter()
                    .withSeparators(
                            Separators.createDefaultInstance().withObjectFieldValueSpacing(Separators.Spacing.AFTER));
            printer.indentObjectsWith(new DefaultIndenter("  ", "\n"));
            return JSON.writer(printer).writeValueAsString(plain) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(name, e);
        }
    }

    private static void put(ObjectNode config, String key, JsonNode value) throws JsonProcessingException {
        if (key.equals("sites.path")) {
            // A file of our image, which other workers do not have.
            config.put(
                    "sites",
                    JSON.readTree(Checkout.text("connect-config/sites/crypto-news.json"))
                            .toString());
            return;
        }
        String text = value.asText();
        for (Map.Entry<String, String> placeholder : VALUES.entrySet()) {
            text = text.replace(placeholder.getKey(), placeholder.getValue());
        }
        config.put(key, text);
    }
}
