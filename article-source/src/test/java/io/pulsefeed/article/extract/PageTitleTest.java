package io.pulsefeed.article.extract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageTitleTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
            <title>A long headline - Daily Wire</title><h1>Daily Wire</h1>                                  ; A long headline
            <title>A long headline - Daily Wire</title><h1> </h1><h1>A long headline</h1>                   ; A long headline
            <title>x</title><meta property=og:site_name content=Wire><h1>Wire</h1><h1>A long headline</h1>  ; A long headline
            <title>x</title><meta property=og:title content='A long headline | Wire.cz'>                    ; A long headline
            <meta property=og:title content='Headline - Of All'><h1>Headline</h1>                           ; Headline
            <meta property=og:title content='Headline | Markets | Example'>                                 ; Headline | Markets
            <meta property=og:title content='Example: none | Headline'>                                     ; Example: none | Headline
            <meta property=og:title content='Example | A long headline'>                                    ; A long headline
            <meta property=og:title content='Example'><h1>A long headline</h1>                              ; A long headline
            <title>A long headline \u2013 Markets \u2013 Daily Wire</title><h1>A long headline</h1>         ; A long headline
            <title>Example</title>                                                                          ; Example
            """)
    void excludesNameOfSite(String html, String expected) {
        assertThat(Pages.read(html).title()).isEqualTo(expected);
    }
}
