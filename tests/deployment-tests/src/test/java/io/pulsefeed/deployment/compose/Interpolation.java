package io.pulsefeed.deployment.compose;

import java.util.ArrayList;
import java.util.List;

/**
 * Variables of Compose: {@code $NAME}, {@code ${NAME}}, {@code ${NAME:-default}}, {@code ${NAME:?message}}; {@code $$} is a dollar
 * sign.
 */
final class Interpolation {

    /**
     * A use of a variable.
     *
     * @param operator one of {@code :- - :? ? :+ +}, or empty
     * @param argument the text after the operator, unresolved
     */
    record Variable(String name, String operator, String argument) {

        boolean isRequired() {
            return operator.endsWith("?");
        }

        /** The value if the variable is not set. */
        String valueIfUnset() {
            return operator.endsWith("-") ? withDefaults(argument) : "";
        }
    }

    private final String text;
    private final List<Variable> variables = new ArrayList<>();
    private final StringBuilder plain = new StringBuilder();

    private Interpolation(String text) {
        this.text = text;
        int at = 0;
        while (at < text.length()) {
            at = next(at);
        }
    }

    /** Every variable in the text; nested ones follow the one that contains them. */
    static List<Variable> variables(String text) {
        return List.copyOf(new Interpolation(text).variables);
    }

    /** The text with no variable set. */
    static String withDefaults(String text) {
        return new Interpolation(text).plain.toString();
    }

    private int next(int at) {
        if (text.charAt(at) != '$' || at + 1 == text.length()) {
            plain.append(text.charAt(at));
            return at + 1;
        }
        char after = text.charAt(at + 1);
        if (after == '$') {
            plain.append('$');
            return at + 2;
        }
        if (after == '{') {
            int close = closing(at + 2);
            braced(text.substring(at + 2, close));
            return close + 1;
        }
        int end = nameEnd(text, at + 1);
        if (end == at + 1) {
            throw new IllegalArgumentException("a single $ in: " + text);
        }
        variables.add(new Variable(text.substring(at + 1, end), "", ""));
        return end;
    }

    private void braced(String inside) {
        int end = nameEnd(inside, 0);
        int operatorEnd = end + (inside.startsWith(":", end) ? 1 : 0);
        String operator = inside.substring(end, Math.min(operatorEnd + 1, inside.length()));
        if (end == 0 || !operator.matches("|:?[-?+]")) {
            throw new IllegalArgumentException("not a variable: ${" + inside + "} in: " + text);
        }
        Variable variable = new Variable(inside.substring(0, end), operator, inside.substring(end + operator.length()));
        variables.add(variable);
        variables.addAll(variables(variable.argument()));
        plain.append(variable.valueIfUnset());
    }

    private int closing(int from) {
        int depth = 1;
        for (int at = from; at < text.length(); at++) {
            if (text.startsWith("${", at)) {
                depth++;
            } else if (text.charAt(at) == '}' && --depth == 0) {
                return at;
            }
        }
        throw new IllegalArgumentException("no closing brace in: " + text);
    }

    private static int nameEnd(String text, int from) {
        int end = from;
        while (end < text.length() && (Character.isLetterOrDigit(text.charAt(end)) || text.charAt(end) == '_')) {
            end++;
        }
        return end;
    }
}
