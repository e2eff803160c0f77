package io.pulsefeed.cli.acls;

import io.pulsefeed.cli.Checkout;
import io.pulsefeed.cli.Durations;
import io.pulsefeed.cli.UserError;
import io.pulsefeed.cli.access.KafkaOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.ToIntBiFunction;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.SecurityDisabledException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which ACLs, in which cluster. */
final class AclOptions {

    @Option(names = "--file", paramLabel = "FILE", description = "The ACLs (default: security/acls.json).")
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

    Duration timeout() {
        return timeout;
    }

    int withPlan(ToIntBiFunction<AclPlan, Admin> work) {
        AclFile wanted = AclFile.read(
                file != null
                        ? file
                        : Checkout.current().root().resolve("security").resolve("acls.json"));
        return kafka.withAdmin(admin -> {
            try {
                return work.applyAsInt(AclPlan.of(wanted, admin, timeout), admin);
            } catch (SecurityDisabledException e) {
                throw new UserError(
                        "Kafka at " + kafka.bootstrapServer()
                                + " has no authorizer, so it keeps no ACLs and lets everybody do everything. Start it with"
                                + " docker-compose.secure.yml, or set authorizer.class.name.",
                        e);
            }
        });
    }
}
