package io.pulsefeed.deployment.containers;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.testcontainers.DockerClientFactory;

/** Skips a class if no container engine is reachable, and prints what was not checked. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsEngine.Condition.class)
@interface NeedsEngine {

    /** What is not checked without an engine, as the end of a sentence. */
    String notChecked();

    final class Condition implements ExecutionCondition {

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            NeedsEngine needs = context.getRequiredTestClass().getAnnotation(NeedsEngine.class);
            if (needs == null || DockerClientFactory.instance().isDockerAvailable()) {
                return ConditionEvaluationResult.enabled("a container engine is reachable");
            }
            String skipped =
                    "NOT CHECKED, because no container engine is reachable (DOCKER_HOST): " + needs.notChecked();
            if (context.getTestMethod().isEmpty()) {
                System.out.println("*** " + skipped);
            }
            return ConditionEvaluationResult.disabled(skipped);
        }
    }
}
