package io.pulsefeed.cli.doctor;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pulsefeed.admin.AdminException;
import io.pulsefeed.admin.IoErrors;
import io.pulsefeed.admin.TopicProfile;
import io.pulsefeed.cli.Checkout;
import io.pulsefeed.cli.EnvFile;
import io.pulsefeed.cli.ExitCodes;
import io.pulsefeed.cli.Main;
import io.pulsefeed.cli.UserError;
import io.pulsefeed.cli.doctor.Finding.Level;
import io.pulsefeed.cli.options.BrokerOptions;
import io.pulsefeed.cli.options.ConnectOptions;
import io.pulsefeed.cli.options.DatabaseOptions;
import io.pulsefeed.cli.options.JsonOption;
import io.pulsefeed.cli.output.JsonOutput;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pulsefeed doctor}. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = {
            "Checks the parts of a running stack, and reports how to fix problems.",
            "Prints one line for each check: Docker, memory, disk, ports, brokers and listeners, topics, connectors and tasks, "
                    + "plugin versions, database, clock, lag, disk use. Changes nothing."
        },
        footer = "Exit codes: 0 no check failed (warnings are possible), 1 a check failed, 2 invalid usage.")
public final class DoctorCommand implements Callable<Integer> {

    @Option(names = "--monitoring", description = "Check Prometheus too: targets that are down, firing alerts.")
    private boolean monitoring;

    @Option(
            names = "--prometheus-url",
            paramLabel = "URL",
            defaultValue = "http://localhost:9090",
            description = "URL of Prometheus (default: http://localhost:9090).")
    private URI prometheusUrl;

    @Mixin
    private JsonOption json = new JsonOption();

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description =
                    "Topic profile to compare with: single, local or cluster (default: TOPIC_PROFILE of the file .env, else "
                            + "single).")
    private @Nullable String profile;

    @Mixin
    private BrokerOptions brokers = new BrokerOptions();

    @Mixin
    private ConnectOptions connect = new ConnectOptions();

    @Mixin
    private DatabaseOptions database = new DatabaseOptions();

    @Override
    public Integer call() {
        Checkout checkout = Checkout.current();
        ContainerCheck containers = new ContainerCheck(checkout.root());
        boolean needsContainers = containers.hasContainers() || !isWorkerReachable();
        List<Check> checks = new ArrayList<>(List.of(
                new MachineCheck(checkout.root(), needsContainers),
                () -> containers.run(needsContainers),
                new PortCheck(containers.ports(), monitoring, needsContainers),
                new BrokerCheck(brokers, topics(checkout)),
                new ConnectorCheck(connect),
                new PluginCheck(connect, Main.version()),
                new WrittenTopicsCheck(brokers, connect),
                new DatabaseCheck(database),
                new ClockCheck(database),
                new JobCheck(database),
                new LagCheck(brokers, connect, database)));
        if (monitoring) {
            checks.add(new MonitoringCheck(prometheusUrl.toString().replaceFirst("/$", "")));
        }
        List<Finding> findings = new ArrayList<>();
        for (Check check : checks) {
            List<Finding> found = check.run();
            findings.addAll(found);
            if (!json.isRequested()) {
                found.forEach(finding -> System.out.println(finding.line()));
            }
        }
        boolean ok = findings.stream().noneMatch(finding -> finding.level() == Level.FAIL);
        if (json.isRequested()) {
            JsonOutput.print(System.out, report(ok, findings));
        }
        return ok ? 0 : ExitCodes.FAILED;
    }

    private boolean isWorkerReachable() {
        try {
            connect.rest().connectors();
            return true;
        } catch (AdminException e) {
            return false;
        }
    }

    private TopicProfile topics(Checkout checkout) {
        String name = profile != null ? profile : EnvFile.of(checkout).get("single", "TOPIC_PROFILE");
        Path file = checkout.connectConfig().resolve("topics").resolve(name + ".json");
        try {
            return TopicProfile.read(file);
        } catch (IOException e) {
            throw new UserError("the topic profile " + file + " cannot be read: " + IoErrors.describe(e), e);
        }
    }

    private static ObjectNode report(boolean ok, List<Finding> findings) {
        ObjectNode report = new ObjectMapper().createObjectNode();
        report.put("ok", ok);
        ArrayNode checks = report.putArray("checks");
        findings.forEach(finding -> checks.addObject()
                .put("level", finding.level().name())
                .put("check", finding.check())
                .put("text", finding.text())
                .put("advice", finding.advice()));
        return report;
    }
}
