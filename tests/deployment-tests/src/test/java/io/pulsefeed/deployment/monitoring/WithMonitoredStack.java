package io.pulsefeed.deployment.monitoring;

import io.pulsefeed.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Hands a {@link MonitoredStack} to tests and life-cycle methods that have a parameter of that type. It is started for the first of
 * them and stopped after the last test of the JVM, so whoever breaks something mends it. Where the programs cannot be had the
 * class is skipped, which is said loudly; a CI that sets {@code CI=true} fails instead.
 */
public final class WithMonitoredStack implements ParameterResolver, ExecutionCondition {

    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(WithMonitoredStack.class);

    /** Closed by JUnit with the root of all tests. */
    private record Started(MonitoredStack stack) implements AutoCloseable {

        @Override
        public void close() throws Exception {
            stack.close();
        }
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Optional<String> problem = Programs.problem();
        if (problem.isEmpty() || "true".equals(System.getenv("CI"))) {
            return ConditionEvaluationResult.enabled("the programs are there");
        }
        System.err.println("NOT CHECKED: " + context.getDisplayName()
                + " (metric names, alerts, dashboards), because Prometheus and Alertmanager cannot be had here: "
                + problem.get());
        return ConditionEvaluationResult.disabled(problem.get());
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == MonitoredStack.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent("stack", key -> launch(), Started.class)
                .stack();
    }

    private static Started launch() {
        Path folder = Checkout.path("tests/deployment-tests/target/monitored");
        try {
            delete(folder);
            Files.createDirectories(folder);
            return new Started(MonitoredStack.start(folder));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
