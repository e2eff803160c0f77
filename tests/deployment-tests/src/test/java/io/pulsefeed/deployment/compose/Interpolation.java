package io.pulsefeed.deployment.compose;

import java.util.ArrayList;
import java.util.List;

/** Compose's variables: {@code $NAME}, {@code ${NAME}}, {@code ${NAME:-default}}, {@code ${NAME:?sentence}}; {@code $$} is a dollar. */
final class Interpolation {

    /**
     * A variable as a text uses it.
     *
     * @param operator one of {@code :- - :? ? :+ +}, or empty
     * @param argument what follows the operator, as it stands
     */
    record Variable(String name, String operator, String argument) {

        boolean isRequired() {
            return operator.endsWith("?");
        }

        /** What stands for it when nobody sets it. */
        String unset() {
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

    /** Every variable in the text, those inside of defaults behind the one that they belong to. */
    static List<Variable> variables(String text) {
        return List.copyOf(new Interpolation(text).variables);
    }

    /** The text as it is when no variable is set. */
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
        int behind = end + (inside.startsWith(":", end) ? 1 : 0);
        String operator = inside.substring(end, Math.min(behind + 1, inside.length()));
        if (end == 0 || !operator.matches("|:?[-?+]")) {
            throw new IllegalArgumentException("not a variable: ${" + inside + "} in: " + text);
        }
        Variable variable = new Variable(inside.substring(0, end), operator, inside.substring(end + operator.length()));
        variables.add(variable);
        variables.addAll(variables(variable.argument()));
        plain.append(variable.unset());
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
