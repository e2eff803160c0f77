package io.pulsefeed.article.sentiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LanguageScorerTest {

    private static final String GERMAN = "Die Inflation und die Zinsen";

    private final SentimentEngine engine = SentimentEngines.create("vader", null, Map.of());
    private final LanguageScorer scorer = new LanguageScorer(engine, Set.of());

    @Test
    void englishLexiconAppliesToEnglishOnly() {
        assertThat(engine.score(GERMAN, "").label()).isEqualTo("negative");

        Scoring scoring = scorer.score("de", GERMAN, "");

        assertThat(scoring.sentiment()).isEqualTo(Sentiment.NEUTRAL);
        assertThat(scoring.isLanguageSupported()).isFalse();
        assertThat(scorer.score("en", "Exchange hacked", "").sentiment().label())
                .isEqualTo("negative");
    }

    @Test
    void scoresTextsOfUnknownLanguage() {
        assertThat(scorer.score(null, "BTC soars", "").sentiment().label()).isEqualTo("positive");
    }

    @Test
    void configuredLanguagesReplaceThoseOfTheEngine() {
        Scoring scoring = new LanguageScorer(engine, Set.of("de")).score("de", GERMAN, "");

        assertThat(scoring.isLanguageSupported()).isTrue();
        assertThat(scoring.sentiment().label()).isEqualTo("negative");
    }

    @Test
    void customEnginesScoreAllLanguagesByDefault() {
        SentimentEngine custom = (title, text) -> Sentiment.of(0.5);

        assertThat(new LanguageScorer(custom, Set.of())
                        .score("ja", "x", "")
                        .sentiment()
                        .label())
                .isEqualTo("positive");
        assertThat(engine.version()).startsWith("vader-market/");
    }
}
