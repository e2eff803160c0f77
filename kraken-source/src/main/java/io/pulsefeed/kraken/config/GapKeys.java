package io.pulsefeed.kraken.config;

import io.pulsefeed.commons.config.ConfigKey;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;

/** Where the trades begin, and what happens when some are missing. */
final class GapKeys {

    static final String START = "trade.start";
    static final String GRACE = "gap.grace.ms";
    static final String TIMEOUT = "backfill.timeout.ms";
    static final String MAX_TRADES = "backfill.max.trades";
    static final String MAX_AGE = "backfill.max.age";
    static final String LIMIT_POLICY = "backfill.policy";
    static final String RESET_POLICY = "reset.policy";
    static final String MAX_PENDING = "pending.max.trades";
    static final String QUIET_AFTER = "quiet.after.ms";
    static final String RECONCILE = "reconcile.interval.ms";

    private static final String GROUP = "Trades without gaps";

    private GapKeys() {}

    static void addTo(ConfigDef definition) {
        addStart(definition);
        addLimits(definition);
        addChecks(definition);
    }

    private static void addStart(ConfigDef definition) {
        ConfigKey.of(START, Type.STRING)
                .defaultsTo("latest")
                .validatedBy(Rules.start())
                .importance(Importance.MEDIUM)
                .displayedAs("Start")
                .documentedAs(
                        """
                        Where a pair without a stored offset begins. latest takes what comes from now on, snapshot also
                        the latest 50 trades, and a UTC time such as 2026-01-31T00:00:00Z fetches everything since then
                        by REST, 1000 trades per second and pair.""")
                .addTo(definition, GROUP);
        ConfigKey.of(GRACE, Type.LONG)
                .defaultsTo(250L)
                .validatedBy(Range.between(0L, 60_000L))
                .importance(Importance.LOW)
                .displayedAs("Gap grace")
                .documentedAs("How long a missing trade may still come by itself before it is fetched by REST.")
                .addTo(definition, GROUP);
        ConfigKey.of(TIMEOUT, Type.LONG)
                .defaultsTo(60_000L)
                .validatedBy(Range.between(1000L, 3_600_000L))
                .importance(Importance.LOW)
                .displayedAs("Backfill timeout")
                .documentedAs(
                        "After this time without progress a gap counts as overdue and is logged. It is still filled later.")
                .addTo(definition, GROUP);
    }

    private static void addLimits(ConfigDef definition) {
        ConfigKey.of(MAX_TRADES, Type.LONG)
                .defaultsTo(500_000L)
                .validatedBy(Range.atLeast(1L))
                .importance(Importance.MEDIUM)
                .displayedAs("Longest backfill")
                .documentedAs(
                        "Gaps with more trades than this are not filled. The default is about 8 minutes of REST requests.")
                .addTo(definition, GROUP);
        ConfigKey.of(MAX_AGE, Type.STRING)
                .defaultsTo("7d")
                .validatedBy(Rules.age())
                .importance(Importance.MEDIUM)
                .displayedAs("Oldest backfill")
                .documentedAs("Gaps that begin longer ago than this are not filled. Written as 7d, 12h or 30m.")
                .addTo(definition, GROUP);
        ConfigKey.of(LIMIT_POLICY, Type.STRING)
                .defaultsTo("fail")
                .validatedBy(Rules.oneOf("fail", "skip"))
                .recommendedBy(Rules.recommend("fail", "skip"))
                .importance(Importance.MEDIUM)
                .displayedAs("Beyond the limits")
                .documentedAs(
                        """
                        What happens to a gap beyond these limits. fail stops the task until somebody decides, skip
                        goes on, logs and counts it, and marks the next record with the header kraken.gap_before.""")
                .addTo(definition, GROUP);
        ConfigKey.of(RESET_POLICY, Type.STRING)
                .defaultsTo("fail")
                .validatedBy(Rules.oneOf("fail", "rebase"))
                .recommendedBy(Rules.recommend("fail", "rebase"))
                .importance(Importance.LOW)
                .displayedAs("Numbering restarted")
                .documentedAs(
                        """
                        What happens when the venue begins to number a pair's trades anew. fail stops the task until
                        somebody decides, rebase goes on with the new numbers.""")
                .addTo(definition, GROUP);
    }

    private static void addChecks(ConfigDef definition) {
        ConfigKey.of(MAX_PENDING, Type.INT)
                .defaultsTo(100_000)
                .validatedBy(Range.between(1, 10_000_000))
                .importance(Importance.LOW)
                .displayedAs("Waiting trades")
                .documentedAs(
                        "How many trades of a task may wait behind gaps. Beyond it they are let go and fetched by REST.")
                .addTo(definition, GROUP);
        ConfigKey.of(QUIET_AFTER, Type.LONG)
                .defaultsTo(60_000L)
                .validatedBy(Range.between(1000L, 86_400_000L))
                .importance(Importance.LOW)
                .displayedAs("Quiet after")
                .documentedAs(
                        """
                        A pair without a trade for this long, and for 20 times its usual interval, is looked up by
                        REST: a subscription can be dead on a living connection.""")
                .addTo(definition, GROUP);
        ConfigKey.of(RECONCILE, Type.LONG)
                .defaultsTo(900_000L)
                .validatedBy(Range.between(1000L, 86_400_000L))
                .importance(Importance.LOW)
                .displayedAs("Reconcile interval")
                .documentedAs("How often each pair is looked up by REST although nothing seems wrong.")
                .addTo(definition, GROUP);
    }
}
