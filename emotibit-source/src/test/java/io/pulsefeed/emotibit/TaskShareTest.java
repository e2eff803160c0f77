package io.pulsefeed.emotibit;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.commons.config.TaskId;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TaskShareTest {

    @Test
    void assignsEachDeviceToOneTask() {
        List<TaskShare> shares = TaskId.split(Map.of("a", "b"), 3).stream()
                .map(properties -> new TaskShare(TaskId.of(properties, "emotibit")))
                .toList();

        IntStream.range(0, 300).mapToObj(i -> "MD-V5-" + i).forEach(id -> assertThat(
                        shares.stream().filter(share -> share.owns(id)))
                .hasSize(1));
        assertThat(shares).allSatisfy(share -> assertThat(IntStream.range(0, 300)
                        .filter(i -> share.owns("MD-V5-" + i))
                        .count())
                .isGreaterThan(50));
    }
}
