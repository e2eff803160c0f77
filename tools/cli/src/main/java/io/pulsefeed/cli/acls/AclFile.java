package io.pulsefeed.cli.acls;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefeed.admin.IoErrors;
import io.pulsefeed.cli.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * ACLs of a file like {@code security/acls.json}: for each principal a purpose and its ACLs, each with resource type, name, pattern type
 * ({@code literal} or {@code prefixed}) and operations.
 *
 * @param principals with their type, such as {@code User:kraken-source}
 */
record AclFile(Set<String> principals, Set<AclBinding> bindings) {

    private static final String TYPE = "User:";
    private static final String ANY_HOST = "*";

    static AclFile read(Path file) {
        try {
            JsonNode root = new ObjectMapper().readTree(Files.readString(file));
            Set<String> principals = new LinkedHashSet<>();
            Set<AclBinding> bindings = new LinkedHashSet<>();
            for (JsonNode node : root.required("principals")) {
                String principal = TYPE + node.required("principal").asText();
                principals.add(principal);
                node.required("acls").forEach(acl -> bindings.addAll(bindings(principal, acl)));
            }
            return new AclFile(principals, bindings);
        } catch (IOException e) {
            throw new UserError(file + " cannot be read as a list of ACLs: " + IoErrors.describe(e), e);
        } catch (IllegalArgumentException e) {
            throw new UserError(file + " cannot be read as a list of ACLs: " + e.getMessage(), e);
        }
    }

    private static List<AclBinding> bindings(String principal, JsonNode acl) {
        ResourcePattern resource = new ResourcePattern(
                ResourceType.valueOf(constant(acl.required("resource"))),
                acl.required("name").asText(),
                PatternType.valueOf(constant(acl.required("pattern"))));
        List<AclBinding> bindings = new ArrayList<>();
        for (JsonNode operation : acl.required("operations")) {
            bindings.add(new AclBinding(
                    resource,
                    new AccessControlEntry(
                            principal, ANY_HOST, AclOperation.valueOf(constant(operation)), AclPermissionType.ALLOW)));
        }
        return bindings;
    }

    private static String constant(JsonNode word) {
        return word.asText().toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
