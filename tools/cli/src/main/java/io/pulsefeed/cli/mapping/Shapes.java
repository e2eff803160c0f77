package io.pulsefeed.cli.mapping;

import io.pulsefeed.cli.mapping.FieldProfile.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Whether objects have the same fields in every record, so that each field can be a column, and whether arrays are lists of rows. */
final class Shapes {

    private static final int MAX_FIELDS = 100;
    private static final int MAX_DEPTH = 8;

    /** Mean share of an object's fields that an object has. Those of a dictionary are spread over many names. */
    private static final double MIN_PRESENCE = 0.25;

    /** Names that are values, as those of a dictionary: numbers, UUIDs, addresses. */
    private static final Pattern VALUE_AS_NAME = Pattern.compile("\\d+|\\p{XDigit}{8}-\\p{XDigit}{4}-.*|.*[@/].*");

    /** Names of objects whose fields users add at will. */
    private static final Set<String> OPEN = WordList.of(
            """
            labels annotations tags attributes headers extra extras params parameters query custom additional dimensions""");

    private Shapes() {}

    /** Whether the fields of an object can be columns. */
    static boolean isFlat(FieldProfile object, FieldBudget budget) {
        return object.isObject()
                && object.path().size() <= MAX_DEPTH
                && hasStableFields(object, budget)
                && object.children().stream().allMatch(child -> isMappable(child.path()));
    }

    /** Whether the name says that users add fields at will. */
    static boolean isOpen(FieldProfile object) {
        return OPEN.contains(object.name().toLowerCase(Locale.ROOT));
    }

    private static boolean hasStableFields(FieldProfile object, FieldBudget budget) {
        int fields = object.children().size();
        if (fields == 0 || fields > MAX_FIELDS || budget.isIncomplete(object.path())) {
            return false;
        }
        if (isOpen(object)) {
            return false;
        }
        long present = 0;
        int valueNames = 0;
        for (FieldProfile child : object.children()) {
            present += child.count();
            valueNames += VALUE_AS_NAME.matcher(child.name()).matches() ? 1 : 0;
        }
        double presence = (double) present / ((double) object.count(Kind.OBJECT) * fields);
        return presence >= MIN_PRESENCE && valueNames * 2 <= fields;
    }

    static boolean isMappable(List<String> path) {
        return FieldEntry.source(FieldSource.value(path)).isPresent();
    }

    /** Whether each element of an array can be a row: an object with the same, mostly scalar fields, and often more than one. */
    static boolean isListOfRows(FieldProfile array, FieldBudget budget) {
        FieldProfile element = array.element();
        if (!array.isArray() || element == null || !element.isObject() || !FieldEntry.isArrayPath(array.path())) {
            return false;
        }
        long scalars =
                element.children().stream().filter(FieldProfile::isScalar).count();
        return hasStableFields(element, budget)
                && element.children().size() >= 2
                && scalars * 2 >= element.children().size()
                && array.longestArray() > 1
                && element.count() * 5L >= array.nonNull() * 6L
                && element.children().stream().allMatch(child -> FieldEntry.source(FieldSource.element(child.path()))
                        .isPresent());
    }
}
