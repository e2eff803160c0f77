package io.pulsefeed.cli.acls;

import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.resource.PatternType;

/**
 * What separates a cluster from a file of ACLs. Of a principal that the file names, an ACL that the file does not have is
 * taken away; principals that it does not name are nobody's business here.
 */
record AclPlan(Set<AclBinding> missing, Set<AclBinding> surplus) {

    static AclPlan of(AclFile wanted, Admin admin, Duration limit) {
        Set<AclBinding> there = new LinkedHashSet<>(
                await(admin.describeAcls(AclBindingFilter.ANY).values(), limit));
        Set<AclBinding> missing = new LinkedHashSet<>(wanted.bindings());
        missing.removeAll(there);
        Set<AclBinding> surplus = new LinkedHashSet<>(there);
        surplus.removeIf(acl -> wanted.bindings().contains(acl)
                || !wanted.principals().contains(acl.entry().principal()));
        return new AclPlan(missing, surplus);
    }

    boolean isEmpty() {
        return missing.isEmpty() && surplus.isEmpty();
    }

    /** Gives before it takes: a connector that runs meanwhile loses nothing that it keeps. */
    void apply(Admin admin, Duration limit) {
        if (!missing.isEmpty()) {
            await(admin.createAcls(missing).all(), limit);
        }
        if (!surplus.isEmpty()) {
            await(
                    admin.deleteAcls(surplus.stream().map(AclBinding::toFilter).toList())
                            .all(),
                    limit);
        }
    }

    List<String> lines() {
        return Stream.concat(
                        missing.stream().map(acl -> "+ " + line(acl)),
                        surplus.stream().map(acl -> "- " + line(acl)))
                .sorted(Comparator.comparing(line -> line.substring(2)))
                .toList();
    }

    private static String line(AclBinding acl) {
        return acl.entry().principal() + " " + acl.entry().operation() + " "
                + acl.pattern().resourceType().name().toLowerCase(Locale.ROOT).replace('_', '-') + " "
                + acl.pattern().name()
                + (acl.pattern().patternType() == PatternType.PREFIXED ? "..." : "");
    }

    private static <T> T await(KafkaFuture<T> future, Duration limit) {
        try {
            return future.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException known ? known : new KafkaException(e.getCause());
        } catch (TimeoutException e) {
            throw new org.apache.kafka.common.errors.TimeoutException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException(e);
        }
    }
}
