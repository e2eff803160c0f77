package io.pulsefeed.timescale.error;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a user should change after an error whose server message does not suggest it. */
public final class SqlAdvice {

    private static final String DEFAULT = "Fix the cause";
    private static final String POOLER =
            "The connection goes through a transaction pooler: add prepareThreshold=0 to connection.url";

    private static final Map<String, String> BY_STATE = Map.of(
            "42P05",
            POOLER,
            "26000",
            POOLER,
            "53400",
            "A limit of the server is too low for a single record. For compressed chunks, raise"
                    + " timescaledb.max_tuples_decompressed_per_dml_transaction");

    private SqlAdvice() {}

    /** Returns one sentence without a full stop. */
    public static String of(@Nullable String sqlState) {
        return sqlState == null ? DEFAULT : BY_STATE.getOrDefault(sqlState, DEFAULT);
    }
}
