package io.pulsefeed.emotibit.config;

import java.util.List;
import java.util.function.Consumer;

/**
 * References such as <code>${env:NAME}</code> that reach the connector because the worker has no config provider or the variable
 * is not set. They count as empty, so that the shipped examples run without any environment variable.
 */
final class EnvReferences {

    private EnvReferences() {}

    static boolean isUnresolved(String value) {
        return value.startsWith("${") && value.endsWith("}");
    }

    /** {@code value}, or an empty string for an unresolved reference. */
    static String resolved(String value) {
        return isUnresolved(value) ? "" : value;
    }

    /** The elements that are neither blank nor unresolved references. */
    static List<String> resolved(List<String> values) {
        return values.stream()
                .filter(value -> !value.isBlank() && !isUnresolved(value))
                .toList();
    }

    /** A check that accepts empty values and unresolved references, and passes other values to {@code check}. */
    static Consumer<String> optional(Consumer<String> check) {
        return value -> {
            if (!resolved(value).isEmpty()) {
                check.accept(value);
            }
        };
    }
}
