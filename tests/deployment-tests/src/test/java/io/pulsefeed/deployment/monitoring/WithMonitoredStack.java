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
 * Resolves parameters of type {@link MonitoredStack}. The stack is shared: it is started for the first test that needs it and stopped
 * after the last test of the JVM, so a test that breaks something must repair it. If Prometheus is unavailable, the class is
 * skipped and prints NOT CHECKED; with {@code CI=true} it fails instead.
 */
public final class WithMonitoredStack implements ParameterResolver, ExecutionCondition {

    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(WithMonitoredStack.class);

    /** Closed by JUnit with the root context. */
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
            return ConditionEvaluationResult.enabled("Prometheus and Alertmanager are available");
        }
        System.err.println("NOT CHECKED: " + context.getDisplayName()
                + " (metric names, alerts, dashboards), because Prometheus and Alertmanager are unavailable here: "
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
