package io.pulsefeed.stack.broker;

import io.pulsefeed.admin.AdminCalls;
import io.pulsefeed.admin.TopicProfile;
import io.pulsefeed.admin.TopicStates;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** How far the topics of a profile had come when the broker started. */
final class TopicEnds {

    private TopicEnds() {}

    /** The offset of the next record, by partition named {@code topic-number}. */
    static Map<String, Long> read(Admin admin, TopicProfile profile, AdminCalls calls) {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        TopicStates.read(admin, names(profile), calls).values().forEach(topic -> {
            for (int number = 0; number < topic.partitions(); number++) {
                asked.put(new TopicPartition(topic.name(), number), OffsetSpec.latest());
            }
        });
        Map<String, Long> ends = new HashMap<>();
        calls.await(admin.listOffsets(asked).all())
                .forEach((partition, end) -> ends.put(partition.toString(), end.offset()));
        return ends;
    }

    private static List<String> names(TopicProfile profile) {
        return profile.topics().stream().map(TopicProfile.Topic::name).toList();
    }
}
