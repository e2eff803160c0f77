package io.pulsefeed.article.discovery;

import java.util.Map;

/** Takes the events of an XML document. Each returns false to stop the reading there. */
interface MarkupHandler {

    /**
     * @param name in lower case, under the prefix that {@link Namespaces} gives to its namespace
     * @param attributes named in lower case with their prefix, for example {@code xml:base}
     */
    boolean start(String name, Map<String, String> attributes);

    boolean text(String text);

    boolean end();
}
