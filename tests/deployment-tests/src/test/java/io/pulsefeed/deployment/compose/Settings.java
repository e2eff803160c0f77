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

/** {@code .env.example} beside the variables that the compose files really use. */
final class Settings {

    static final String EXAMPLE = ".env.example";

    /** A setting, or one that is commented out and so shows its default. */
    private static final Pattern LINE = Pattern.compile("(?<comment>#?)(?<name>[A-Z][A-Z0-9_]*)=(?<value>.*)");

    private Settings() {}

    /** The compose files of the tree, the base first. */
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
                Variable before = used.putIfAbsent(variable.name(), variable);
                boolean sameFileSet = before == null || isMinor(variable) || isMinor(before);
                if (!sameFileSet
                        && !before.unset().strip().equals(variable.unset().strip())) {
                    faults.add(variable.name() + " has two defaults, '" + before.unset() + "' and '" + variable.unset()
                            + "' in " + file);
                }
                if (before != null && isMinor(before) && !isMinor(variable)) {
                    used.put(variable.name(), variable);
                }
            }
        }
        compare(used, change.apply(Checkout.text(EXAMPLE)), faults);
        return faults;
    }

    /** Without comments: a compose file's own say {@code ${env:NAME}}, which is not Compose's. */
    private static List<Variable> used(String file) {
        StringBuilder code = new StringBuilder();
        file.lines().filter(line -> !line.strip().startsWith("#")).forEach(line -> code.append(line)
                .append('\n'));
        return Interpolation.variables(code.toString());
    }

    /** Only asks whether the variable is set, or gives it no default on purpose. */
    private static boolean isMinor(Variable variable) {
        return variable.operator().endsWith("+");
    }

    private static void compare(Map<String, Variable> used, String example, List<String> faults) {
        TreeSet<String> named = new TreeSet<>();
        example.lines().map(LINE::matcher).filter(Matcher::matches).forEach(line -> {
            String name = line.group("name");
            if (!named.add(name)) {
                faults.add(name + " stands twice in " + EXAMPLE);
            }
            Variable variable = used.get(name);
            if (variable == null) {
                faults.add(name + " of " + EXAMPLE + " is used by no compose file");
            } else if (variable.isRequired() != line.group("comment").isEmpty()) {
                faults.add(name + ": a required variable stands open in " + EXAMPLE + ", all others are commented out");
            } else if (!variable.unset().strip().equals(line.group("value"))) {
                faults.add(name + " is '" + line.group("value") + "' in " + EXAMPLE + " and '"
                        + variable.unset().strip() + "' in the compose files");
            }
        });
        used.keySet().stream()
                .filter(name -> !named.contains(name))
                .forEach(name -> faults.add(name + " is missing in " + EXAMPLE));
    }
}
