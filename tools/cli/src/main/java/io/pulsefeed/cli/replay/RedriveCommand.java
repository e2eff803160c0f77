package io.pulsefeed.cli.replay;

import io.pulsefeed.cli.UserError;
import io.pulsefeed.cli.access.ConnectOptions;
import io.pulsefeed.cli.access.KafkaOptions;
import io.pulsefeed.cli.access.SinkSettings;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pulsefeed redrive}. */
@Command(
        name = "redrive",
        mixinStandardHelpOptions = true,
        description = {
            "Sends the dead letters of a sink to the topics that they came from.",
            "For another try, once the cause is mended. Each goes once, however often the command runs; one that "
                    + "is still bad becomes a new dead letter."
        },
        footer = "Exit codes: 0 all sent, 1 it failed or letters had to be left, 2 wrong usage.")
public final class RedriveCommand implements Callable<Integer> {

    @Option(names = "--connector", paramLabel = "NAME", required = true, description = "The sink.")
    private String connector;

    @Option(names = "--dry-run", description = "Only say how many there are, from which topic and why.")
    private boolean dryRun;

    @Mixin
    private KafkaOptions kafka;

    @Mixin
    private ConnectOptions connect;

    @Override
    public Integer call() {
        String topic = SinkSettings.read(connect.rest(), connector).deadLetterTopic();
        if (topic.isEmpty()) {
            throw new UserError(connector + " has no dead letter topic: errors.deadletterqueue.topic.name is not set.");
        }
        DeadLetters.Tally tally;
        try {
            DeadLetters letters = new DeadLetters(kafka.client(), topic);
            tally = dryRun ? letters.count() : letters.send();
        } catch (KafkaException e) {
            throw kafka.explained(e);
        }
        tally.reasons().forEach((reason, count) -> System.out.printf(Locale.ROOT, "%,8d %s%n", count, reason));
        System.out.printf(
                Locale.ROOT,
                dryRun
                        ? "%,d dead letters in %s not sent again yet. A dry run: nothing was sent.%n"
                        : "%,d of %s sent again.%n",
                tally.good(),
                topic);
        if (tally.left() > 0) {
            System.err.printf(
                    Locale.ROOT,
                    "%,d were left: they do not say which topic they came from (the connector needs "
                            + "errors.deadletterqueue.context.headers.enable=true), or it is gone.%n",
                    tally.left());
            return 1;
        }
        return 0;
    }
}
