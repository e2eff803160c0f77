package io.pulsefeed.cli.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pulsefeed.admin.Change;
import io.pulsefeed.admin.Change.Action;
import io.pulsefeed.admin.ConnectRest;
import io.pulsefeed.cli.UserError;
import io.pulsefeed.cli.access.Database;
import io.pulsefeed.timescale.schema.Edition;
import io.pulsefeed.timescale.schema.Extension;
import io.pulsefeed.timescale.schema.Server;
import io.pulsefeed.timescale.schema.Sql;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Creates the tables and the connector of a proposal. Changes nothing that exists. */
final class ProposalApplier {

    private final Database database;
    private final ConnectRest worker;

    ProposalApplier(Database database, ConnectRest worker) {
        this.database = database;
        this.worker = worker;
    }

    /** The server as the sink sees it, for its statements. The license does not matter for new tables. */
    static Server server(Database database) {
        List<List<@Nullable String>> rows = database.rows(
                "SELECT e.extversion, n.nspname FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace"
                        + " WHERE e.extname = 'timescaledb'");
        return rows.isEmpty()
                ? new Server(Edition.PLAIN, "", null)
                : timescale(rows.get(0).get(0), rows.get(0).get(1));
    }

    /** A server with the extension. */
    static Server timescale(@Nullable String version, @Nullable String schema) {
        return new Server(
                Edition.APACHE,
                "",
                new Extension(Objects.requireNonNullElse(version, ""), Objects.requireNonNullElse(schema, "public")));
    }

    /**
     * Checks everything before the first change.
     *
     * @return the changes
     * @throws UserError if a table or the connector exists, the worker rejects the configuration, or the connector does not run
     */
    List<Change> apply(Proposal proposal, Map<String, List<String>> ddl, Duration limit) {
        ObjectNode config = (ObjectNode) ConnectorSettings.file(proposal).get("config");
        config.put("name", proposal.connector());
        requireNew(proposal);
        requireValid(config);
        database.inTransaction(() -> ddl.values().forEach(statements -> statements.forEach(database::execute)));
        List<Change> changes = new ArrayList<>();
        ddl.forEach((table, statements) -> changes.add(Change.applied(Action.CREATE, table, "created table " + table)
                .with("type", "table")
                .with("sql", String.join(";\n", statements))));
        worker.put(proposal.connector(), config);
        worker.awaitRunning(List.of(proposal.connector()), limit);
        changes.add(Change.applied(
                        Action.CREATE,
                        proposal.connector(),
                        "created connector " + proposal.connector() + ", it is running")
                .with("type", "connector")
                .with("state", "RUNNING"));
        return changes;
    }

    private void requireNew(Proposal proposal) {
        for (ProposedTable table : proposal.tables()) {
            boolean exists = database.count(
                            "SELECT count(*) FROM pg_class WHERE oid = to_regclass(?)", Sql.quotedTable(table.name()))
                    > 0;
            if (exists) {
                throw new UserError(
                        "table " + table.name() + " exists already. Nothing was changed. Choose another name with"
                                + " --table, or write the connector to a file with --out and compare it with the table.");
            }
        }
        if (worker.exists(proposal.connector())) {
            throw new UserError("the worker has a connector " + proposal.connector()
                    + " already. Nothing was changed. Choose another name with --name.");
        }
    }

    private void requireValid(ObjectNode config) {
        List<String> errors = new ArrayList<>();
        for (JsonNode field : worker.validate(ConnectorSettings.SINK, config).path("configs")) {
            JsonNode value = field.path("value");
            value.path("errors").forEach(error -> errors.add(value.path("name").asText() + ": " + error.asText()));
        }
        if (!errors.isEmpty()) {
            throw new UserError("the worker rejects the connector. Nothing was changed. " + String.join("; ", errors));
        }
    }
}
