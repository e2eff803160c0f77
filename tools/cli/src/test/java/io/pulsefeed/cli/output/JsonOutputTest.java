package io.pulsefeed.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonOutputTest {

    private record Result(@JsonProperty("ready_seconds") double readySeconds, List<String> errors) {}

    @Test
    void printsOneLine() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        JsonOutput.print(new PrintStream(bytes, true, StandardCharsets.UTF_8), new Result(1.5, List.of("a\nb")));

        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .isEqualTo("{\"ready_seconds\":1.5,\"errors\":[\"a\\nb\"]}" + System.lineSeparator());
    }
}
