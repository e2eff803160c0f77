package io.pulsefeed.deployment.security;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code security/acls.json} as rows with one ACL each. */
final class AclTable {

    record Row(String principal, String operation, String resource, String name, String pattern) {}

    private AclTable() {}

    static List<Row> read(Path file) throws IOException {
        List<Row> rows = new ArrayList<>();
        JsonNode root = new ObjectMapper().readTree(Files.readString(file));
        root.required("principals")
                .forEach(principal -> principal.required("acls").forEach(acl -> acl.required("operations")
                        .forEach(operation -> rows.add(new Row(
                                principal.required("principal").asText(),
                                operation.asText(),
                                acl.required("resource").asText(),
                                acl.required("name").asText(),
                                acl.required("pattern").asText())))));
        return rows;
    }
}
