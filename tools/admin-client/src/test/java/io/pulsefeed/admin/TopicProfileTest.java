package io.pulsefeed.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulsefeed.admin.TopicProfile.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicProfileTest {

    private static final Path PROFILES = Path.of("..", "..", "connect-config", "topics");
    private static final String WEEK = "604800000";
    private static final String DAY = "86400000";

    @ParameterizedTest
    @CsvSource({"single,1,1,1,1", "local,3,3,1,1", "cluster,3,3,3,2"})
    void matchesTheDocumentedTopics(
            String name, int partitions, int emotibitPartitions, short replicas, String minInsync) throws IOException {
        TopicProfile profile = TopicProfile.read(PROFILES.resolve(name + ".json"));
        var topics = profile.topics().stream().collect(Collectors.toMap(Topic::name, Function.identity()));

        assertThat(profile.name()).isEqualTo(name);
        assertThat(topics.keySet())
                .contains("rawticker", "rawtrade", "rawarticle", "rawalert", "Emotibit_rawdata", "Emotibit_processdata")
                .contains("connect-configs", "connect-offsets", "connect-status");
        assertThat(topics.get("rawtrade").partitions()).isEqualTo(partitions);
        assertThat(topics.get("Emotibit_rawdata").partitions()).isEqualTo(emotibitPartitions);
        assertThat(topics.get("connect-configs").partitions()).isEqualTo(1);
        assertThat(topics.values())
                .allSatisfy(t -> assertThat(t.replicationFactor()).isEqualTo(replicas));
        assertThat(topics.values())
                .allSatisfy(t -> assertThat(t.settings()).containsEntry("min.insync.replicas", minInsync));
        assertThat(topics.get("rawtrade").settings())
                .containsEntry("retention.ms", WEEK)
                .containsEntry("segment.ms", "3600000")
                .containsEntry("compression.type", "lz4");
        assertThat(topics.get("rawalert").settings())
                .containsEntry("retention.ms", DAY)
                .containsEntry("segment.ms", DAY);
        assertThat(topics.get("rawbook").settings())
                .containsEntry("retention.ms", DAY)
                .containsEntry("segment.ms", "3600000");
        assertThat(topics.get("rawbooktop").settings()).containsEntry("retention.ms", WEEK);
        assertThat(topics.get("rawinstrument").settings()).containsEntry("cleanup.policy", "compact");
        assertThat(topics.get("Emotibit_rawdata").settings())
                .containsEntry("retention.ms", name.equals("cluster") ? DAY : WEEK);
        assertThat(topics.get("connect-offsets").settings()).containsEntry("cleanup.policy", "compact");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[]", "{\"profile\":\"x\"}", "{\"profile\":\"x\",\"topics\":[{\"name\":\"a\"}]}"})
    void rejectsAFileThatIsNotAProfile(String content, @TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("x.json"), content);

        assertThatThrownBy(() -> TopicProfile.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("x.json is not a topic profile");
    }
}
