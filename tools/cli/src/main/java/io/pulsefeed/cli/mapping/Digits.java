package io.pulsefeed.cli.mapping;

/** Whether a converter that reads fractions as double and integers as 64 bits would change numbers. */
final class Digits {

    private Digits() {}

    static boolean areLost(FieldProfile field) {
        NumberRange numbers = field.numbers();
        boolean isLong = numbers.isEmpty() || numbers.isWithin(Long.MAX_VALUE);
        boolean isDouble = numbers.isIntegral() || !numbers.losesDigitsAsDouble();
        FieldProfile element = field.element();
        return field.count(FieldProfile.Kind.NUMBER) > 0 && !(isLong && isDouble)
                || field.children().stream().anyMatch(Digits::areLost)
                || element != null && areLost(element);
    }
}
