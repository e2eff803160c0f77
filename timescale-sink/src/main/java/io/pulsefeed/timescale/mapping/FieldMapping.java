package io.pulsefeed.timescale.mapping;

import io.pulsefeed.timescale.copy.TimeFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One entry of {@code fields.<topic>}: {@code source[:column[:type]]}.
 *
 * @param type SQL type of the column if the sink creates it; null to derive it from the source
 * @param time unit or notation of a time; null for other types
 */
public record FieldMapping(Source source, String column, @Nullable String type, @Nullable TimeFormat time) {

    /** Maps a top-level field to the column of its name. */
    static FieldMapping ofField(String name) {
        return new FieldMapping(new Source.Field(List.of(List.of(name))), name, null, null);
    }
}
