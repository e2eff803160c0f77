package io.pulsefeed.deployment.security;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The log in which the broker's authorizer records its decisions. */
record AuditLog(Path file) {

    private static final Pattern ALLOWED = Pattern.compile("Principal = User:(\\S+) is Allowed operation = (\\w+) .*"
            + "StandardAcl[\\[(]resourceType=(\\w+), resourceName=([^,]+), patternType=(\\w+), .*operation=(\\w+),.*");

    private static final Pattern DENIED = Pattern.compile(
            "Principal = User:(\\S+) is Denied operation = (\\w+) .*on resource = (\\w+):LITERAL:(\\S+) for.*");

    /** ACLs that allowed exactly the operation they grant, each as {@code principal operation resource name pattern}. */
    Set<String> used() throws IOException {
        Set<String> used = new TreeSet<>();
        try (Stream<String> lines = Files.lines(file)) {
            lines.map(ALLOWED::matcher).filter(Matcher::matches).forEach(line -> {
                if (line.group(2).equals(line.group(6))) {
                    used.add(String.join(
                            " ", line.group(1), line.group(2), line.group(3), line.group(4), line.group(5)));
                }
            });
        }
        return used;
    }

    /** Denied operations, each as {@code principal operation resource name}. */
    Set<String> denied() throws IOException {
        Set<String> denied = new TreeSet<>();
        try (Stream<String> lines = Files.lines(file)) {
            lines.map(DENIED::matcher)
                    .filter(Matcher::matches)
                    .forEach(line ->
                            denied.add(String.join(" ", line.group(1), line.group(2), line.group(3), line.group(4))));
        }
        return denied;
    }
}
