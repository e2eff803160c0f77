package io.pulsefeed.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pulsefeed.admin.TopicPlan.Difference;
import io.pulsefeed.admin.TopicPlan.Kind;
import io.pulsefeed.admin.TopicProfile.Topic;
import io.pulsefeed.admin.TopicStates.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TopicPlanTest {

    private static List<Difference> compare(Topic wanted, State found) {
        List<Difference> differences = new ArrayList<>();
        TopicPlan.compare(wanted, found, differences);
        return differences;
    }

    private static Topic wanted(int partitions, int replicas, Map<String, String> settings) {
        return new Topic("t", partitions, (short) replicas, settings);
    }

    private static State found(int partitions, int replicas, Map<String, String> settings, Set<String> overrides) {
        return new State("t", partitions, replicas, partitions * replicas, 0, settings, overrides);
    }

    @Test
    void createsAMissingTopic() {
        assertThat(compare(wanted(3, 1, Map.of()), null)).singleElement().satisfies(d -> {
            assertThat(d.kind()).isEqualTo(Kind.CREATE);
            assertThat(d.text()).contains("3 partitions");
        });
    }

    @Test
    void setsOnlySettingsThatDiffer() {
        var settings = Map.of("retention.ms", "2", "segment.ms", "5");

        assertThat(compare(
                        wanted(1, 1, settings), found(1, 1, Map.of("retention.ms", "1", "segment.ms", "5"), Set.of())))
                .singleElement()
                .isEqualTo(
                        new Difference(Kind.SET, "t", "retention.ms", "1", "2", null, "t: retention.ms is 1, to be 2"));
    }

    @Test
    void raisesButNeverReducesPartitions() {
        assertThat(compare(wanted(3, 1, Map.of()), found(1, 1, Map.of(), Set.of())))
                .extracting(Difference::kind)
                .containsExactly(Kind.RAISE);
        assertThat(compare(wanted(1, 1, Map.of()), found(3, 1, Map.of(), Set.of())))
                .extracting(Difference::kind)
                .containsExactly(Kind.LEFT);
    }

    /** Old values of a key would stay in its old partition, and the worker reads both partitions. */
    @Test
    void neverRaisesPartitionsOfACompactedTopic() {
        assertThat(compare(wanted(25, 1, Map.of()), found(5, 1, Map.of("cleanup.policy", "compact"), Set.of())))
                .extracting(Difference::kind)
                .containsExactly(Kind.LEFT);
    }

    /** The three-broker profile is applied to one broker: min.insync.replicas above the replica count would block all writes. */
    @Test
    void neverSetsMinInsyncReplicasAboveTheReplicaCount() {
        assertThat(compare(
                        wanted(1, 3, Map.of("min.insync.replicas", "2")),
                        found(1, 1, Map.of("min.insync.replicas", "1"), Set.of())))
                .extracting(Difference::kind)
                .containsExactly(Kind.LEFT, Kind.LEFT);
    }

    @Test
    void reportsOverridesThatTheProfileDoesNotName() {
        assertThat(compare(
                        wanted(1, 1, Map.of("retention.ms", "1")),
                        found(
                                1,
                                1,
                                Map.of("retention.ms", "1", "retention.bytes", "9"),
                                Set.of("retention.ms", "retention.bytes"))))
                .singleElement()
                .satisfies(d -> assertThat(d.text()).contains("retention.bytes=9"));
    }

    @Test
    void describesDifferencesInFields() throws JsonProcessingException {
        List<Difference> differences = new ArrayList<>(compare(wanted(3, 1, Map.of("retention.ms", "2")), null));
        differences.addAll(compare(
                wanted(3, 2, Map.of("retention.ms", "2")),
                found(1, 1, Map.of("retention.ms", "1", "segment.ms", "9"), Set.of("segment.ms"))));

        String json = new ObjectMapper()
                .writeValueAsString(
                        differences.stream().map(Difference::planned).toList());

        String start = "\"object\":\"t\",\"applied\":false,\"setting\":";
        assertThat(json)
                .isEqualTo("[{\"action\":\"create\"," + start + "null,\"from\":null,\"to\":{\"partitions\":3,"
                        + "\"replication_factor\":1,\"settings\":{\"retention.ms\":\"2\"}},\"reason\":null},"
                        + "{\"action\":\"set\"," + start
                        + "\"retention.ms\",\"from\":\"1\",\"to\":\"2\",\"reason\":null},"
                        + "{\"action\":\"add_partitions\"," + start + "\"partitions\",\"from\":1,\"to\":3,"
                        + "\"reason\":\"--raise-partitions adds them and moves keys\"},"
                        + "{\"action\":\"none\"," + start + "\"replication_factor\",\"from\":1,\"to\":2,"
                        + "\"reason\":\"change it with kafka-reassign-partitions.sh\"},"
                        + "{\"action\":\"none\"," + start + "\"segment.ms\",\"from\":\"9\",\"to\":null,"
                        + "\"reason\":\"the override is not in the profile\"}]");
    }
}
