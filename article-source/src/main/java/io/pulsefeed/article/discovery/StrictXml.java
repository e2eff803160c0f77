package io.pulsefeed.article.discovery;

import java.io.StringReader;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Parses well-formed XML. Never loads a DTD and expands only the five predefined entities. */
final class StrictXml {

    private static final XMLInputFactory FACTORY = factory();

    private StrictXml() {}

    private static XMLInputFactory factory() {
        // The JDK implementation, independent of other parsers on the class path.
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, false);
        return factory;
    }

    /**
     * @return false if the handler stopped before the end of the document
     * @throws XMLStreamException if the document is not well-formed
     */
    static boolean read(String text, XmlEventHandler handler) throws XMLStreamException {
        XMLStreamReader reader;
        synchronized (FACTORY) {
            reader = FACTORY.createXMLStreamReader(new StringReader(text));
        }
        try {
            while (reader.hasNext()) {
                if (!event(reader, reader.next(), handler)) {
                    return false;
                }
            }
            return true;
        } finally {
            reader.close();
        }
    }

    private static boolean event(XMLStreamReader reader, int event, XmlEventHandler handler) throws XMLStreamException {
        return switch (event) {
            case XMLStreamConstants.START_ELEMENT -> handler.start(
                    Namespaces.name(reader.getNamespaceURI(), reader.getPrefix(), reader.getLocalName()),
                    attributes(reader));
            case XMLStreamConstants.END_ELEMENT -> handler.end();
            case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> handler.text(reader.getText());
            case XMLStreamConstants.ENTITY_REFERENCE -> throw new XMLStreamException(
                    "undeclared entity &" + reader.getLocalName() + ";");
            default -> true;
        };
    }

    private static Map<String, String> attributes(XMLStreamReader reader) {
        int count = reader.getAttributeCount();
        if (count == 0) {
            return Map.of();
        }
        Map<String, String> attributes = new HashMap<>();
        for (int i = 0; i < count; i++) {
            String prefix = reader.getAttributePrefix(i);
            String local = reader.getAttributeLocalName(i).toLowerCase(Locale.ROOT);
            String name = prefix == null || prefix.isEmpty() ? local : prefix.toLowerCase(Locale.ROOT) + ":" + local;
            attributes.put(name, reader.getAttributeValue(i));
        }
        return attributes;
    }
}
