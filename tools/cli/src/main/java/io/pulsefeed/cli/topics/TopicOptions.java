package io.pulsefeed.cli.topics;

import io.pulsefeed.admin.IoErrors;
import io.pulsefeed.admin.TopicPlan;
import io.pulsefeed.admin.TopicProfile;
import io.pulsefeed.cli.Checkout;
import io.pulsefeed.cli.UserError;
import io.pulsefeed.cli.options.BrokerOptions;
import io.pulsefeed.cli.options.TimeoutOption;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The topic profile, and the cluster to compare it with. */
final class TopicOptions {

    /** Profiles in {@code connect-config/topics}. */
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
                    "single: one broker, one partition per topic, total order. local: one broker, three partitions. "
                            + "cluster: three brokers, replication factor 3 (default: single).")
    private Profile profile = Profile.single;

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description = "Custom profile instead of --profile, in the format of the files in connect-config/topics.")
    private @Nullable Path file;

    @Mixin
    private TimeoutOption timeout = new TimeoutOption("60s");

    @Mixin
    private BrokerOptions brokers = new BrokerOptions();

    int withPlan(ToIntFunction<TopicPlan> work) {
        TopicProfile wanted = read();
        return brokers.withAdmin(
                timeout.value(), timeout.value(), admin -> work.applyAsInt(new TopicPlan(wanted, admin)));
    }

    private TopicProfile read() {
        Path from = file != null
                ? file
                : Checkout.current().connectConfig().resolve("topics").resolve(profile.name() + ".json");
        try {
            return TopicProfile.read(from);
        } catch (IOException e) {
            throw new UserError("the topic profile " + from + " cannot be read: " + IoErrors.describe(e), e);
        }
    }
}
