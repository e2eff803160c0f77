package io.pulsefeed.cli.mapping;

import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Proposes and tests until the dry run rejects no more than a few records because of one column. The profile only looks at values; the
 * code of the sink decides whether it can store them.
 */
record ProposalSearch(SampleProfile profile, Proposal proposal, DryRun.Result run) {

    private static final int MAX_ATTEMPTS = 8;
    private static final double ACCEPTED = 0.01;

    /** @param plainParser of records without an envelope */
    static ProposalSearch of(TopicSample sample, RecordParser plainParser, Proposer.Wishes wishes, Clock clock) {
        RecordParser parser = haveSchemas(sample, plainParser) ? plainParser.ofPayloads() : plainParser;
        SampleProfile profile = SampleProfile.of(sample, parser);
        Set<FieldSource> onlyText = new HashSet<>();
        Set<FieldSource> notTime = new HashSet<>();
        ProposalSearch found = null;
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            Exclusions exclusions = new Exclusions(Set.copyOf(onlyText), Set.copyOf(notTime));
            Proposal proposal = new Proposer(sample, profile, parser, wishes, exclusions, clock.millis()).propose();
            DryRun.Result run = DryRun.of(sample, ConnectorSettings.of(proposal), clock);
            found = new ProposalSearch(profile, proposal, run);
            if (!found.exclude(onlyText, notTime)) {
                break;
            }
        }
        return found;
    }

    /** Whether nearly all records have the form of JsonConverter with schemas. */
    private static boolean haveSchemas(TopicSample sample, RecordParser parser) {
        long with = sample.records().stream()
                .filter(record -> RecordParser.isWithSchema(parser.parse(record.value())))
                .count();
        long valued = sample.records().stream()
                .filter(record -> record.value() != null)
                .count();
        return with > 0 && with >= valued * (1 - ACCEPTED);
    }

    /** @return whether a column is to be changed */
    private boolean exclude(Set<FieldSource> onlyText, Set<FieldSource> notTime) {
        boolean isChanged = false;
        List<DryRun.Rejection> notable = run.rejections().stream()
                .filter(rejection -> rejection.records() > profile.objects() * ACCEPTED)
                .toList();
        for (DryRun.Rejection rejection : notable) {
            for (ProposedTable table : proposal.tables()) {
                for (ProposedColumn column : table.allColumns()) {
                    if (rejection.isOf(table, column)) {
                        boolean isTime = column.equals(table.time());
                        isChanged |= (isTime ? notTime : onlyText).add(column.source());
                    }
                }
            }
        }
        return isChanged;
    }
}
