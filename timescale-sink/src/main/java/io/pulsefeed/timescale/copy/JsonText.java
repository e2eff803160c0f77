package io.pulsefeed.timescale.copy;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

/** Single values as JSON text. */
final class JsonText {

    private JsonText() {}

    static String quoted(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }
}
