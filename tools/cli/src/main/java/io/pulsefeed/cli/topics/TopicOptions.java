package io.pulsefeed.cli.topics;

import io.pulsefeed.admin.TopicPlan;
import io.pulsefeed.admin.TopicProfile;
import io.pulsefeed.cli.Checkout;
import io.pulsefeed.cli.Durations;
import io.pulsefeed.cli.UserError;
import io.pulsefeed.cli.access.KafkaOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which topics, in which cluster. */
final class TopicOptions {

    /** The profiles that are shipped. */
    enum Profile {
        single,
        local,
        cluster
    }

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            defaultValue = "single",
            description =
                    "single: one broker, one partition a topic, strict order over everything. local: one broker, three "
                            + "partitions. cluster: three brokers, each record on all of them (default: single).")
    private Profile profile;

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description =
                    "A profile of your own, instead of --profile; the shipped ones in connect-config/topics show its form.")
    private Path file;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "60s",
            converter = Durations.class,
            description = "How long to wait for the brokers, such as 60s or 5m (default: 60s).")
    private Duration timeout;

    @Mixin
    private KafkaOptions kafka;

    int withPlan(ToIntFunction<TopicPlan> work) {
        TopicProfile wanted = read();
        return kafka.withAdmin(admin -> work.applyAsInt(new TopicPlan(wanted, admin, timeout)));
    }

    private TopicProfile read() {
        Path from = file != null
                ? file
                : Checkout.current().connectConfig().resolve("topics").resolve(profile.name() + ".json");
        try {
            return TopicProfile.read(from);
        } catch (IOException e) {
            throw new UserError("the topics in " + from + " cannot be read: " + e.getMessage(), e);
        }
    }
}
