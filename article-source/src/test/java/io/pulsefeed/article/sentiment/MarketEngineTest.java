package io.pulsefeed.article.sentiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MarketEngineTest {

    private static final SentimentEngine ENGINE = SentimentEngines.create("vader", null, Map.of());

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            Ether climbs to an all-time high                        | positive
            Ether climbs to an all time high                        | positive
            Start-up raises $12 million in seed round               | positive
            Regulator approves first spot fund                      | positive
            Traders fear a rug pull                                 | negative
            Bridge drained of $80 million in exploit                | negative
            Exchange halts withdrawals                              | negative
            Token slides in broad sell-off                          | negative
            Court sentences founder to prison for fraud             | negative
            Crypto shares and gold: the asset class                 | neutral
            The Securities and Exchange Commission on token assets  | neutral
            Exchange does not list the token                        | negative
            Net sales decreased by 10 percent                       | negative
            Miner revenue declined in June                          | negative
            Operating profit fell to EUR 7.9 mn from EUR 9.1 mn     | negative
            Operating profit rose to EUR 9.1 mn from EUR 7.9 mn     | positive
            Exchange's quarterly loss narrows                       | positive
            Loss before taxes narrowed to EUR 2.1 mn                | positive
            Net loss widens as costs climb                          | negative
            Company cuts debt by half                               | positive
            Profit of EUR 5 mn, compared with a loss of EUR 2 mn    | positive
            Firm swings to a loss in third quarter                  | negative
            Inflation eases to 3 percent                            | positive
            Hackers return stolen funds to bridge                   | positive
            Why bitcoin is crashing                                 | negative
            Why is ether falling today?                             | negative
            Why Solana surged                                       | positive
            Stock hits 52-week low                                  | negative
            Rating agency downgrades the miner                      | negative
            Markets end flat before the decision                    | neutral
            Bitcoin erases losses                                   | positive
            Stocks pare early losses                                | positive
            Bitcoin erases gains                                    | negative
            Shares give up gains                                    | negative
            Bitcoin stops falling                                   | positive
            Token hits record low                                   | negative
            Unemployment hits record low                            | positive
            ETF outflows hit record                                 | negative
            Lawsuit against exchange dismissed                      | positive
            Judge dismisses lawsuit                                 | positive
            Fraud charges dropped against founder                   | positive
            Founder cleared of fraud                                | positive
            Miner averts bankruptcy                                 | positive
            China lifts ban on mining                               | positive
            Insolvency rumors are unfounded                         | positive
            Wallet bug is fixed                                     | positive
            Fears of contagion fade                                 | positive
            Crypto winter ends                                      | positive
            Fund ends in bankruptcy                                 | negative
            Token drops after hack                                  | negative
            Bankruptcy feared after exploit                         | negative
            Exchange faces fraud charges                            | negative
            Inflation falls to 2%                                   | positive
            Inflation rises to 4%                                   | negative
            Bitcoin +12%                                            | positive
            Ether (-3.5%) and Solana (-4%) today                    | negative
            Between 10-12% of holders                               | neutral
            Top reasons for a crash                                 | neutral
            A guide to scams                                        | neutral
            """)
    void scoresMarketLanguage(String title, String label) {
        assertThat(ENGINE.score(title, "").label()).isEqualTo(label);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Will bitcoin crash again?", "How to avoid a crash", "Why prices surge", "What\u2019s a hack"})
    void scoresQuestionsAndExplainersAsNeutral(String title) {
        assertThat(ENGINE.score(title, null)).isEqualTo(Sentiment.NEUTRAL);
    }

    @Test
    void scoresQuestionByItsText() {
        assertThat(ENGINE.score("What happened to the bridge?", "It was hacked and drained.")
                        .label())
                .isEqualTo("negative");
    }

    @Test
    void acceptsTypographicApostrophes() {
        assertThat(ENGINE.score("Results aren\u2019t good", ""))
                .isEqualTo(ENGINE.score("Results aren't good", ""))
                .isEqualTo(ENGINE.score("Results aren\u0092t good", ""));
        assertThat(ENGINE.score("Results aren\u2019t good", "").label()).isEqualTo("negative");
    }

    @Test
    void acceptsMissingTitleAndText() {
        assertThat(ENGINE.score(null, null)).isEqualTo(Sentiment.NEUTRAL);
        assertThat(ENGINE.score("", "")).isEqualTo(Sentiment.NEUTRAL);
    }

    @ParameterizedTest
    @CsvSource({"0.05,positive", "0.0499,neutral", "-0.0499,neutral", "-0.05,negative"})
    void appliesLabelThresholds(double compound, String label) {
        assertThat(Sentiment.of(compound).label()).isEqualTo(label);
    }

    @Property(tries = 300)
    void staysInScoreRange(@ForAll String title, @ForAll String text) {
        Sentiment sentiment = ENGINE.score(title, text);

        assertThat(sentiment.compound()).isBetween(-1.0, 1.0);
        assertThat(Math.rint(sentiment.compound() * 10_000) / 10_000).isEqualTo(sentiment.compound());
        assertThat(sentiment).isEqualTo(Sentiment.of(sentiment.compound()));
    }

    @Test
    void vocabularyHasNoDuplicates() throws Exception {
        Set<String> seen = new HashSet<>();
        String file = new String(
                MarketEngineTest.class.getResourceAsStream("market-words.tsv").readAllBytes(), "UTF-8");

        file.lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            for (String word : line.split("\t")[2].split("\\|")) {
                assertThat(seen.add(word)).as(word).isTrue();
            }
        });

        assertThat(seen).hasSizeGreaterThan(1_000);
    }
}
