package io.pulsefeed.admin.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefeed.admin.state.ConnectorState.TaskState;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConnectorsCollectorTest {

    private static ConnectorState connector(String state, String tasks) throws JsonProcessingException {
        String json = "{\"info\":{\"type\":\"sink\",\"config\":{\"connector.class\":\"a.Sink\"}},"
                + "\"status\":{\"connector\":" + state + ",\"tasks\":[" + tasks + "]}}";
        return ConnectorsCollector.connector(Map.entry("rows", new ObjectMapper().readTree(json)));
    }

    @Test
    void namesTheCauseOfAFailedTask() throws JsonProcessingException {
        ConnectorState connector = connector(
                "{\"state\":\"RUNNING\",\"worker_id\":\"w:1\"}",
                """
                {"id":0,"state":"RUNNING","worker_id":"w:1"},
                {"id":1,"state":"FAILED","worker_id":"w:2","trace":"org.apache.kafka.connect.errors.ConnectException: \
                Exiting WorkerSinkTask due to unrecoverable exception.\\n\\tat a.B.c(B.java:1)\\nCaused by: \
                org.apache.kafka.connect.errors.DataException: rawtrade-0@7 has no mapping\\n\\tat a.B.d(B.java:2)"}""");

        assertThat(connector.cause()).isEqualTo("DataException: rawtrade-0@7 has no mapping");
        assertThat(connector.overallState()).isEqualTo("FAILED");
        assertThat(connector.isAsIntended()).isFalse();
        assertThat(connector.runningTasks()).isEqualTo(1);
        assertThat(connector.tasks())
                .containsExactly(
                        new TaskState(0, "RUNNING", "w:1", ""),
                        new TaskState(1, "FAILED", "w:2", "DataException: rawtrade-0@7 has no mapping"));
    }

    @Test
    void distinguishesAStopByAUserFromAMissingTask() throws JsonProcessingException {
        ConnectorState stopped = connector("{\"state\":\"STOPPED\"}", "");
        ConnectorState starting = connector("{\"state\":\"RUNNING\"}", "");
        ConnectorState running = connector("{\"state\":\"RUNNING\"}", "{\"id\":0,\"state\":\"RUNNING\"}");

        assertThat(stopped.overallState()).isEqualTo("STOPPED");
        assertThat(stopped.isAsIntended()).isTrue();
        assertThat(starting.overallState()).isEqualTo("UNASSIGNED");
        assertThat(starting.isAsIntended()).isFalse();
        assertThat(running.isRunning()).isTrue();
        assertThat(running.connectorClass()).isEqualTo("a.Sink");
    }
}
