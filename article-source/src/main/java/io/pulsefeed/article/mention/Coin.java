package io.pulsefeed.article.mention;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Set;

/**
 * One coin of the dictionary.
 *
 * @param id the slug in the records
 * @param symbol ticker in upper case
 * @param names matched in any case
 * @param ambiguous marks the ticker and all names that are common words as ambiguous; the fields below are more specific
 * @param ambiguousNames names with another meaning, which count only in a matching context
 * @param ambiguousSymbol true if the ticker is also a word or abbreviation
 * @param bareSymbol true if an ambiguous ticker in upper case is sufficient in an article about crypto
 * @param otherSymbols older and newer tickers
 * @param assetNames names shared with a company, which count only in the context of prices or lists of coins
 */
record Coin(
        @JsonProperty(required = true) String id,
        @JsonProperty(required = true) String symbol,
        List<String> names,
        boolean ambiguous,
        Set<String> ambiguousNames,
        boolean ambiguousSymbol,
        boolean bareSymbol,
        List<String> otherSymbols,
        Set<String> assetNames) {

    /** Missing lists in the JSON file become empty. */
    Coin {
        names = names == null ? List.of() : List.copyOf(names);
        ambiguousNames = ambiguousNames == null ? Set.of() : Set.copyOf(ambiguousNames);
        otherSymbols = otherSymbols == null ? List.of() : List.copyOf(otherSymbols);
        assetNames = assetNames == null ? Set.of() : Set.copyOf(assetNames);
    }
}
