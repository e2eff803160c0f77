package io.pulsefeed.cli.acls;

import io.pulsefeed.admin.KafkaAdmin;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.resource.PatternType;

/**
 * The differences between the ACLs of a cluster and those of a file. ACLs of principals that are not in the file are ignored.
 *
 * @param missing ACLs of the file that the cluster does not have
 * @param surplus ACLs in the cluster, of principals of the file, that the file does not have
 */
record AclPlan(Set<AclBinding> missing, Set<AclBinding> surplus) {

    static AclPlan of(AclFile wanted, KafkaAdmin admin) {
        Set<AclBinding> existing = new LinkedHashSet<>(admin.acls());
        Set<AclBinding> missing = new LinkedHashSet<>(wanted.bindings());
        missing.removeAll(existing);
        Set<AclBinding> surplus = new LinkedHashSet<>(existing);
        surplus.removeIf(acl -> wanted.bindings().contains(acl)
                || !wanted.principals().contains(acl.entry().principal()));
        return new AclPlan(missing, surplus);
    }

    boolean isEmpty() {
        return missing.isEmpty() && surplus.isEmpty();
    }

    /** Creates before it deletes, so that a running connector never loses an ACL that it keeps. */
    void apply(KafkaAdmin admin) {
        admin.createAcls(missing);
        admin.deleteAcls(surplus);
    }

    List<String> lines() {
        return Stream.concat(
                        missing.stream().map(acl -> "+ " + line(acl)),
                        surplus.stream().map(acl -> "- " + line(acl)))
                .sorted(Comparator.comparing(line -> line.substring(2)))
                .toList();
    }

    /** The ACLs to be created and deleted, for {@code --json}. */
    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("create", objects(missing));
        json.put("delete", objects(surplus));
        return json;
    }

    private static List<Map<String, String>> objects(Set<AclBinding> acls) {
        return acls.stream()
                .sorted(Comparator.comparing(AclPlan::line))
                .map(AclPlan::object)
                .toList();
    }

    private static Map<String, String> object(AclBinding acl) {
        Map<String, String> object = new LinkedHashMap<>();
        object.put("principal", acl.entry().principal());
        object.put("operation", acl.entry().operation().name());
        object.put("resource_type", acl.pattern().resourceType().name());
        object.put("name", acl.pattern().name());
        object.put("pattern_type", acl.pattern().patternType().name());
        return object;
    }

    private static String line(AclBinding acl) {
        return acl.entry().principal() + " " + acl.entry().operation() + " "
                + acl.pattern().resourceType().name().toLowerCase(Locale.ROOT).replace('_', '-') + " "
                + acl.pattern().name()
                + (acl.pattern().patternType() == PatternType.PREFIXED ? "..." : "");
    }
}
