package io.pulsefeed.cli.mapping;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** A proposal as JSON. */
final class MapJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private MapJson() {}

    static ObjectNode of(
            TopicSample sample, SampleProfile profile, Proposal proposal, List<String> ddl, DryRun.Result run) {
        ObjectNode root = JSON.createObjectNode().put("topic", sample.topic());
        root.putObject("sample")
                .put("records", sample.records().size())
                .put("available", sample.available())
                .put("partitions", sample.partitions())
                .put("json_objects", profile.objects())
                .put("not_json_objects", profile.unreadable())
                .put("without_value", profile.tombstones())
                .put("ended_by", sample.end());
        TimeChoice time = proposal.time();
        ObjectNode timeNode = root.putObject("time")
                .put("column", proposal.tables().get(0).time().name())
                .put("source", time.source().label())
                .put("unit", unit(time))
                .put("reason", time.reason());
        if (time.notation() != null) {
            timeNode.put("pattern", time.notation().pattern());
        }
        ObjectNode key = root.putObject("key");
        proposal.tables().get(0).key().forEach(key.putArray("columns")::add);
        key.put("reason", proposal.key().reason());
        root.put("chunk_interval", proposal.chunk()).put("rows_per_day", Math.round(proposal.rowsPerDay()));
        ArrayNode tables = root.putArray("tables");
        proposal.tables().forEach(table -> tables.add(table(table)));
        ddl.forEach(root.putArray("ddl")::add);
        root.set("dry_run", dryRun(run));
        root.put("extra_column", proposal.extraColumn());
        ArrayNode unmapped = root.putArray("unmapped");
        proposal.unmapped()
                .forEach(field ->
                        unmapped.addObject().put("field", field.field()).put("reason", field.reason()));
        proposal.notes().forEach(root.putArray("notes")::add);
        root.set("connector", ConnectorSettings.file(proposal));
        return root;
    }

    private static String unit(TimeChoice time) {
        if (time.isRecordTimestamp()) {
            return "record";
        }
        return time.notation() != null ? "text" : time.form().configValue();
    }

    private static ObjectNode table(ProposedTable table) {
        ObjectNode node = JSON.createObjectNode().put("name", table.name());
        node.put("each", String.join(".", table.each()));
        table.key().forEach(node.putArray("key")::add);
        ArrayNode columns = node.putArray("columns");
        for (ProposedColumn column : table.allColumns()) {
            ObjectNode entry = columns.addObject()
                    .put("name", column.name())
                    .put("type", column.type().sql())
                    .put("source", column.source().label());
            if (column.type().time() != null) {
                entry.put("unit", column.type().time().configValue());
            }
            if (!column.type().note().isEmpty()) {
                entry.put("note", column.type().note());
            }
        }
        return node;
    }

    private static ObjectNode dryRun(DryRun.Result run) {
        ObjectNode node = JSON.createObjectNode()
                .put("written", run.written())
                .put("rejected", run.rejected())
                .put("without_value", run.tombstones())
                .put("without_row", run.withoutRows())
                .put("ignored_fields", run.ignoredFields());
        ArrayNode rejections = node.putArray("rejections");
        run.rejections().forEach(rejection -> rejections
                .addObject()
                .put("reason", rejection.reason())
                .put("records", rejection.records())
                .put("message", rejection.message())
                .put("example", rejection.example()));
        ArrayNode tables = node.putArray("tables");
        for (DryRun.TableRows table : run.tables()) {
            ObjectNode entry = tables.addObject()
                    .put("name", table.table())
                    .put("rows", table.rows())
                    .put("replaced", table.replaced());
            ArrayNode rows = entry.putArray("sample");
            table.shown().forEach(row -> {
                ObjectNode cells = rows.addObject();
                for (int i = 0; i < row.size(); i++) {
                    cells.put(table.columns().get(i), row.get(i));
                }
            });
        }
        return node;
    }
}
