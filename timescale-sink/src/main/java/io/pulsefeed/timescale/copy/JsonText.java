package io.pulsefeed.timescale.copy;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

/** Formats single values as JSON. */
final class JsonText {

    private JsonText() {}

    static String quoted(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }
}
