package io.pulsefeed.article.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostRulesTest {

    @ParameterizedTest
    @CsvSource({
        "www.example.com, example.com",
        "a.b.example.co.uk, example.co.uk",
        "co.uk, co.uk",
        "blog.someone.github.io, someone.github.io",
        "news.test, news.test",
        "localhost, localhost",
        "127.0.0.1, 127.0.0.1",
        "example.com., example.com.",
        "[::1], [::1]"
    })
    void findsRegistrableDomain(String host, String registrable) {
        assertThat(HostRules.registrable(host)).isEqualTo(registrable);
    }
}
