package io.pulsefeed.deployment.compose;

import io.pulsefeed.deployment.compose.Interpolation.Variable;
import io.pulsefeed.testing.Checkout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Compares {@code .env.example} with the variables that the compose files use. */
final class Settings {

    static final String EXAMPLE = ".env.example";

    /** A setting; if commented out, it shows its default. */
    private static final Pattern LINE = Pattern.compile("(?<comment>#?)(?<name>[A-Z][A-Z0-9_]*)=(?<value>.*)");

    private Settings() {}

    /** All compose files, the base file first. */
    static List<String> composeFiles() {
        List<String> files = new ArrayList<>(List.of(ComposeModel.BASE));
        for (Path file : Checkout.rootFiles(".yml")) {
            String name = file.getFileName().toString();
            if (name.startsWith("docker-compose.") && !name.equals(ComposeModel.BASE)) {
                files.add(name);
            }
        }
        return files;
    }

    static List<String> faults(UnaryOperator<String> change) {
        Map<String, Variable> used = new TreeMap<>();
        List<String> faults = new ArrayList<>();
        for (String file : composeFiles()) {
            for (Variable variable : used(change.apply(Checkout.text(file)))) {
                Variable earlier = used.putIfAbsent(variable.name(), variable);
                boolean isExempt = earlier == null || isTest(variable) || isTest(earlier);
                if (!isExempt
                        && !earlier.valueIfUnset()
                                .strip()
                                .equals(variable.valueIfUnset().strip())) {
                    faults.add(variable.name() + " has two defaults, '" + earlier.valueIfUnset() + "' and '"
                            + variable.valueIfUnset() + "' in " + file);
                }
                if (earlier != null && isTest(earlier) && !isTest(variable)) {
                    used.put(variable.name(), variable);
                }
            }
        }
        compare(used, change.apply(Checkout.text(EXAMPLE)), faults);
        return faults;
    }

    /** Ignores comments, which may contain {@code ${env:NAME}} of Connect. */
    private static List<Variable> used(String file) {
        StringBuilder code = new StringBuilder();
        file.lines().filter(line -> !line.strip().startsWith("#")).forEach(line -> code.append(line)
                .append('\n'));
        return Interpolation.variables(code.toString());
    }

    /** Whether this use only tests if the variable is set. */
    private static boolean isTest(Variable variable) {
        return variable.operator().endsWith("+");
    }

    private static void compare(Map<String, Variable> used, String example, List<String> faults) {
        TreeSet<String> listed = new TreeSet<>();
        example.lines().map(LINE::matcher).filter(Matcher::matches).forEach(line -> {
            String name = line.group("name");
            if (!listed.add(name)) {
                faults.add(name + " is listed twice in " + EXAMPLE);
            }
            Variable variable = used.get(name);
            if (variable == null) {
                faults.add(name + " of " + EXAMPLE + " is used by no compose file");
            } else if (variable.isRequired() != line.group("comment").isEmpty()) {
                faults.add(name + ": in " + EXAMPLE + " a required variable is not commented out, all others are");
            } else if (!variable.valueIfUnset().strip().equals(line.group("value"))) {
                faults.add(name + " is '" + line.group("value") + "' in " + EXAMPLE + " and '"
                        + variable.valueIfUnset().strip() + "' in the compose files");
            }
        });
        used.keySet().stream()
                .filter(name -> !listed.contains(name))
                .forEach(name -> faults.add(name + " is missing in " + EXAMPLE));
    }
}
