package io.pulsefeed.cli.doctor;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pulsefeed.admin.TopicProfile;
import io.pulsefeed.cli.Checkout;
import io.pulsefeed.cli.EnvFile;
import io.pulsefeed.cli.ExitCodes;
import io.pulsefeed.cli.UserError;
import io.pulsefeed.cli.access.ConnectOptions;
import io.pulsefeed.cli.access.DatabaseOptions;
import io.pulsefeed.cli.access.KafkaOptions;
import io.pulsefeed.cli.doctor.Finding.Level;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pulsefeed doctor}. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = {
            "Checks everything that a running stack needs, and says what to do.",
            "Docker, memory, disk, ports, brokers and listeners, topics, connectors and tasks, the database, lag, disk use: "
                    + "one line each. Changes nothing."
        },
        footer = "Exit codes: 0 nothing failed (warnings may be there), 1 something failed, 2 wrong usage.")
public final class DoctorCommand implements Callable<Integer> {

    @Option(names = "--monitoring", description = "Ask Prometheus as well: targets that are down, alerts that fire.")
    private boolean monitoring;

    @Option(
            names = "--prometheus-url",
            paramLabel = "URL",
            defaultValue = "http://localhost:9090",
            description = "Prometheus (default: http://localhost:9090).")
    private String prometheusUrl;

    @Option(names = "--json", description = "Print one JSON object instead of lines.")
    private boolean json;

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description =
                    "The profile that the topics should match: single, local or cluster (default: TOPIC_PROFILE of the file "
                            + ".env, else single).")
    private String profile;

    @Mixin
    private KafkaOptions kafka;

    @Mixin
    private ConnectOptions connect;

    @Mixin
    private DatabaseOptions database;

    @Override
    public Integer call() {
        Checkout checkout = Checkout.current();
        ContainerCheck containers = new ContainerCheck(checkout.root());
        List<Check> checks = new ArrayList<>(List.of(
                new MachineCheck(checkout.root()),
                containers,
                new PortCheck(containers.ports(), monitoring),
                new BrokerCheck(kafka, topics(checkout)),
                new ConnectorCheck(connect),
                new DatabaseCheck(database),
                new LagCheck(kafka, connect, database)));
        if (monitoring) {
            checks.add(new MonitoringCheck(prometheusUrl));
        }
        List<Finding> findings = new ArrayList<>();
        for (Check check : checks) {
            List<Finding> found = check.look();
            findings.addAll(found);
            if (!json) {
                found.forEach(finding -> System.out.println(finding.line()));
            }
        }
        boolean good = findings.stream().noneMatch(finding -> finding.level() == Level.FAIL);
        if (json) {
            System.out.println(report(good, findings));
        }
        return good ? 0 : ExitCodes.FAILED;
    }

    private TopicProfile topics(Checkout checkout) {
        String name = profile != null ? profile : EnvFile.of(checkout).get("single", "TOPIC_PROFILE");
        Path file = checkout.connectConfig().resolve("topics").resolve(name + ".json");
        try {
            return TopicProfile.read(file);
        } catch (IOException e) {
            throw new UserError("the topic profile " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static ObjectNode report(boolean good, List<Finding> findings) {
        ObjectNode report = new ObjectMapper().createObjectNode();
        report.put("ok", good);
        ArrayNode checks = report.putArray("checks");
        findings.forEach(finding -> checks.addObject()
                .put("level", finding.level().name())
                .put("check", finding.check())
                .put("text", finding.text())
                .put("advice", finding.advice()));
        return report;
    }
}
