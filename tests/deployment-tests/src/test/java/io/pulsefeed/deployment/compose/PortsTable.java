package io.pulsefeed.deployment.compose;

import io.pulsefeed.deployment.compose.ComposeModel.Service;
import io.pulsefeed.testing.Checkout;
import java.util.List;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The table of ports in docs/deploy.md beside the ports that the compose files publish. */
final class PortsTable {

    static final String PAGE = "docs/deploy.md";

    private static final String BEGIN = "<!-- ports:begin -->";
    private static final String END = "<!-- ports:end -->";

    private static final Pattern ROW =
            Pattern.compile("\\| (?<host>\\d+) \\| (?<service>[a-z0-9-]+) \\| (?<inside>\\d+) \\| "
                    + "(?<with>[a-z-]+|`docker-compose[a-z.-]+`) \\| .+ \\|");
    private static final Pattern PUBLISHED = Pattern.compile(".*:(?<host>\\d+):(?<inside>\\d+)");

    private PortsTable() {}

    /** {@code host port | service | container port | profile, or file of an overlay}. */
    static TreeSet<String> ofThePage(UnaryOperator<String> change) {
        String page = change.apply(Checkout.text(PAGE));
        TreeSet<String> rows = new TreeSet<>();
        page.substring(page.indexOf(BEGIN), page.indexOf(END))
                .lines()
                .filter(line -> line.startsWith("|"))
                .skip(2)
                .forEach(line -> {
                    Matcher row = ROW.matcher(line);
                    if (!row.matches()
                            || !rows.add(row(
                                    row, row.group("service"), row.group("with").replace("`", "")))) {
                        throw new IllegalArgumentException("not a row of the ports table, or twice there: " + line);
                    }
                });
        return rows;
    }

    static TreeSet<String> ofTheFiles(UnaryOperator<String> change) {
        TreeSet<String> rows = new TreeSet<>();
        for (String file : Settings.composeFiles()) {
            for (Service service : ComposeModel.alone(file, change).services()) {
                for (String port : service.list("ports")) {
                    Matcher published = PUBLISHED.matcher(port);
                    if (!published.matches()) {
                        throw new IllegalArgumentException(
                                file + ": " + service.name() + ": not a published port: " + port);
                    }
                    rows.add(row(published, service.name(), comesWith(file, service)));
                }
            }
        }
        return rows;
    }

    private static String comesWith(String file, Service service) {
        if (!file.equals(ComposeModel.BASE)) {
            return file;
        }
        List<String> profiles = service.list("profiles");
        return profiles.isEmpty() ? "core" : profiles.get(0);
    }

    private static String row(Matcher numbers, String service, String with) {
        return numbers.group("host") + " | " + service + " | " + numbers.group("inside") + " | " + with;
    }
}
