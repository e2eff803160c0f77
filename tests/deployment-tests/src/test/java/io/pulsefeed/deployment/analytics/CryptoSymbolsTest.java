package io.pulsefeed.deployment.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefeed.testing.Checkout;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table of symbols knows each coin that the article source can name, and nothing else. */
class CryptoSymbolsTest {

    private static final String DICTIONARY =
            "article-source/src/main/resources/io/pulsefeed/article/mention/coins.json";

    @Test
    void hasTheNameAndTheTickerOfEachCoinOfTheDictionary() throws IOException {
        Map<String, String> expected = new TreeMap<>();
        for (JsonNode coin : new ObjectMapper().readTree(Checkout.text(DICTIONARY))) {
            String symbol = coin.get("symbol").asText();
            expected.put(coin.get("id").asText(), symbol);
            expected.put(symbol.toLowerCase(Locale.ROOT), symbol);
        }
        Map<String, String> rows = new TreeMap<>();
        Matcher row = Pattern.compile("\\('([^']+)', '([^']+)'\\)")
                .matcher(Checkout.text("database/analytics/12_crypto_symbols.sql"));
        while (row.find()) {
            assertThat(rows.put(row.group(1), row.group(2))).as(row.group(1)).isNull();
        }
        assertThat(rows).isEqualTo(expected);
    }
}
