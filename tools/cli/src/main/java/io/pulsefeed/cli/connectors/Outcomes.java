package io.pulsefeed.cli.connectors;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pulsefeed.cli.connectors.ConnectorStartWaiter.Outcome;
import io.pulsefeed.cli.output.JsonOutput;
import java.util.Map;

/** Prints the states that connectors have reached. */
final class Outcomes {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Outcomes() {}

    /** Connectors that did not reach the state are printed to standard error, unless the output is JSON. */
    static void print(Map<String, Outcome> outcomes, boolean asJson) {
        if (asJson) {
            JsonOutput.print(System.out, json(outcomes));
        } else {
            outcomes.forEach(
                    (name, outcome) -> (outcome.isGood() ? System.out : System.err).println(outcome.line(name)));
        }
    }

    static ObjectNode json(Map<String, Outcome> outcomes) {
        ObjectNode root = JSON.createObjectNode();
        root.put("ok", outcomes.values().stream().allMatch(Outcome::isGood));
        ArrayNode connectors = root.putArray("connectors");
        outcomes.forEach((name, outcome) -> connectors
                .addObject()
                .put("name", name)
                .put("ok", outcome.isGood())
                .put("state", outcome.state())
                .put("tasks", outcome.tasks())
                .put("cause", outcome.cause()));
        return root;
    }
}
