package io.pulsefeed.commons.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TaskIdTest {

    @Test
    void eachTaskConfigurationCarriesItsIdentity() {
        List<TaskId> ids = TaskId.split(Map.of("name", "c", "key", "value"), 2).stream()
                .peek(task -> assertThat(task).containsEntry("key", "value"))
                .map(task -> TaskId.of(task, "default"))
                .toList();

        assertThat(ids).containsExactly(new TaskId("c", 0, 2), new TaskId("c", 1, 2));
        assertThat(ids.get(1)).hasToString("c-1");
        assertThat(ids.get(0).isFirst()).isTrue();
        assertThat(ids.get(1).isFirst()).isFalse();
    }

    @Test
    void configurationWithoutIdentityIsTheOnlyTask() {
        assertThat(TaskId.of(Map.of(), "default")).isEqualTo(new TaskId("default", 0, 1));
    }
}
