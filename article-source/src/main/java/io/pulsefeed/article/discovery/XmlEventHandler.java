package io.pulsefeed.article.discovery;

import java.util.Map;

/** Receives the events of an XML document. A method returns false to stop parsing. */
interface XmlEventHandler {

    /**
     * @param name in lower case, with the prefix that {@link Namespaces} assigns to its namespace
     * @param attributes by lower-case name with prefix, for example {@code xml:base}
     */
    boolean start(String name, Map<String, String> attributes);

    boolean text(String text);

    boolean end();
}
