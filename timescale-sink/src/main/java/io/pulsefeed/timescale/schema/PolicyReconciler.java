package io.pulsefeed.timescale.schema;

import io.pulsefeed.timescale.config.Interval;
import io.pulsefeed.timescale.schema.Catalog.Hypertable;
import io.pulsefeed.timescale.schema.PolicyJobs.Job;
import io.pulsefeed.timescale.schema.PolicyStore.Stored;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the policies of a hypertable on TimescaleDB Community match the configuration. It changes and removes only jobs that
 * this connector has created and nobody has changed since; any other job is left as it is.
 *
 * <pre>
 *   job of the table     configured            not configured
 *   none                 add                   -
 *   ours                 change if different   remove
 *   ours, but changed    warn if different     warn
 *   of others            warn if different     log
 * </pre>
 */
final class PolicyReconciler {

    private static final Logger LOG = LoggerFactory.getLogger(PolicyReconciler.class);

    private final Connection connection;
    private final Extension extension;
    private final PolicyJobs jobs;
    private final PolicyStore store;

    PolicyReconciler(Connection connection, Extension extension, String connector) {
        this.connection = connection;
        this.extension = extension;
        this.jobs = new PolicyJobs(connection, extension);
        this.store = new PolicyStore(connection, connector);
    }

    /** @param layout how to compress; null for retention */
    void reconcile(String table, PolicyKind kind, Optional<Interval> configured, @Nullable CompressionLayout layout)
            throws SQLException {
        TableTransaction.run(connection, table, statement -> {
            Optional<Hypertable> hypertable = new Catalog(connection).hypertable(table);
            if (hypertable.isPresent()) {
                new Policy(table, hypertable.get(), kind, layout).reconcile(configured.map(Interval::toString));
            }
        });
    }

    /** One policy of one table. */
    private final class Policy {

        private final String table;
        private final Hypertable hypertable;
        private final PolicyKind kind;
        private final @Nullable CompressionLayout layout;

        Policy(String table, Hypertable hypertable, PolicyKind kind, @Nullable CompressionLayout layout) {
            this.table = table;
            this.hypertable = hypertable;
            this.kind = kind;
            this.layout = layout;
        }

        void reconcile(Optional<String> configured) throws SQLException {
            List<Job> existing = jobs.find(table, kind);
            Optional<Stored> stored = store.find(hypertable.name(), kind);
            Optional<Job> ours = stored.flatMap(policy ->
                    existing.stream().filter(job -> job.id() == policy.jobId()).findFirst());
            if (ours.isPresent()) {
                reconcileOurs(ours.get(), stored.get(), configured);
            } else if (!existing.isEmpty()) {
                report(existing.get(0), configured);
            } else if (configured.isPresent()) {
                add(configured.get());
            } else if (stored.isPresent()) {
                store.remove(hypertable.name(), kind);
            }
        }

        private void add(String interval) throws SQLException {
            fitRefreshWindows(interval);
            @Nullable String options = setOptions(null);
            int job = jobs.add(table, kind, interval);
            store.put(hypertable.name(), kind, new Stored(job, interval, options));
            LOG.info("{}: created the policy for {} {} (job {})", table, kind.key(), interval, job);
        }

        private void reconcileOurs(Job job, Stored stored, Optional<String> configured) throws SQLException {
            boolean isAsStored = jobs.isSame(job.interval(), stored.interval());
            if (configured.isEmpty()) {
                if (isAsStored) {
                    jobs.remove(job.id());
                    store.remove(hypertable.name(), kind);
                    LOG.info(
                            "{}: removed the policy for {} {} (job {}), which is not configured any more",
                            table,
                            kind.key(),
                            stored.interval(),
                            job.id());
                } else {
                    report(job, configured);
                }
                return;
            }
            String interval = configured.get();
            boolean isAsConfigured = jobs.isSame(job.interval(), interval);
            if (!isAsStored && !isAsConfigured) {
                report(job, configured);
                return;
            }
            @Nullable String options = setOptions(stored.options());
            if (!isAsConfigured) {
                fitRefreshWindows(interval);
                jobs.change(job.id(), kind.argument(), interval);
                LOG.info(
                        "{}: changed the policy for {} from {} to {} (job {})",
                        table,
                        kind.key(),
                        stored.interval(),
                        interval,
                        job.id());
            }
            Stored now = new Stored(job.id(), interval, options);
            if (!now.equals(stored)) {
                store.put(hypertable.name(), kind, now);
            }
        }

        private void fitRefreshWindows(String interval) throws SQLException {
            if (kind == PolicyKind.RETENTION) {
                new RefreshWindows(connection, jobs).shorten(table, interval);
            }
        }

        /**
         * Sets segments and order. Settings that the user made remain, unless the configuration overrides them.
         *
         * @param before options that this connector set before; null for none
         * @return the options that this connector has set; null for none
         */
        private @Nullable String setOptions(@Nullable String before) throws SQLException {
            if (layout == null || before == null && hypertable.isCompressed() && !layout.isConfigured()) {
                return before;
            }
            String options = layout.options();
            if (!options.equals(before)) {
                jobs.setOptions(table, options);
                LOG.info("{}: set {}; this applies to chunks that are compressed from now on", table, options);
            }
            return options;
        }

        /** Logs a job that differs from the configuration and that this connector must not change. */
        private void report(Job job, Optional<String> configured) throws SQLException {
            if (configured.isEmpty()) {
                LOG.info(
                        "{}: {} is not configured, but the table has a policy of {} (job {}), which this sink did not create"
                                + " or which was changed since; left unchanged",
                        table,
                        kind.key(),
                        job.setting(),
                        job.id());
                return;
            }
            boolean hasLayout = layout != null && layout.isConfigured();
            if (hasLayout || !jobs.isSame(job.interval(), configured.get())) {
                LOG.warn(
                        "{}: {} is {}{}, but the table has a policy of {} (job {}), which this sink did not create or which was"
                                + " changed since; left unchanged. To let the sink manage it, run: {}; then restart the connector",
                        table,
                        kind.key(),
                        configured.get(),
                        hasLayout ? " with " + layout.options() : "",
                        job.setting(),
                        job.id(),
                        kind.removal(extension, table));
            }
        }
    }
}
