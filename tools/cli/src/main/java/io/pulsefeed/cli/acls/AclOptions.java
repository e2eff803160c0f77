package io.pulsefeed.cli.acls;

import io.pulsefeed.admin.BrokerException;
import io.pulsefeed.admin.KafkaAdmin;
import io.pulsefeed.cli.Checkout;
import io.pulsefeed.cli.UserError;
import io.pulsefeed.cli.options.BrokerOptions;
import io.pulsefeed.cli.options.TimeoutOption;
import java.nio.file.Path;
import java.util.function.ToIntBiFunction;
import org.apache.kafka.common.errors.SecurityDisabledException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The ACL file, and the cluster to compare it with. */
final class AclOptions {

    @Option(names = "--file", paramLabel = "FILE", description = "ACL file (default: security/acls.json).")
    private @Nullable Path file;

    @Mixin
    private TimeoutOption timeout = new TimeoutOption("60s");

    @Mixin
    private BrokerOptions brokers = new BrokerOptions();

    int withPlan(ToIntBiFunction<AclPlan, KafkaAdmin> work) {
        AclFile wanted = AclFile.read(
                file != null
                        ? file
                        : Checkout.current().root().resolve("security").resolve("acls.json"));
        return brokers.withAdmin(timeout.value(), timeout.value(), admin -> {
            try {
                return work.applyAsInt(AclPlan.of(wanted, admin), admin);
            } catch (BrokerException e) {
                if (!e.isCausedBy(SecurityDisabledException.class)) {
                    throw e;
                }
                throw new UserError(
                        "Kafka at " + brokers.bootstrapServer()
                                + " has no authorizer: it stores no ACLs, and every client may do everything. Start it with"
                                + " docker-compose.secure.yml, or set authorizer.class.name.",
                        e);
            }
        });
    }
}
