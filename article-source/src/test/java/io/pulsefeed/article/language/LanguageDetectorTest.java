package io.pulsefeed.article.language;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguageDetectorTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            en | Bitcoin falls below $60,000 as traders wait for the decision of the central bank
            de | Die B\u00f6rse \u00f6ffnet nach dem Angriff wieder, aber viele Kunden warten noch auf ihr Geld
            fr | Le bitcoin chute sous les 60 000 dollars apr\u00e8s la d\u00e9cision de la banque centrale
            es | El bitcoin cae por debajo de los 60.000 d\u00f3lares tras la decisi\u00f3n del banco central
            it | Il bitcoin scende sotto i 60.000 dollari dopo la decisione della banca centrale
            pt | O bitcoin cai abaixo de 60 mil d\u00f3lares ap\u00f3s a decis\u00e3o do banco central
            nl | De bitcoin daalt tot onder de 60.000 dollar na het besluit van de centrale bank
            pl | Kurs bitcoina spad\u0142 poni\u017cej 60 tysi\u0119cy dolar\u00f3w po decyzji banku centralnego
            tr | Merkez bankas\u0131n\u0131n karar\u0131ndan sonra bitcoin 60 bin dolar\u0131n alt\u0131na d\u00fc\u015ft\u00fc
            sv | Bitcoin faller under 60 000 dollar efter centralbankens beslut, och m\u00e5nga s\u00e4ljer
            cs | Bitcoin po rozhodnut\u00ed centr\u00e1ln\u00ed banky klesl pod hranici \u0161edes\u00e1ti tis\u00edc dolar\u016f
            ru | \u0426\u0435\u043d\u0430 \u0431\u044b\u0441\u0442\u0440\u043e \u0443\u043f\u0430\u043b\u0430
            uk | \u0426\u0456\u043d\u0430 \u0432\u043f\u0430\u043b\u0430 \u043d\u0438\u0436\u0447\u0435
            zh | \u6bd4\u7279\u5e01\u8dcc\u7834\u516d\u4e07\u7f8e\u5143\uff0cETF \u8d44\u91d1\u6d41\u51fa
            ja | \u30d3\u30c3\u30c8\u30b3\u30a4\u30f3\u304c6\u4e07\u30c9\u30eb\u3092\u4e0b\u56de\u308b
            ko | \ube44\ud2b8\ucf54\uc778 6\ub9cc \ub2ec\ub7ec \uc544\ub798\ub85c \ud558\ub77d
            ar | \u0627\u0646\u062e\u0641\u0636 \u0627\u0644\u0633\u0639\u0631
            el | \u0397 \u03c4\u03b9\u03bc\u03ae \u03ad\u03c0\u03b5\u03c3\u03b5 \u03c3\u03ae\u03bc\u03b5\u03c1\u03b1
            """)
    void detectsLanguageOfText(String language, String text) {
        assertThat(LanguageDetector.detect(text, null)).isEqualTo(language);
    }

    @Test
    void declarationDecidesShortTexts() {
        assertThat(LanguageDetector.detect("Ethereum Solana", "fr-FR")).isEqualTo("fr");
        assertThat(LanguageDetector.detect("BTC $70K", null)).isNull();
        assertThat(LanguageDetector.detect("BTC $70K", "en_US")).isEqualTo("en");
    }

    @Test
    void longTextDecidesAgainstDeclaration() {
        String german =
                "Die B\u00f6rse \u00f6ffnet nach dem Angriff wieder, aber viele Kunden warten noch auf ihr Geld. "
                        .repeat(3);

        assertThat(LanguageDetector.detect(german, "en")).isEqualTo("de");
    }

    @Test
    void declarationSelectsAmongLanguagesOfScript() {
        assertThat(LanguageDetector.detect("\u6bd4\u7279\u5e01", "ja")).isEqualTo("ja");
        assertThat(LanguageDetector.detect("\u6bd4\u7279\u5e01", "en")).isEqualTo("zh");
    }

    @ParameterizedTest
    @CsvSource({
        "de-AT,de",
        "pt_BR,pt",
        "nb,no",
        "zh-Hans-CN,zh",
        "'',",
        "und,",
        "mul,",
        "eng,en",
        "ger-DE,de",
        "English,en",
        "Deutsch,de",
        "'en-US,en;q=0.5',en",
        "cn,zh",
        "jp,ja",
        "cz,cs",
        "fil,fil",
        "x-default,",
        "xx,",
        "klingon,",
        "utf-8,",
        "{{lang}},"
    })
    void readsLanguageOfTags(String tag, String language) {
        assertThat(LanguageDetector.primary(tag)).isEqualTo(language);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            uk | ru | Ціна біткойна в Україні
            ru | uk | Цены на биткойн быстро выросли
            ru | ru | \u041f\u0440\u0435\u0437\u0438\u0434\u0435\u043d\u0442 \u0432 \u041a\u0438\u0457\u0432\u0456
            fa | ar | قیمت بیت کوین پس از گزارش چین
            ar | fa | قالت الشركة إن العملة الرقمية إيجابية
            zh | - | 比特币跌破六万美元后大量资金流出交易所の买家观望等待央行公布决定
            ja | - | 米証券取引委員会、暗号資産の規制案を公表
            en | ko | Bitcoin falls below $60,000 as traders wait
            en | zh-CN | Ethereum upgrade is delayed again by the developers
            ht | ht | Pri Bitcoin tonbe apre desizyon bank santral la
            """)
    void lettersDecideAgainstDeclaration(String language, String declared, String text) {
        assertThat(LanguageDetector.detect(text, declared)).isEqualTo(language);
    }

    @Property(tries = 300)
    void neverThrows(@ForAll String text, @ForAll String declared) {
        LanguageDetector.detect(text, declared);
    }
}
