package io.pulsefeed.cli.patient;

import io.pulsefeed.cli.access.Database;
import io.pulsefeed.cli.access.DatabaseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongConsumer;

/** Executes the steps of a plan, each in its own transaction. An interrupted deletion is continued by a new plan. */
final class PatientDeletion {

    /** SQLSTATE of a statement that would decompress more rows than the server allows. */
    private static final String TOO_MANY_ROWS = "53400";
    /** A smaller step is not split further: the rows of a compressed batch are decompressed together. */
    private static final long SMALLEST = 1000;

    private final Database database;
    private final LongConsumer progress;
    private final Map<String, Long> deleted = new LinkedHashMap<>();
    private long total;

    /** @param progress is called with the number of rows deleted so far */
    PatientDeletion(Database database, LongConsumer progress) {
        this.database = database;
        this.progress = progress;
    }

    /** Returns the number of deleted rows by table. */
    Map<String, Long> run(DeletionPlan plan) {
        plan.steps().forEach(this::delete);
        return deleted;
    }

    private void delete(DeletionStep step) {
        try {
            count(step, database.update(step.sql()));
        } catch (DatabaseException e) {
            if (!e.sqlState().equals(TOO_MANY_ROWS)) {
                throw e;
            }
            if (step.hasBounds() && !step.from().equals(step.to()) && step.rows() > SMALLEST) {
                split(step);
            } else {
                deleteWithoutLimit(step);
            }
        }
    }

    private void split(DeletionStep step) {
        String from = "timestamptz '" + step.from() + "'";
        String middle = from + " + (timestamptz '" + step.to() + "' - " + from + ") / 2";
        var bounds = database.rows("SELECT " + middle + ", " + middle + " + interval '1 microsecond'")
                .get(0);
        half(step, step.from(), Objects.requireNonNull(bounds.get(0)));
        half(step, Objects.requireNonNull(bounds.get(1)), step.to());
    }

    private void half(DeletionStep step, String from, String to) {
        DeletionStep half = step.between(from, to, 0);
        long rows =
                database.count("SELECT count(*) FROM " + Database.quoted(half.table()) + " WHERE " + half.condition());
        if (rows > 0) {
            delete(half.between(from, to, rows));
        }
    }

    /** The compressed batches that contain these few rows are larger than the limit of the server. */
    private void deleteWithoutLimit(DeletionStep step) {
        database.inTransaction(() -> {
            database.execute("SET LOCAL timescaledb.max_tuples_decompressed_per_dml_transaction = 0");
            count(step, database.update(step.sql()));
        });
    }

    private void count(DeletionStep step, long rows) {
        deleted.merge(step.table(), rows, Long::sum);
        total += rows;
        progress.accept(total);
    }
}
