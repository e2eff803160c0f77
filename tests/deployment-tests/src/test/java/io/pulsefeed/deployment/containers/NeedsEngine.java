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

/** Skips a class where no container engine answers, and says aloud what was not checked by that. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsEngine.Condition.class)
@interface NeedsEngine {

    /** What stays unproven without an engine, as the end of a sentence. */
    String orElseUnproven();

    final class Condition implements ExecutionCondition {

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            NeedsEngine needs = context.getRequiredTestClass().getAnnotation(NeedsEngine.class);
            if (needs == null || DockerClientFactory.instance().isDockerAvailable()) {
                return ConditionEvaluationResult.enabled("a container engine answers");
            }
            String skipped =
                    "NOT CHECKED, because no container engine answers (DOCKER_HOST): " + needs.orElseUnproven();
            if (context.getTestMethod().isEmpty()) {
                System.out.println("*** " + skipped);
            }
            return ConditionEvaluationResult.disabled(skipped);
        }
    }
}
