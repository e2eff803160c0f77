package io.pulsefeed.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefeed.admin.ConnectRest.Status;
import io.pulsefeed.admin.ConnectRest.TaskStatus;
import io.pulsefeed.admin.KafkaAdmin.LogDirectory;
import io.pulsefeed.cli.doctor.Finding.Level;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FindingsTest {

    private static final long GIB = 1L << 30;
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @CsvSource({"20.10.24+dfsg1,OK", "19.3.12,FAIL", "28.5.2,OK", "20.10.0,OK", "20.9.9,FAIL", "dev,WARN"})
    void checksTheEngineVersion(String version, Level expected) {
        assertThat(MachineCheck.engine(Optional.of(version)).level()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"v2.26.1-4,OK", "2.24.3,FAIL", "1.29.2,FAIL", "2.24.4,OK", "5.0.0,OK"})
    void checksTheComposeVersion(String version, Level expected) {
        assertThat(MachineCheck.compose(Optional.of(version)).level()).isEqualTo(expected);
    }

    @Test
    void warnsIfDockerIsMissing() {
        assertThat(MachineCheck.engine(Optional.empty()).level()).isEqualTo(Level.WARN);
        assertThat(MachineCheck.compose(Optional.empty()).level()).isEqualTo(Level.WARN);
    }

    @Test
    void checksMemoryAndDisk() {
        Path place = Path.of("/var/lib/docker");

        assertThat(MachineCheck.memory(4 * GIB).level()).isEqualTo(Level.WARN);
        assertThat(MachineCheck.memory(8 * GIB).level()).isEqualTo(Level.OK);
        assertThat(MachineCheck.disk(place, 60 * GIB, 100 * GIB).level()).isEqualTo(Level.OK);
        assertThat(MachineCheck.disk(place, 40 * GIB, 100 * GIB).level()).isEqualTo(Level.WARN);
        assertThat(MachineCheck.disk(place, 60 * GIB, 1000 * GIB).level()).isEqualTo(Level.FAIL);
        assertThat(MachineCheck.disk(place, 1 << 20, 1000 * GIB).text()).startsWith("No space left on device");
    }

    /** Newer versions print one object per line, older ones an array. */
    @Test
    void checksContainersInBothFormatsOfCompose() {
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

    @Test
    void containersAreNotNeededIfTheWorkerRunsWithoutThem() {
        assertThat(new ContainerCheck("[]").run(false))
                .extracting(Finding::level)
                .containsExactly(Level.OK);
        assertThat(new MachineCheck(Path.of("."), false).run())
                .filteredOn(finding -> finding.check().equals("docker"))
                .extracting(Finding::level)
                .containsExactly(Level.OK);
    }

    private static List<Level> levels(String output) {
        return new ContainerCheck(output).run(true).stream().map(Finding::level).toList();
    }

    private static String container(String service, String state, String health, int code) {
        return String.format(
                "{\"Service\":\"%s\",\"State\":\"%s\",\"Health\":\"%s\",\"ExitCode\":%d}",
                service, state, health, code);
    }

    @Test
    void readsPublishedPorts() {
        assertThat(new ContainerCheck(
                                "{\"Service\":\"a\",\"Publishers\":[{\"PublishedPort\":9092},{\"PublishedPort\":0}]}")
                        .ports())
                .containsExactly(9092);
    }

    @Test
    void failsForAFailedTaskWithItsCause() {
        Status status = new Status(
                "rows", "RUNNING", "", List.of(new TaskStatus(0, "FAILED", "x.Fenced: by another task\n\tat x")));

        Finding finding = ConnectorCheck.connector(status);

        assertThat(finding.level()).isEqualTo(Level.FAIL);
        assertThat(finding.line())
                .contains("rows failed: Fenced: by another task")
                .contains("/connectors/rows/restart");
    }

    @Test
    void warnsForAStoppedConnector() {
        assertThat(ConnectorCheck.connector(new Status("rows", "STOPPED", "", List.of()))
                        .line())
                .startsWith("WARN")
                .contains("/connectors/rows/resume");
    }

    @ParameterizedTest
    @CsvSource({"1000,true,OK", "1001,true,WARN", "10001,true,FAIL", "10001,false,WARN"})
    void checksLagAgainstTheThresholdsOfTheAlerts(long records, boolean exact, Level expected) {
        assertThat(LagCheck.lag("rows", records, exact).level()).isEqualTo(expected);
    }

    @Test
    void reportsTargetsThatAreDown() throws IOException {
        var response = JSON.readTree(
                """
                {"data":{"activeTargets":[
                  {"labels":{"job":"kafka-jmx"},"health":"down","scrapeUrl":"http://kafka:5556/metrics","lastError":"refused"},
                  {"labels":{"job":"prometheus"},"health":"up"}]}}""");

        assertThat(MonitoringCheck.targets(response)).singleElement().satisfies(finding -> {
            assertThat(finding.level()).isEqualTo(Level.FAIL);
            assertThat(finding.text()).contains("kafka-jmx").contains("refused");
        });
    }

    @Test
    void reportsFiringAlertsBySeverity() throws IOException {
        var response = JSON.readTree(
                """
                {"data":{"alerts":[
                  {"state":"firing","labels":{"alertname":"ConnectTaskFailed","severity":"critical"},"annotations":{"summary":"s"}},
                  {"state":"firing","labels":{"alertname":"KafkaLowMessagesInRate","severity":"info"}},
                  {"state":"pending","labels":{"alertname":"KafkaBrokerDown","severity":"critical"}}]}}""");

        assertThat(MonitoringCheck.alerts(response)).extracting(Finding::level).containsExactly(Level.FAIL, Level.WARN);
        assertThat(MonitoringCheck.alerts(response).get(0).line()).contains("docs/runbooks/ConnectTaskFailed.md");
    }

    @Test
    void warnsAboutOtherPluginVersions() {
        Map<String, Set<String>> installed = new HashMap<>(Map.of(
                "io.pulsefeed.kraken.KrakenSourceConnector", Set.of("0.1.0"),
                "io.pulsefeed.timescale.TimescaleSinkConnector", Set.of("0.1.0"),
                "org.apache.kafka.connect.file.FileStreamSinkConnector", Set.of("4.4.0")));
        assertThat(PluginCheck.finding(installed, "0.1.0")).isEqualTo(Finding.ok("plugins", "2 of version 0.1.0"));
        assertThat(PluginCheck.finding(installed, "0.2.0").text())
                .contains("differ from this command (0.2.0)", "KrakenSourceConnector 0.1.0");
        installed.put("io.pulsefeed.timescale.TimescaleSinkConnector", Set.of("0.1.0", "0.2.0"));
        assertThat(PluginCheck.finding(installed, "0.1.0"))
                .satisfies(finding -> assertThat(finding.level()).isEqualTo(Level.WARN))
                .satisfies(finding -> assertThat(finding.text()).contains("several versions"));
        assertThat(PluginCheck.finding(Map.of(), "0.1.0").level()).isEqualTo(Level.WARN);
    }

    @Test
    void warnsAboutClocksThatDiffer() {
        assertThat(ClockCheck.difference(10_000, 10_200, 10_300).level()).isEqualTo(Level.OK);
        assertThat(ClockCheck.difference(10_000, 9_000, 10_300).level()).isEqualTo(Level.OK);
        assertThat(ClockCheck.difference(10_000, 8_500, 10_300).text()).contains("1.5 s behind");
        assertThat(ClockCheck.difference(10_000, 13_300, 10_300).text()).contains("3.0 s ahead");
        assertThat(ClockCheck.synchronization(Optional.of("no"))).isPresent();
        assertThat(ClockCheck.synchronization(Optional.of("yes"))).isEmpty();
        assertThat(ClockCheck.synchronization(Optional.empty())).isEmpty();
    }

    @Test
    void namesDisksOfBrokersThatAreFullOrFailed() {
        LogDirectory good = directory(60 * GIB, false);
        assertThat(BrokerCheck.disks(List.of(good))).isEmpty();
        assertThat(BrokerCheck.disks(List.of(good, directory(4096, false), directory(60 * GIB, true))))
                .extracting(Finding::level, Finding::text)
                .containsExactly(
                        tuple(Level.FAIL, "/data of broker 1: No space left on device, 4.0 KiB free"),
                        tuple(Level.FAIL, "/data of broker 1: offline after an error of its disk"));
    }

    private static LogDirectory directory(long free, boolean isOffline) {
        return new LogDirectory(1, "/data", OptionalLong.of(100 * GIB), OptionalLong.of(free), Map.of(), isOffline);
    }
}
