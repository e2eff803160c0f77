package io.pulsefeed.cli.backfill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pulsefeed.admin.ConnectRest;
import io.pulsefeed.cli.UserError;
import java.util.List;

/**
 * The connector that fetches a period: a copy of the running source with other pairs, without live data. Its name contains the period,
 * so the same command finds its offsets again.
 */
final class KrakenBackfillConnector {

    private final ConnectRest worker;
    private final String name;
    private final ObjectNode config;
    private final JsonNode validation;

    private KrakenBackfillConnector(ConnectRest worker, String name, ObjectNode config, JsonNode validation) {
        this.worker = worker;
        this.name = name;
        this.config = config;
        this.validation = validation;
    }

    /** @throws UserError if the worker has no such source, or refuses the configuration */
    static KrakenBackfillConnector of(ConnectRest worker, String source, List<String> pairs, Period period) {
        if (!worker.exists(source)) {
            throw new UserError("the worker has no connector " + source
                    + ", whose settings the backfill uses. Create it with: pulsefeed connectors apply " + source
                    + ", or name another one with --source.");
        }
        String name = source + "-backfill-" + period.id();
        ObjectNode config = worker.config(source).deepCopy();
        config.put("name", name)
                .put("pairs", String.join(",", pairs))
                .put("channels", "trade")
                .put("tasks.max", "1")
                .put("live.enabled", "false")
                .put("backfill.from", period.from().toString())
                .put("backfill.to", period.to().toString());
        JsonNode validation = worker.validate(config.path("connector.class").asText(), config);
        for (JsonNode field : validation.path("configs")) {
            JsonNode error = field.at("/value/errors/0");
            if (!error.isMissingNode()) {
                throw new UserError("the worker refuses the backfill: "
                        + field.at("/value/name").asText() + ": " + error.asText());
            }
        }
        return new KrakenBackfillConnector(worker, name, config, validation);
    }

    String name() {
        return name;
    }

    /** The value of a key, with defaults and resolved placeholders. */
    String value(String key) {
        for (JsonNode field : validation.path("configs")) {
            if (field.at("/value/name").asText().equals(key)) {
                return field.at("/value/value").asText("");
            }
        }
        return "";
    }

    /** Creates the connector, or resumes the one of an interrupted command. */
    void start() {
        boolean exists = worker.exists(name);
        worker.put(name, config);
        if (exists) {
            // In any state: shortly after the interrupt, the status does not show yet that the connector is stopped.
            worker.resume(name);
        }
        if (!worker.statusOrUnassigned(name).failure().isEmpty()) {
            worker.restartFailed(name);
        }
    }

    /** Stops the connector and keeps its offsets. */
    void stop() {
        worker.stop(name);
    }

    /** Deletes the connector. The worker keeps its offsets. */
    void delete() {
        worker.delete(name);
    }

    /** @throws UserError if the connector has failed */
    JsonNode offsets() {
        ConnectRest.Status status = worker.statusOrUnassigned(name);
        if (!status.failure().isEmpty()) {
            throw new UserError(
                    name + " failed: " + status.cause() + " Fix the cause and run the same command again; it resumes.");
        }
        return worker.offsets(name);
    }
}
