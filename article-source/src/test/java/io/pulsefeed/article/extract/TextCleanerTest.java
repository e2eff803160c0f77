package io.pulsefeed.article.extract;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextCleanerTest {

    @Test
    void removesInvisibleCharacters() {
        assertThat(TextCleaner.line("  a\u00a0b\u00adc\u200bd\ufeffe\u2060 \u0000\u0007 f\ud800g\udc00 "))
                .isEqualTo("a bcde fg");
        assertThat(TextCleaner.line("Cafe\u0301")).isEqualTo("Caf\u00e9");
        assertThat(TextCleaner.line("in\u200dvisible")).isEqualTo("invisible");
    }

    @Test
    void keepsJoinersInEmojiAndComplexScripts() {
        String family = "\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67";
        String persian = "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645";

        assertThat(TextCleaner.line(family)).isEqualTo(family);
        assertThat(TextCleaner.line(persian)).isEqualTo(persian);
    }

    @Test
    void keepsLineBreaksInMultilineMode() {
        assertThat(TextCleaner.lines(" a  b \r\n\r\n \t c\u2028d ")).isEqualTo("a b\nc\nd");
        assertThat(TextCleaner.line(" a  b \r\n\r\n \t c ")).isEqualTo("a b c");
        assertThat(TextCleaner.lines(null)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "one two three,100,one two three",
        "one two three,10,one two",
        "one two three,7,one two",
        "abcdefghij,4,abcd"
    })
    void truncatesAtWordBoundary(String text, int max, String expected) {
        assertThat(TextCleaner.cutAtWord(text, max)).isEqualTo(expected);
    }

    @Property
    void returnsTextThatIsValidUtf8(@ForAll String raw) throws CharacterCodingException {
        String clean = TextCleaner.lines(raw);

        assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(clean)).isTrue();
        assertThat(clean.indexOf('\0')).isNegative();
        assertThat(TextCleaner.lines(clean)).isEqualTo(clean);
        assertThat(Normalizer.isNormalized(TextCleaner.line("e\u0301" + raw).substring(0, 1), Normalizer.Form.NFC))
                .isTrue();
    }

    @Property
    void doesNotSplitCodePoints(@ForAll @IntRange(max = 20) int max, @ForAll @IntRange(max = 20) int count) {
        String cut = TextCleaner.cut("\ud83d\ude80".repeat(count), max);

        assertThat(cut.length()).isLessThanOrEqualTo(max);
        assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(cut)).isTrue();
    }
}
