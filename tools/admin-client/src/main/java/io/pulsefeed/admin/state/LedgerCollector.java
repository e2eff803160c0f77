package io.pulsefeed.admin.state;

/** Reads the accounts and seals of the ledger. */
final class LedgerCollector implements Collector<LedgerState> {

    private static final String SUMMARY =
            """
            SELECT
              (SELECT coalesce(sum(consumed), 0)::bigint FROM pulsefeed_ledger WHERE hour >= now() - interval '24 hours'),
              count(*),
              count(*) FILTER (WHERE s.hour >= f.complete_from AND s.reason <> 'replay' AND s.table_rows <> s.expected_rows),
              (SELECT count(*) FROM pulsefeed_ledger_dead WHERE resolved_at IS NULL)
            FROM pulsefeed_ledger_seal s JOIN pulsefeed_ledger_start f USING (table_name)
            WHERE s.sealed_at > now() - interval '7 days'""";

    private final StateDatabase database;

    LedgerCollector(StateDatabase database) {
        this.database = database;
    }

    @Override
    public LedgerState collect() {
        if (!database.exists("pulsefeed_ledger_start")) {
            return LedgerState.NONE;
        }
        return database.rows(
                        SUMMARY,
                        row -> new LedgerState(true, row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)))
                .get(0);
    }

    @Override
    public void close() {
        database.close();
    }
}
