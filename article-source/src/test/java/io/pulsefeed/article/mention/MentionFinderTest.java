package io.pulsefeed.article.mention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MentionFinderTest {

    private static final MentionFinder FINDER = MentionFinder.create(null);

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            Bitcoin rises                                     | bitcoin
            bitcoin's price, Bitcoins and two BTC             | bitcoin
            Solana-based game, ether, ETHER and Eth2          | solana ethereum
            XBT/USD at a new high                             | bitcoin
            NEAR/USDT climbs                                  | near tether
            LINK-USD slips, ADA_EUR too                       | chainlink cardano
            Buy $sand, $LINK or $Dot now                      | the-sandbox chainlink polkadot
            Chainlink (LINK) and Compound (COMP)              | chainlink compound
            Just (JST), Sun (SUN) and gas (GAS) rally         | just gas
            Bitcoin Cash and Bitcoin SV split                 | bitcoin-cash bitcoin-sv
            Ethereum Classic, not the other                   | ethereum-classic
            Ethereum Name Service and Wrapped Bitcoin         | ethereum-name-service wrapped-bitcoin
            stETH, WBTC and renBTC                            | staked-ether wrapped-bitcoin renbtc
            Tether on the move                                | tether
            Bitcoin, Ethereum and Ripple fall                 | bitcoin ethereum ripple
            Layer 1s: Polkadot, Fantom, Harmony, and Avalanche | polkadot fantom harmony avalanche
            Ripple price slips                                | ripple
            DOT surges as Polkadot opens                      | polkadot
            The team deploys on Avalanche and Polygon today   | avalanche polygon
            Avalanche Foundation names a fund                 | avalanche
            Polygon's new zkEVM pleases crypto users          | polygon
            eToro delists ADA and TRX in the US               | cardano tron
            Sandbox's SAND                                    | the-sandbox
            Worldcoin, Sui, Aptos and dogwifhat (WIF)         | worldcoin sui aptos dogwifhat
            Hyperliquid's HYPE and the $TRUMP memecoin        | hyperliquid official-trump
            Arbitrum, Celestia and Ondo lead; PYUSD grows     | arbitrum celestia ondo paypal-usd
            BNB Chain halts after BSC bridge exploit          | binancecoin
            """)
    void findsMentionedCoins(String text, String slugs) {
        assertThat(slugs(text)).containsExactlyElementsOf(Arrays.asList(slugs.split(" ")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            GBTC discount narrows                             | fund ticker
            By definition a method                            | inside longer words
            Click the link, or the LINK below                 | everyday words
            One more time: people trump all, just so, safe    | everyday words
            near $100 billion                                 | lower case
            Near $100 billion in crypto                       | first word
            DOT fines an airline                              | an authority
            Ripple executives meet the SEC                    | a firm
            A ripple of fear                                  | a wave
            Avalanche of lawsuits hits exchanges              | first word
            An avalanche of lawsuits                          | lower case
            Stellar performance by banks                      | adjective
            Bitcoin Magazine and bitcoin.com                  | media and domains
            Ask @ethereum                                     | an account
            Celsius, Coinbase and FTX halt withdrawals        | firms
            regulatory sandbox and the sandbox                | a testing ground
            Market maker faces vote                           | a trade
            TIME names its person of the year                 | a magazine
            """)
    void ignoresOtherMeanings(String text, String why) {
        assertThat(slugs(text)).as(why).isEmpty();
    }

    @Test
    void oneConfirmedMentionCountsForWholeArticle() {
        assertThat(slugs(FINDER.find("Avalanche of upgrades", null, "The Avalanche (AVAX) team said ..")))
                .containsExactly("avalanche");
    }

    @Test
    void ordersByFirstAppearanceOverTitleSummaryAndText() {
        assertThat(FINDER.find("Solana", "Then BTC", "Ether and Solana again"))
                .containsExactly(
                        new Mention("solana", "sol"), new Mention("bitcoin", "btc"), new Mention("ethereum", "eth"));
    }

    @Test
    void readsFirst2000CharactersOfText() {
        assertThat(slugs(FINDER.find(null, null, "x ".repeat(995) + "Bitcoin"))).containsExactly("bitcoin");
        assertThat(slugs(FINDER.find(null, null, "x ".repeat(1000) + "Bitcoin")))
                .isEmpty();
        assertThat(slugs(FINDER.find(null, null, "x ".repeat(998) + "Ethereal")))
                .isEmpty();
    }

    @Test
    void returnsAtMost20Coins() throws IOException {
        String all = coins().stream()
                .map(coin -> "$" + coin.path("symbol").asText())
                .limit(60)
                .collect(Collectors.joining(" "));

        assertThat(FINDER.find(all, null, null)).hasSize(20);
    }

    @Property(tries = 500)
    void neverThrowsAndReturnsDistinctCoins(@ForAll String title, @ForAll String text) {
        List<Mention> mentions = FINDER.find(title, null, text);

        assertThat(new HashSet<>(mentions)).hasSameSizeAs(mentions);
    }

    @Test
    void builtInDictionaryHasDistinctCoins() throws IOException {
        List<JsonNode> coins = coins();
        Set<String> ids = coins.stream().map(coin -> coin.path("id").asText()).collect(Collectors.toSet());

        assertThat(ids).hasSizeGreaterThanOrEqualTo(150).hasSameSizeAs(coins);
        assertThat(ids).allMatch(id -> id.matches("[a-z0-9-]+"));
    }

    @Test
    void readsCustomDictionary() throws IOException {
        Path file = Files.writeString(
                folder.resolve("coins.json"),
                "[{\"id\":\"zorb\",\"symbol\":\"ZRB\",\"names\":[\"Zorb Coin\"],\"ambiguous\":false},"
                        + "{\"id\":\"near\",\"symbol\":\"NEAR\",\"names\":[\"Near\"],\"ambiguous\":true}]");
        MentionFinder own = MentionFinder.create(file);

        assertThat(slugs(own.find("zorb coin near a high; Bitcoin too", null, null)))
                .containsExactly("zorb");
        assertThat(slugs(own.find("NEAR is up", null, null))).isEmpty();
        assertThat(slugs(own.find("$NEAR is up", null, null))).containsExactly("near");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            {                                                        | not a valid list of coins
            [{"id":"a","symbol":"A"},{"id":"a","symbol":"B"}]        | repeats the id 'a'
            [{"id":"a"}]                                             | symbol
            [{"symbol":"A"}]                                         | id
            [{"id":"a","symbol":"A","nmes":["x"]}]                   | nmes
            [null]                                                   | entry 1
            null                                                     | not a valid list of coins
            """)
    void reportsInvalidDictionary(String json, String problem) throws IOException {
        Path file = Files.writeString(folder.resolve("coins.json"), json);

        assertThatThrownBy(() -> MentionFinder.create(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("mentions.dictionary.path", "coins.json", problem);
    }

    @Test
    void reportsMissingDictionary() {
        assertThatThrownBy(() -> MentionFinder.create(folder.resolve("absent.json")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("mentions.dictionary.path", "absent.json");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            Биткоин подорожал, эфириум упал                   | bitcoin ethereum
            Цена биткоина и лайткоинов, Биткоин Кэш           | bitcoin litecoin bitcoin-cash
            Ціна біткоїна зросла                              | bitcoin
            比特币价格突破10万美元，以太坊跟涨                    | bitcoin ethereum
            比特幣現金分叉                                      | bitcoin-cash
            瑞波币(XRP)下跌                                     | ripple
            ビットコインが急騰、イーサリアムも                     | bitcoin ethereum
            ビットコインキャッシュの価格                          | bitcoin-cash
            イーサネットの規格                                   |
            비트코인은 올랐고 이더리움클래식이 내렸다               | bitcoin ethereum-classic
            테더가 발행됐다                                      | tether
            스마트폰 테더링 요금                                  |
            البيتكوين يرتفع وإيثريوم يهبط                       | bitcoin ethereum
            قیمت بیت‌کوین امروز                                 | bitcoin
            מחיר הביטקוין עלה                                  | bitcoin
            ราคาบิตคอยน์วันนี้                                  | bitcoin
            बिटकॉइन की कीमत बढ़ी                                | bitcoin
            BTC는 오르고 ETH가 내렸다                             | bitcoin ethereum
            価格はBTCとXRPで上昇                                 | bitcoin ripple
            Solana и биткоин                                  | solana bitcoin
            антибиткоинский                                   |
            """)
    void findsNamesInOtherScripts(String title, String expected) {
        assertThat(slugs(title)).containsExactlyElementsOf(expected == null ? List.of() : List.of(expected.split(" ")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            Plasma (XPL) launches its mainnet                  | plasma
            Blood plasma shortage                              |
            Midnight Network opens its testnet                 | midnight
            A hack at midnight                                 |
            MegaETH sells tokens; $LIT and Falcon Finance fall | megaeth lighter falcon-finance
            The sky is the limit for ZKP and CC emails         |
            """)
    void findsNewerCoins(String title, String expected) {
        assertThat(slugs(title)).containsExactlyElementsOf(expected == null ? List.of() : List.of(expected.split(" ")));
    }

    @Test
    void readsAChangedDictionaryAgain() throws IOException {
        AtomicLong nowNs = new AtomicLong();
        Path file =
                Files.writeString(folder.resolve("coins.json"), "[{'id':'zorb','symbol':'ZRB'}]".replace('\'', '"'));
        MentionFinder own = MentionFinder.create(file, nowNs::get);
        assertThat(slugs(own.find("$ZRB and $ZRX", null, null))).containsExactly("zorb");

        Files.writeString(file, "[{'id':'zorbex','symbol':'ZRX'}]".replace('\'', '"'));
        assertThat(slugs(own.find("$ZRB and $ZRX", null, null)))
                .as("before the check")
                .containsExactly("zorb");
        nowNs.addAndGet(Duration.ofSeconds(31).toNanos());
        assertThat(slugs(own.find("$ZRB and $ZRX", null, null))).containsExactly("zorbex");

        Files.writeString(file, "[broken");
        nowNs.addAndGet(Duration.ofSeconds(31).toNanos());
        assertThat(slugs(own.find("$ZRX", null, null)))
                .as("still the valid content")
                .containsExactly("zorbex");
        Files.delete(file);
        nowNs.addAndGet(Duration.ofSeconds(31).toNanos());
        assertThat(slugs(own.find("$ZRX", null, null))).containsExactly("zorbex");
    }

    private static List<JsonNode> coins() throws IOException {
        JsonNode list = new ObjectMapper().readTree(MentionFinder.class.getResourceAsStream("coins.json"));
        return IntStream.range(0, list.size()).mapToObj(list::get).toList();
    }

    private static List<String> slugs(String title) {
        return slugs(FINDER.find(title, "", ""));
    }

    private static List<String> slugs(List<Mention> mentions) {
        return mentions.stream().map(Mention::slug).toList();
    }
}
