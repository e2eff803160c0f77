package io.pulsefeed.article.extract;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Lists of keywords in one text. */
public final class Keywords {

    private static final int MAX = 100;
    /** Commas and semicolons, also of Arabic, Chinese and Japanese. */
    private static final Pattern SEPARATORS = Pattern.compile("[,;\u060c\u061b\uff0c\uff1b\u3001]");

    private Keywords() {}

    /** The parts of {@code list} between commas or semicolons, which can be blank. */
    public static List<String> split(@Nullable String list) {
        return list == null ? List.of() : List.of(SEPARATORS.split(list, MAX));
    }
}
