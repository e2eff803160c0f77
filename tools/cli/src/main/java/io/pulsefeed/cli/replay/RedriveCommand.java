package io.pulsefeed.cli.replay;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pulsefeed.admin.SinkSettings;
import io.pulsefeed.cli.ExitCodes;
import io.pulsefeed.cli.UserError;
import io.pulsefeed.cli.options.BrokerOptions;
import io.pulsefeed.cli.options.ConnectOptions;
import io.pulsefeed.cli.options.JsonOption;
import io.pulsefeed.cli.output.JsonOutput;
import io.pulsefeed.cli.output.ProgressBar;
import io.pulsefeed.cli.output.Table;
import io.pulsefeed.cli.output.Table.Column;
import io.pulsefeed.cli.replay.DeadLetterQueue.Selection;
import io.pulsefeed.cli.replay.DeadLetterQueue.Tally;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pulsefeed redrive}. */
@Command(
        name = "redrive",
        mixinStandardHelpOptions = true,
        description = {
            "Sends the records of a sink's dead letter queue to their original topics.",
            "Use it after the cause has been fixed. Each record is sent once, also if the command runs several times or is "
                    + "interrupted. A record that fails again becomes a new dead letter."
        },
        footer =
                "Exit codes: 0 all selected records sent, 1 failure or records that could not be sent, 2 invalid usage.")
public final class RedriveCommand implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Table REASONS = new Table(Column.right(8), Column.text());

    @Option(names = "--connector", paramLabel = "NAME", required = true, description = "Sink connector.")
    private String connector;

    @Option(names = "--dry-run", description = "Only count the records by topic and cause.")
    private boolean dryRun;

    @Option(
            names = "--filter",
            paramLabel = "REGEX",
            description =
                    "Only records in whose line \"topic: cause\" of the dry run this regular expression is found, such as "
                            + "'^rawtrade: .*no mapping'. The others stay in the queue.")
    private @Nullable Pattern filter;

    @Option(names = "--limit", paramLabel = "N", description = "Send at most this many records, the oldest first.")
    private long limit = Long.MAX_VALUE;

    @Mixin
    private JsonOption json = new JsonOption();

    @Mixin
    private BrokerOptions brokers = new BrokerOptions();

    @Mixin
    private ConnectOptions connect = new ConnectOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (limit < 1) {
            throw new ParameterException(spec.commandLine(), "--limit must be 1 or more.");
        }
        String topic = SinkSettings.read(connect.rest(), connector).deadLetterTopic();
        if (topic.isEmpty()) {
            throw new UserError(connector + " has no dead letter queue: errors.deadletterqueue.topic.name is not set.");
        }
        Tally tally = brokers.explaining(() -> {
            try (ProgressBar progress =
                    ProgressBar.unless(json.isRequested(), dryRun ? "Counting" : "Sending", "records")) {
                DeadLetterQueue queue =
                        new DeadLetterQueue(brokers.clientConfig(), topic, new Selection(filter, limit), progress);
                return dryRun ? queue.count() : queue.send();
            }
        });
        if (json.isRequested()) {
            JsonOutput.print(System.out, json(topic, tally));
        } else {
            print(topic, tally);
        }
        return tally.unsendable() > 0 ? ExitCodes.FAILED : 0;
    }

    private ObjectNode json(String topic, Tally tally) {
        ObjectNode root = JSON.createObjectNode()
                .put("connector", connector)
                .put("topic", topic)
                .put("dry_run", dryRun)
                .put(dryRun ? "to_send" : "sent", tally.sendable())
                .put("not_sendable", tally.unsendable())
                .put("not_selected", tally.notSelected());
        ArrayNode reasons = root.putArray("reasons");
        tally.reasons()
                .forEach((reason, count) ->
                        reasons.addObject().put("reason", reason).put("count", count));
        return root;
    }

    private void print(String topic, Tally tally) {
        tally.reasons().forEach((reason, count) -> REASONS.print(System.out, count, reason));
        System.out.printf(
                Locale.ROOT,
                dryRun
                        ? "%,d dead letters in %s have not been sent again yet. Dry run: nothing was sent.%n"
                        : "%,d of %s sent again.%n",
                tally.sendable(),
                topic);
        if (tally.notSelected() > 0) {
            System.out.printf(Locale.ROOT, "%,d others do not match --filter.%n", tally.notSelected());
        }
        if (tally.unsendable() > 0) {
            System.err.printf(
                    Locale.ROOT,
                    "%,d records were not sent: their original topic is unknown (set "
                            + "errors.deadletterqueue.context.headers.enable=true) or has been deleted.%n",
                    tally.unsendable());
        }
    }
}
