package io.pulsefeed.commons.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValidatorsTest {

    @ParameterizedTest
    @ValueSource(strings = {"rawtrade", "a.b_c-D9"})
    void acceptsTopicNames(String name) {
        accepts(Validators.topicName(), name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a b", "trades/xbt", "caf\u00e9"})
    void rejectsIllegalTopicNames(String name) {
        rejects(
                Validators.topicName(),
                name,
                "topic names have 1 to 249 letters, digits, dots, dashes and underscores");
    }

    @Test
    void rejectsTopicNamesOver249Characters() {
        accepts(Validators.topicName(), "t".repeat(249));
        rejects(Validators.topicName(), "t".repeat(250), "topic names have 1 to 249");
    }

    @Test
    void acceptsUrlsOfTheNamedSchemesOnly() {
        Validator url = Validators.url("wss", "ws");
        accepts(url, "wss://ws.kraken.com/v2");
        accepts(url, "ws://127.0.0.1:9/");
        for (String bad : List.of("http://host/", "wss:host", "host/path", "")) {
            rejects(url, bad, "must be an absolute URL, for example wss://host/path");
        }
        rejects(url, "wss://a b/", "not a valid URL");
        assertThat(url).hasToString("a URL that starts with wss:// or ws://");
    }

    @Test
    void acceptsNonEmptySubsets() {
        Validator some = Validators.someOf(List.of("trade", "ticker"));
        accepts(some, List.of("ticker"));
        rejects(some, List.of(), "must be one or more of trade, ticker");
        rejects(some, List.of("ticker", "book"), "must be one or more of trade, ticker");
    }

    @Test
    void acceptsEmptyTextOrUtcTime() {
        accepts(Validators.emptyOrInstant(), "");
        accepts(Validators.emptyOrInstant(), "2026-01-31T00:00:00Z");
        rejects(Validators.emptyOrInstant(), "yesterday", "must be a UTC time such as 2026-01-31T00:00:00Z");
    }

    @Test
    void checksEachElementAndPassesNull() {
        Validator each = Validators.ofEach("short words", word -> Validators.require(word.length() < 3, "too long"));
        accepts(each, List.of("a", "b"));
        accepts(each, null);
        rejects(each, List.of("a", "abc"), "too long");
        rejects(Validators.notBlank(), " ", "must not be empty");
        assertThat(Validators.recommend(List.of("x")).validValues("k", java.util.Map.of()))
                .containsExactly("x");
    }

    private static void accepts(Validator validator, Object value) {
        assertThatCode(() -> validator.ensureValid("key", value)).doesNotThrowAnyException();
    }

    private static void rejects(Validator validator, Object value, String message) {
        assertThatThrownBy(() -> validator.ensureValid("key", value))
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll("key", message);
    }
}
