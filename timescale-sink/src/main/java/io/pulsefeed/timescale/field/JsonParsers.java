package io.pulsefeed.timescale.field;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;

/**
 * Parsers with common limits. A factory keeps up to 6,000 field names that its parsers have read, whatever their length, to decode
 * each name once. So that foreign names do not fill the memory, long input gets a factory of its own, and the factory of short input is
 * replaced after {@value #MAX_GROWTHS} of its inputs had new names: at most 1 MiB of names is kept. Thread-safe.
 */
final class JsonParsers {

    static final int MAX_KEPT = 4096;
    static final int MAX_GROWTHS = 256;

    private static final int MAX_NAME_CHARS = 50_000;
    private static final int MAX_NUMBER_CHARS = 1_000;

    private final StreamReadConstraints limits;
    private CountingFactory factory;
    /** Names in the factory when it was last used. */
    private int names;
    /** Inputs that have added names to the factory. */
    private int growths;

    /** A factory that reports the number of names that it keeps. */
    private static final class CountingFactory extends JsonFactory {

        private static final long serialVersionUID = 1L;

        CountingFactory(JsonFactoryBuilder builder) {
            super(builder);
        }

        /** Names read from bytes and from text, which have tables of their own. */
        int names() {
            return _byteSymbolCanonicalizer.size() + _rootCharSymbols.size();
        }
    }

    /**
     * @param maxNesting maximum depth of objects and arrays
     * @param maxStringLength maximum length of a string value
     */
    JsonParsers(int maxNesting, int maxStringLength) {
        limits = StreamReadConstraints.builder()
                .maxNestingDepth(maxNesting)
                .maxStringLength(maxStringLength)
                .maxNumberLength(MAX_NUMBER_CHARS)
                .maxNameLength(MAX_NAME_CHARS)
                .build();
        factory = newFactory();
    }

    private CountingFactory newFactory() {
        // Field names are looked up by value, so interning them would only fill the string table.
        return new CountingFactory(new JsonFactoryBuilder()
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .streamReadConstraints(limits));
    }

    private synchronized JsonFactory factoryFor(int length) {
        if (length > MAX_KEPT) {
            return newFactory();
        }
        int current = factory.names();
        if (current != names) {
            names = current;
            growths++;
        }
        if (growths >= MAX_GROWTHS) {
            factory = newFactory();
            names = 0;
            growths = 0;
        }
        return factory;
    }

    JsonParser of(byte[] json) throws IOException {
        return factoryFor(json.length).createParser(json, 0, json.length);
    }

    JsonParser of(String json) throws IOException {
        return factoryFor(json.length()).createParser(json);
    }
}
