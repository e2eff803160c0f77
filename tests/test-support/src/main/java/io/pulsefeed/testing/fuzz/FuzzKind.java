package io.pulsefeed.testing.fuzz;

import java.io.IOException;
import java.util.List;

/**
 * A kind of input from outside and its parser; a constant of an enum in the tests of a module.
 *
 * <p>The seeds of the kind {@code BOOK_FRAMES} are the files in {@code src/test/resources/fuzz/book-frames}: each file is one input, and
 * each line of a file {@code *.lines} is one. The file {@code words.txt} has the syntax to insert, one word per line with the escapes of
 * Java.
 */
public interface FuzzKind {

    String name();

    /**
     * Parses one input. A rejected input returns; everything thrown is a failure.
     *
     * @throws IOException if the test itself fails, for example because its temporary file cannot be written
     */
    void read(byte[] input) throws IOException;

    /** Seeds that are not part of the repository. */
    default List<byte[]> moreSeeds() {
        return List.of();
    }
}
