package io.pulsefeed.emotibit.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulsefeed.emotibit.control.ControlCommand.Action;
import io.pulsefeed.emotibit.control.ControlParser.InvalidCommandException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ControlParserTest {

    private static final long NOW_US = 1_795_224_170_000_000L;
    private static final long SENT_US = NOW_US - 250_000;

    private static ControlCommand parse(String json) throws InvalidCommandException {
        return ControlParser.parse(json.getBytes(StandardCharsets.UTF_8), SENT_US, NOW_US, 5_000);
    }

    @Test
    void readsCommandsForAllAndForSomeDevices() throws InvalidCommandException {
        assertThat(parse("{\"command\":\"record_start\"}"))
                .isEqualTo(new ControlCommand(Action.RECORD_START, "", List.of(), "", SENT_US, 5_000));
        assertThat(parse("{\"devices\":[\"MD-V5-1\",\"MD-V5-2\",\"MD-V5-1\"],\"id\":\"a\",\"command\":\"record_stop\","
                        + "\"comment\":{\"by\":[1]},\"text\":null}"))
                .isEqualTo(
                        new ControlCommand(Action.RECORD_STOP, "a", List.of("MD-V5-1", "MD-V5-2"), "", SENT_US, 5_000));
    }

    @Test
    void readsTheTimeOfAMarker() throws InvalidCommandException {
        ControlCommand marker = parse("{\"command\":\"marker\",\"text\":\"stimulus, left\",\"time\":1795224100.25}");

        assertThat(marker.text()).isEqualTo("stimulus, left");
        assertThat(marker.epochUs()).isEqualTo(1_795_224_100_250_000L);
        assertThat(parse("{\"command\":\"marker\",\"text\":\"x\"}").epochUs()).isEqualTo(SENT_US);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "[]|not a JSON object",
                "{\"command\":\"record_start\"|not valid JSON",
                "{\"command\":\"record_start\"} {}|not one JSON object",
                "{}|no command",
                "{\"command\":\"ED\"}|command is unknown",
                "{\"command\":7}|command is not a text",
                "{\"command\":\"record_start\",\"devices\":[]}|leave it out for all devices",
                "{\"command\":\"record_start\",\"devices\":\"D1\"}|not an array",
                "{\"command\":\"record_start\",\"devices\":[\"\"]}|blank",
                "{\"command\":\"record_start\",\"devices\":[\"a\\u0007\"]}|not printable",
                "{\"command\":\"record_start\",\"devices\":[1]}|not a text",
                "{\"command\":\"record_start\",\"text\":\"a\"}|only a marker has a text",
                "{\"command\":\"marker\"}|needs a text",
                "{\"command\":\"marker\",\"text\":\"a\\u0000\"}|NUL",
                "{\"command\":\"marker\",\"text\":\"\\ud800\"}|surrogate",
                "{\"command\":\"record_start\",\"devices\":[\"\\udc00\"]}|surrogate",
                "{\"command\":\"record_start\",\"id\":\"\\ud800a\"}|surrogate",
                "{\"command\":\"marker\",\"text\":\"a\",\"time\":\"now\"}|not a number",
                "{\"command\":\"marker\",\"text\":\"a\",\"time\":1795224100250}|seconds since 1970",
                "{\"command\":\"marker\",\"text\":\"a\",\"time\":-1}|seconds since 1970",
                "{\"command\":\"marker\",\"text\":\"a\",\"time\":1e999}|not a number",
            })
    void explainsWhatIsInvalid(String json, String reason) {
        assertThatExceptionOfType(InvalidCommandException.class)
                .isThrownBy(() -> parse(json))
                .withMessageContaining(reason);
    }

    @Test
    void limitsTheSize() {
        assertThatThrownBy(() -> ControlParser.parse(null, 0, 0, 1)).hasMessageContaining("empty");
        assertThatThrownBy(() -> parse("{\"command\":\"marker\",\"text\":\"" + "a".repeat(501) + "\"}"))
                .hasMessageContaining("more than 500 characters");
        assertThatThrownBy(() -> parse(" ".repeat(1 << 16) + "{}")).hasMessageContaining("more than 65536 bytes");
        assertThatThrownBy(() -> parse("{\"command\":\"record_stop\",\"devices\":[\"" + "d".repeat(65) + "\"]}"))
                .hasMessageContaining("too long");
    }

    /** Whatever someone writes to the topic, it is a command or an {@link InvalidCommandException}. */
    @Property(tries = 500)
    void anyBytesAreACommandOrRefused(@ForAll byte[] noise, @ForAll int cut) {
        byte[] json = "{\"command\":\"marker\",\"devices\":[\"D1\",\"D2\"],\"text\":\"t\",\"time\":1.5,\"id\":\"x\"}"
                .getBytes(StandardCharsets.UTF_8);
        int from = Math.floorMod(cut, json.length);
        System.arraycopy(noise, 0, json, from, Math.min(noise.length, json.length - from));
        try {
            assertThat(ControlParser.parse(json, SENT_US, NOW_US, 1).text()).isNotBlank();
        } catch (InvalidCommandException e) {
            assertThat(e).hasMessageNotContaining("D1");
        }
    }
}
