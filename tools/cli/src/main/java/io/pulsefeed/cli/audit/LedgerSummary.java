package io.pulsefeed.cli.audit;

import io.pulsefeed.cli.access.Database;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The state of the ledger in one line, without reading tables or topics.
 *
 * @param records consumed in the last 24 hours of event time
 * @param sealedHours hours that were compared with their table in the last week
 * @param incompleteHours those that differ
 * @param deadLetters bad records that no replay has written
 */
public record LedgerSummary(long records, long sealedHours, long incompleteHours, long deadLetters) {

    private static final String SUMMARY =
            """
            SELECT
              (SELECT coalesce(sum(consumed), 0)::bigint FROM pulsefeed_ledger WHERE hour >= now() - interval '24 hours'),
              count(*),
              count(*) FILTER (WHERE s.hour >= f.complete_from AND s.reason <> 'replay' AND s.table_rows <> s.expected_rows),
              (SELECT count(*) FROM pulsefeed_ledger_dead WHERE resolved_at IS NULL)
            FROM pulsefeed_ledger_seal s JOIN pulsefeed_ledger_start f USING (table_name)
            WHERE s.sealed_at > now() - interval '7 days'""";

    /** Empty if the database has no ledger. */
    public static Optional<LedgerSummary> read(Database database) {
        if (!database.exists("pulsefeed_ledger_start")) {
            return Optional.empty();
        }
        List<@Nullable String> row = database.rows(SUMMARY).get(0);
        return Optional.of(new LedgerSummary(number(row, 0), number(row, 1), number(row, 2), number(row, 3)));
    }

    /** Whether nothing is known to be missing. Only {@code pulsefeed audit} proves it. */
    public boolean isComplete() {
        return incompleteHours == 0 && deadLetters == 0;
    }

    public String line() {
        return String.format(
                Locale.ROOT,
                "ledger: %,d records in 24 h; %,d hours sealed in 7 days, %,d differ; %,d dead letters%s",
                records,
                sealedHours,
                incompleteHours,
                deadLetters,
                isComplete() ? "" : "; run pulsefeed audit --deep");
    }

    private static long number(List<@Nullable String> row, int column) {
        return Long.parseLong(Objects.requireNonNull(row.get(column)));
    }
}
