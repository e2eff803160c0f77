package io.pulsefeed.kraken.config;

import io.pulsefeed.commons.config.ConfigKey;
import io.pulsefeed.commons.config.EnumChoice;
import io.pulsefeed.commons.config.Validators;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.jspecify.annotations.Nullable;

/**
 * Where a pair's trades start, and how gaps in them are filled.
 *
 * @param startTime set if {@code startMode} is {@link StartMode#TIME}
 * @param maxPending maximum number of trades that wait for missing ones, all pairs of a task together
 */
public record GapConfig(
        StartMode startMode,
        @Nullable Instant startTime,
        Duration grace,
        Duration confirm,
        Duration timeout,
        long maxTrades,
        Duration maxAge,
        LimitPolicy limitPolicy,
        ResetPolicy resetPolicy,
        int maxPending,
        Duration quietAfter,
        Duration reconcileInterval) {

    public static final String START = "trade.start";
    public static final String MAX_TRADES = "backfill.max.trades";
    public static final String MAX_AGE = "backfill.max.age";
    private static final String GRACE = "gap.grace.ms";
    private static final String CONFIRM = "gap.confirm.ms";
    private static final String TIMEOUT = "backfill.timeout.ms";
    private static final String LIMIT_POLICY = "backfill.policy";
    private static final String RESET_POLICY = "reset.policy";
    private static final String MAX_PENDING = "pending.max.trades";
    private static final String QUIET_AFTER = "quiet.after.ms";
    private static final String RECONCILE = "reconcile.interval.ms";

    private static final String GROUP = "Gap recovery";
    private static final EnumChoice<LimitPolicy> LIMIT_POLICIES = EnumChoice.of(LimitPolicy.class);
    private static final EnumChoice<ResetPolicy> RESET_POLICIES = EnumChoice.of(ResetPolicy.class);

    static void addTo(ConfigDef definition) {
        addStart(definition);
        addLimits(definition);
        addChecks(definition);
    }

    private static void addStart(ConfigDef definition) {
        ConfigKey.of(START, Type.STRING)
                .defaultsTo("latest")
                .validatedBy(Validators.ofText(
                        "latest, snapshot, or a UTC time such as 2026-01-31T00:00:00Z", GapConfig::startTime))
                .displayedAs("Start")
                .documentedAs(
                        """
                        Where a pair without a stored offset starts. latest starts with the next trade, snapshot starts
                        with the latest 50 trades, and a UTC time such as 2026-01-31T00:00:00Z fetches all trades since
                        that time through REST, at 1000 trades per second and pair.""")
                .addTo(definition, GROUP);
        ConfigValues.millisKey(GRACE, 250, 0, 60_000)
                .displayedAs("Gap grace period")
                .documentedAs(
                        "How long the connector waits for a missing trade to arrive late before it requests it from REST.")
                .addTo(definition, GROUP);
        ConfigValues.millisKey(CONFIRM, 30_000, 1000, 3_600_000)
                .displayedAs("Gap confirmation time")
                .documentedAs(
                        """
                        How long REST has to return the trades on both sides of a gap without those in it, before the
                        connector takes the missing ids as unused and continues. If REST returns such a trade within the
                        next hour, the connector emits it after the newer ones, with the header kraken.late.""")
                .addTo(definition, GROUP);
        ConfigValues.millisKey(TIMEOUT, 60_000, 1000, 3_600_000)
                .displayedAs("Backfill timeout")
                .documentedAs(
                        """
                        A gap without progress for this long is logged and counted as overdue. The connector keeps
                        trying to fill it.""")
                .addTo(definition, GROUP);
    }

    private static void addLimits(ConfigDef definition) {
        ConfigKey.of(MAX_TRADES, Type.LONG)
                .defaultsTo(500_000L)
                .validatedBy(Range.atLeast(1L))
                .displayedAs("Maximum gap size")
                .documentedAs(
                        """
                        Maximum number of missing trades that the connector fetches for one gap. The default takes about
                        8 minutes of REST requests.""")
                .addTo(definition, GROUP);
        ConfigKey.of(MAX_AGE, Type.STRING)
                .defaultsTo("7d")
                .validatedBy(ConfigValues.duration())
                .displayedAs("Maximum gap age")
                .documentedAs(
                        """
                        Maximum time that a gap stays open, such as 7d, 12h or 30m. It counts from when the connector
                        detects the gap, not from the last trade.""")
                .addTo(definition, GROUP);
        ConfigKey.of(LIMIT_POLICY, LIMIT_POLICIES, LimitPolicy.FAIL)
                .displayedAs("Gap limit policy")
                .documentedAs(
                        """
                        What happens to a gap that exceeds backfill.max.trades or backfill.max.age. With fail the pair
                        stays incomplete and its later trades wait, while other pairs continue; the connector logs it.
                        skip continues without the missing trades, logs and counts them, and marks the next record with
                        the header kraken.gap_before.""")
                .addTo(definition, GROUP);
        ConfigKey.of(RESET_POLICY, RESET_POLICIES, ResetPolicy.FAIL)
                .importance(Importance.LOW)
                .displayedAs("Id reset policy")
                .documentedAs(
                        """
                        What happens when Kraken resets the trade ids of a pair. With fail the trades of the pair wait,
                        while other pairs continue; rebase continues with the new ids.""")
                .addTo(definition, GROUP);
    }

    private static void addChecks(ConfigDef definition) {
        ConfigKey.of(MAX_PENDING, Type.INT)
                .defaultsTo(100_000)
                .validatedBy(Range.between(1, 10_000_000))
                .importance(Importance.LOW)
                .displayedAs("Maximum pending trades")
                .documentedAs(
                        """
                        Maximum number of trades per task that wait in memory until a gap before them is filled. Above
                        it the connector drops them and fetches them again through REST.""")
                .addTo(definition, GROUP);
        ConfigValues.millisKey(QUIET_AFTER, 60_000, 1000, 86_400_000)
                .displayedAs("Quiet after")
                .documentedAs(
                        """
                        The connector checks a pair through REST if it has no trade for this long and for 20 times its
                        mean interval, because a subscription can stop delivering on an open connection.""")
                .addTo(definition, GROUP);
        ConfigValues.millisKey(RECONCILE, 900_000, 1000, 86_400_000)
                .displayedAs("Reconcile interval")
                .documentedAs("How often the connector checks each pair through REST even if trades arrive.")
                .addTo(definition, GROUP);
    }

    static GapConfig of(AbstractConfig values) {
        String start = values.getString(START);
        return new GapConfig(
                startMode(start),
                startTime(start),
                ConfigValues.millis(values, GRACE),
                ConfigValues.millis(values, CONFIRM),
                ConfigValues.millis(values, TIMEOUT),
                values.getLong(MAX_TRADES),
                ConfigValues.duration(values.getString(MAX_AGE)),
                LIMIT_POLICIES.get(values, LIMIT_POLICY),
                RESET_POLICIES.get(values, RESET_POLICY),
                values.getInt(MAX_PENDING),
                ConfigValues.millis(values, QUIET_AFTER),
                ConfigValues.millis(values, RECONCILE));
    }

    private static StartMode startMode(String start) {
        return switch (start) {
            case "latest" -> StartMode.LATEST;
            case "snapshot" -> StartMode.SNAPSHOT;
            default -> StartMode.TIME;
        };
    }

    /**
     * The time that a valid {@code trade.start} names, if it names one.
     *
     * @throws IllegalArgumentException if {@code start} is neither a mode nor a UTC time
     */
    public static @Nullable Instant startTime(String start) {
        return startMode(start) == StartMode.TIME ? Validators.instant(start) : null;
    }
}
