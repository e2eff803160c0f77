package io.pulsefeed.cli.mapping;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/** The proposal for a sample, and its dry run. */
record ProposalCase(TopicSample sample, SampleProfile profile, Proposal proposal, DryRun.Result run) {

    private static final Clock CLOCK = Clock.fixed(ShapeRecords.NOW, ZoneOffset.UTC);

    static ProposalCase of(TopicSample sample) {
        return of(sample, "extra");
    }

    static ProposalCase of(TopicSample sample, String extraColumn) {
        ProposalSearch found =
                ProposalSearch.of(sample, new RecordParser(1 << 20), new Proposer.Wishes("", "", extraColumn), CLOCK);
        return new ProposalCase(sample, found.profile(), found.proposal(), found.run());
    }

    Map<String, String> settings() {
        return ConnectorSettings.of(proposal);
    }

    /** The type of the column that reads a source; empty if there is none. */
    String type(String source) {
        for (ProposedTable table : proposal.tables()) {
            for (ProposedColumn column : table.allColumns()) {
                if (column.source().label().equals(source)) {
                    return column.type().sql();
                }
            }
        }
        return "";
    }

    /** The sources of the key of the first table, without the time. */
    List<String> keySources() {
        return proposal.key().columns().stream()
                .map(column -> column.source().label())
                .toList();
    }

    String time() {
        TimeChoice time = proposal.time();
        return time.isRecordTimestamp() ? "record" : time.source().label();
    }

    String unit() {
        TimeChoice time = proposal.time();
        return time.isRecordTimestamp()
                ? "record"
                : time.notation() != null ? "text" : time.form().configValue();
    }
}
