package io.pulsefeed.cli.emotibit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefeed.cli.emotibit.ControlResults.Request;
import io.pulsefeed.cli.emotibit.ControlResults.Result;
import io.pulsefeed.cli.output.JsonOutput;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ControlResultsTest {

    private static Result result(String json, String id) throws JsonProcessingException {
        return Result.of(new ObjectMapper().readTree(json), id);
    }

    @Test
    void readsTheResultsOfItsCommandOnly() throws JsonProcessingException {
        String event = "{\"device_id\":\"D1\",\"session_id\":\"S1\",\"event\":\"command\",\"detail\":{\"command\":"
                + "\"record_start\",\"id\":\"a\",\"devices\":2,\"done\":true,\"file\":\"x.csv\",\"answer_ms\":211}}";

        assertThat(result(event, "a")).isEqualTo(new Result("D1", "S1", true, "x.csv", "", false, 2));
        assertThat(result(event, "b")).isNull();
        assertThat(result(event.replace("\"command\",\"detail\"", "\"recording\",\"detail\""), "a"))
                .isNull();
        assertThat(JsonOutput.format(result(event, "a"))).doesNotContain("expected");
    }

    /** With value.format=struct, all values of the detail are texts. */
    @Test
    void readsFailuresAndTexts() throws JsonProcessingException {
        String event = "{\"device_id\":\"D1\",\"session_id\":\"\",\"event\":\"command\",\"detail\":{\"id\":\"a\","
                + "\"devices\":\"1\",\"done\":\"false\",\"reason\":\"not connected\"}}";

        assertThat(result(event, "a")).isEqualTo(new Result("D1", "", false, "", "not connected", false, 1));
    }

    @Test
    void isCompleteWhenEveryDeviceAnswered() {
        Result first = new Result("D1", "S1", true, "", "", false, 2);
        Result second = new Result("D2", "S2", false, "", "no answer", false, 2);
        Request all = new Request("a", List.of(), 1);
        Request named = new Request("a", List.of("D1", "D2"), 4);

        assertThat(all.isComplete(Map.of())).isFalse();
        assertThat(all.isComplete(Map.of("D1", first))).isFalse();
        assertThat(all.isComplete(Map.of("D1", first, "D2", second))).isTrue();
        assertThat(new Request("a", List.of(), 2).isComplete(Map.of("D1", first, "D2", second)))
                .isFalse();
        assertThat(named.isComplete(Map.of("D1", first))).isFalse();
        assertThat(named.isComplete(Map.of("D1", first, "D2", second))).isTrue();
    }
}
