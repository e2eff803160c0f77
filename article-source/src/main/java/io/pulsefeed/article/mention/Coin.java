package io.pulsefeed.article.mention;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Set;

/**
 * One coin of the dictionary.
 *
 * @param id the slug that records carry
 * @param symbol ticker in upper case
 * @param names as written; matched in any case
 * @param ambiguous marks the ticker, and those names that are common words, as ambiguous; the finer marks below say it exactly
 * @param ambiguousNames names that are words or other things too, so that they need a cue
 * @param ambiguousSymbol true when the ticker is a word or abbreviation too
 * @param bareSymbol true when the ambiguous ticker is rarely shouted, so that in an article on crypto its capitals tell it
 * @param otherSymbols older and newer tickers
 * @param assetNames names that a company shares: they count only where a price or a list of coins makes them the asset
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

    Coin {
        names = names == null ? List.of() : List.copyOf(names);
        ambiguousNames = ambiguousNames == null ? Set.of() : Set.copyOf(ambiguousNames);
        otherSymbols = otherSymbols == null ? List.of() : List.copyOf(otherSymbols);
        assetNames = assetNames == null ? Set.of() : Set.copyOf(assetNames);
    }
}
