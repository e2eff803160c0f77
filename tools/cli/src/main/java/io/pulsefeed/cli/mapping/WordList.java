package io.pulsefeed.cli.mapping;

import java.util.Set;

/** Words of field names that are looked up. */
final class WordList {

    private WordList() {}

    /** @param words in lower case, separated by white space */
    static Set<String> of(String words) {
        return Set.of(words.strip().split("\\s+"));
    }
}
