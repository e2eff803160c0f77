package io.pulsefeed.cli.replay;

import io.pulsefeed.admin.SinkSettings;
import io.pulsefeed.cli.ExitCodes;
import io.pulsefeed.cli.UserError;
import io.pulsefeed.cli.options.BrokerOptions;
import io.pulsefeed.cli.options.ConnectOptions;
import io.pulsefeed.cli.output.ProgressBar;
import io.pulsefeed.cli.output.Table;
import io.pulsefeed.cli.output.Table.Column;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pulsefeed redrive}. */
@Command(
        name = "redrive",
        mixinStandardHelpOptions = true,
        description = {
            "Sends the records of a sink's dead letter queue to their original topics.",
            "Use it after the cause has been fixed. Each record is sent once, also if the command runs several times. A record "
                    + "that fails again becomes a new dead letter."
        },
        footer = "Exit codes: 0 all sent, 1 failure or records that could not be sent, 2 invalid usage.")
public final class RedriveCommand implements Callable<Integer> {

    private static final Table REASONS = new Table(Column.right(8), Column.text());

    @Option(names = "--connector", paramLabel = "NAME", required = true, description = "Sink connector.")
    private String connector;

    @Option(names = "--dry-run", description = "Only count the records by topic and cause.")
    private boolean dryRun;

    @Mixin
    private BrokerOptions brokers = new BrokerOptions();

    @Mixin
    private ConnectOptions connect = new ConnectOptions();

    @Override
    public Integer call() {
        String topic = SinkSettings.read(connect.rest(), connector).deadLetterTopic();
        if (topic.isEmpty()) {
            throw new UserError(connector + " has no dead letter queue: errors.deadletterqueue.topic.name is not set.");
        }
        DeadLetterQueue.Tally tally = brokers.explaining(() -> {
            try (ProgressBar progress = ProgressBar.create(dryRun ? "Counting" : "Sending", "records")) {
                DeadLetterQueue queue = new DeadLetterQueue(brokers.clientConfig(), topic, progress);
                return dryRun ? queue.count() : queue.send();
            }
        });
        tally.reasons().forEach((reason, count) -> REASONS.print(System.out, count, reason));
        System.out.printf(
                Locale.ROOT,
                dryRun
                        ? "%,d dead letters in %s have not been sent again yet. Dry run: nothing was sent.%n"
                        : "%,d of %s sent again.%n",
                tally.sendable(),
                topic);
        if (tally.unsendable() > 0) {
            System.err.printf(
                    Locale.ROOT,
                    "%,d records were not sent: their original topic is unknown (set "
                            + "errors.deadletterqueue.context.headers.enable=true) or has been deleted.%n",
                    tally.unsendable());
            return ExitCodes.FAILED;
        }
        return 0;
    }
}
