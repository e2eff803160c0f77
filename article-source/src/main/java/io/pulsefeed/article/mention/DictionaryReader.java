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
import org.jspecify.annotations.Nullable;

/** Reads a coin dictionary. */
final class DictionaryReader {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<List<Coin>> COINS = new TypeReference<>() {};

    private DictionaryReader() {}

    static CoinDictionary builtIn() {
        try (InputStream in = DictionaryReader.class.getResourceAsStream("coins.json")) {
            return new CoinDictionary(JSON.readValue(in, COINS));
        } catch (IOException e) {
            throw new UncheckedIOException("Failed to read coins.json from the plugin jar", e);
        }
    }

    /** @throws IllegalArgumentException if the file cannot be read or is invalid; the message contains the position */
    static CoinDictionary of(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            List<Coin> coins = JSON.readValue(in, COINS);
            requireValid(coins, file);
            return new CoinDictionary(coins);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "mentions.dictionary.path: " + file + " is not a valid list of coins: " + e.getOriginalMessage()
                            + " at line "
                            + (e.getLocation() == null ? "?" : e.getLocation().getLineNr())
                            + ". An entry is {\"id\":\"bitcoin\",\"symbol\":\"BTC\",\"names\":[\"Bitcoin\"],\"ambiguous\":false}.",
                    e);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "mentions.dictionary.path: could not read " + file + ": " + e
                            + ". Set a file that the worker can read, or remove the key to use the built-in dictionary.",
                    e);
        }
    }

    private static void requireValid(@Nullable List<Coin> coins, Path file) {
        if (coins == null) {
            throw new IllegalArgumentException(
                    "mentions.dictionary.path: " + file + " is not a valid list of coins: it is null.");
        }
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < coins.size(); i++) {
            Coin coin = coins.get(i);
            @Nullable
            String problem = coin == null || coin.id() == null || coin.id().isBlank()
                    ? "has no id"
                    : coin.symbol() == null || coin.symbol().isBlank()
                            ? "has no symbol"
                            : !ids.add(coin.id()) ? "repeats the id '" + coin.id() + "'" : null;
            if (problem != null) {
                throw new IllegalArgumentException(
                        "mentions.dictionary.path: entry " + (i + 1) + " of " + file + " " + problem + ".");
            }
        }
    }
}
