package io.pulsefeed.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefeed.admin.ConnectRest.Status;
import io.pulsefeed.admin.ConnectRest.TaskStatus;
import io.pulsefeed.cli.doctor.Finding.Level;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FindingsTest {

    private static final long GIB = 1L << 30;
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @CsvSource({"20.10.24+dfsg1,OK", "19.3.12,FAIL", "28.5.2,OK", "20.10.0,OK", "20.9.9,FAIL", "dev,WARN"})
    void judgesTheEngine(String version, Level expected) {
        assertThat(MachineCheck.engine(Optional.of(version)).level()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"v2.26.1-4,OK", "2.24.3,FAIL", "1.29.2,FAIL", "2.24.4,OK", "5.0.0,OK"})
    void judgesCompose(String version, Level expected) {
        assertThat(MachineCheck.compose(Optional.of(version)).level()).isEqualTo(expected);
    }

    @Test
    void warnsWhereDockerIsMissing() {
        assertThat(MachineCheck.engine(Optional.empty()).level()).isEqualTo(Level.WARN);
        assertThat(MachineCheck.compose(Optional.empty()).level()).isEqualTo(Level.WARN);
    }

    @Test
    void judgesMemoryAndDisk() {
        Path place = Path.of("/var/lib/docker");

        assertThat(MachineCheck.memory(4 * GIB).level()).isEqualTo(Level.WARN);
        assertThat(MachineCheck.memory(8 * GIB).level()).isEqualTo(Level.OK);
        assertThat(MachineCheck.disk(place, 60 * GIB, 100 * GIB).level()).isEqualTo(Level.OK);
        assertThat(MachineCheck.disk(place, 40 * GIB, 100 * GIB).level()).isEqualTo(Level.WARN);
        assertThat(MachineCheck.disk(place, 60 * GIB, 1000 * GIB).level()).isEqualTo(Level.FAIL);
    }

    /** Newer versions print one object a line, older ones an array. */
    @Test
    void judgesContainersInBothFormsOfCompose() {
        String healthy = container("kafka", "running", "healthy", 0);

        assertThat(levels(healthy + "\n" + container("kafka-setup", "exited", "", 0)))
                .containsExactly(Level.OK);
        assertThat(levels("[" + healthy + "]")).containsExactly(Level.OK);
        assertThat(levels("[" + container("kafka", "running", "unhealthy", 0) + "]"))
                .containsExactly(Level.FAIL);
        assertThat(levels(healthy + "\n" + container("kafka-setup", "exited", "", 1)))
                .containsExactly(Level.FAIL);
        assertThat(levels(container("kafka", "restarting", "", 1))).containsExactly(Level.FAIL);
        assertThat(levels("[]")).containsExactly(Level.WARN);
    }

    private static List<Level> levels(String answer) {
        return new ContainerCheck(answer).look().stream().map(Finding::level).toList();
    }

    private static String container(String service, String state, String health, int code) {
        return String.format(
                "{\"Service\":\"%s\",\"State\":\"%s\",\"Health\":\"%s\",\"ExitCode\":%d}",
                service, state, health, code);
    }

    @Test
    void findsTheirPorts() {
        assertThat(new ContainerCheck(
                                "{\"Service\":\"a\",\"Publishers\":[{\"PublishedPort\":9092},{\"PublishedPort\":0}]}")
                        .ports())
                .containsExactly(9092);
    }

    @Test
    void failsForAFailedTaskAndSaysWhy() {
        Status status =
                new Status("rows", "RUNNING", "", List.of(new TaskStatus(0, "FAILED", "x.Fenced: taken over\n\tat x")));

        Finding finding = ConnectorCheck.connector(status);

        assertThat(finding.level()).isEqualTo(Level.FAIL);
        assertThat(finding.line()).contains("rows failed: x.Fenced: taken over").contains("/connectors/rows/restart");
    }

    @Test
    void warnsForAConnectorThatSomebodyStopped() {
        assertThat(ConnectorCheck.connector(new Status("rows", "STOPPED", "", List.of()))
                        .line())
                .startsWith("WARN")
                .contains("/connectors/rows/resume");
    }

    @ParameterizedTest
    @CsvSource({"1000,true,OK", "1001,true,WARN", "10001,true,FAIL", "10001,false,WARN"})
    void judgesLagByTheBoundsOfTheAlerts(long records, boolean exact, Level expected) {
        assertThat(LagCheck.lag("rows", records, exact).level()).isEqualTo(expected);
    }

    @Test
    void namesTargetsThatAreDown() throws IOException {
        var answer = JSON.readTree(
                """
                {"data":{"activeTargets":[
                  {"labels":{"job":"kafka-jmx"},"health":"down","scrapeUrl":"http://kafka:5556/metrics","lastError":"refused"},
                  {"labels":{"job":"prometheus"},"health":"up"}]}}""");

        assertThat(MonitoringCheck.targets(answer)).singleElement().satisfies(finding -> {
            assertThat(finding.level()).isEqualTo(Level.FAIL);
            assertThat(finding.text()).contains("kafka-jmx").contains("refused");
        });
    }

    @Test
    void reportsFiringAlertsByTheirSeverityAndNotThosePending() throws IOException {
        var answer = JSON.readTree(
                """
                {"data":{"alerts":[
                  {"state":"firing","labels":{"alertname":"ConnectTaskFailed","severity":"critical"},"annotations":{"summary":"s"}},
                  {"state":"firing","labels":{"alertname":"KafkaLowMessagesInRate","severity":"info"}},
                  {"state":"pending","labels":{"alertname":"KafkaBrokerDown","severity":"critical"}}]}}""");

        assertThat(MonitoringCheck.alerts(answer)).extracting(Finding::level).containsExactly(Level.FAIL, Level.WARN);
        assertThat(MonitoringCheck.alerts(answer).get(0).line()).contains("docs/runbooks/ConnectTaskFailed.md");
    }
}
