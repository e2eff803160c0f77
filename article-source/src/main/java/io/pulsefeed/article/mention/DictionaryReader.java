package io.pulsefeed.article.mention;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads a dictionary of coins. */
final class DictionaryReader {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<List<Coin>> COINS = new TypeReference<>() {};

    private DictionaryReader() {}

    static CoinDictionary builtIn() {
        try (InputStream in = DictionaryReader.class.getResourceAsStream("coins.json")) {
            return new CoinDictionary(JSON.readValue(in, COINS));
        } catch (IOException e) {
            throw new UncheckedIOException("The jar of the article source is damaged: cannot read coins.json", e);
        }
    }

    /** @throws IllegalArgumentException when the file cannot be read or breaks the format; names the place */
    static CoinDictionary of(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            List<Coin> coins = JSON.readValue(in, COINS);
            requireWhole(coins, file);
            return new CoinDictionary(coins);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "mentions.dictionary.path: " + file + " is no list of coins: " + e.getOriginalMessage()
                            + " at line "
                            + (e.getLocation() == null ? "?" : e.getLocation().getLineNr())
                            + ". An entry is {\"id\":\"bitcoin\",\"symbol\":\"BTC\",\"names\":[\"Bitcoin\"],\"ambiguous\":false}.",
                    e);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "mentions.dictionary.path: cannot read " + file + ": " + e
                            + ". Give a file that the worker's user may read, or remove the key for the built-in dictionary.",
                    e);
        }
    }

    private static void requireWhole(List<Coin> coins, Path file) {
        if (coins == null) {
            throw new IllegalArgumentException("mentions.dictionary.path: " + file + " is no list of coins but null.");
        }
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < coins.size(); i++) {
            Coin coin = coins.get(i);
            String fault = coin == null || coin.id() == null || coin.id().isBlank()
                    ? "has no id"
                    : coin.symbol() == null || coin.symbol().isBlank()
                            ? "has no symbol"
                            : !ids.add(coin.id()) ? "repeats the id '" + coin.id() + "'" : null;
            if (fault != null) {
                throw new IllegalArgumentException(
                        "mentions.dictionary.path: entry " + (i + 1) + " of " + file + " " + fault + ".");
            }
        }
    }
}
