package io.pulsefeed.deployment.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pulsefeed.deployment.process.KafkaTools;
import io.pulsefeed.testing.FreePorts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Grows a cluster as in docs/scaling.md, with the same tools, while a producer sends records. */
@Tag("release")
class ClusterGrowthIT {

    private static final String TOPIC = "growing";
    private static final int PARTITIONS = 6;
    private static final Duration LIMIT = Duration.ofSeconds(120);

    @TempDir
    private Path folder;

    private final List<KafkaNode> nodes = new ArrayList<>();
    private String bootstrapServers;
    private String voters;
    private int fourthPort;
    private Admin admin;

    @BeforeEach
    void startThreeNodes() {
        int[] ports = FreePorts.take(7);
        fourthPort = ports[6];
        voters = "1@127.0.0.1:%d,2@127.0.0.1:%d,3@127.0.0.1:%d".formatted(ports[3], ports[4], ports[5]);
        for (int id = 1; id <= 3; id++) {
            nodes.add(KafkaNode.combined(id, ports[id - 1], ports[id + 2], voters, folder.resolve("kafka" + id)));
        }
        for (KafkaNode node : nodes) {
            node.start();
        }
        bootstrapServers =
                String.join(",", nodes.stream().map(KafkaNode::address).toList());
        admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
        awaitBrokers(3);
    }

    @AfterEach
    void stop() {
        admin.close(Duration.ZERO);
        for (KafkaNode node : nodes) {
            node.close();
        }
    }

    @Test
    void losesNoRecordsWhenABrokerIsKilledAndWhenABrokerIsAdded() throws Exception {
        admin.createTopics(List.of(new NewTopic(TOPIC, PARTITIONS, (short) 3)))
                .all()
                .get();
        try (NumberedRecords records = new NumberedRecords(bootstrapServers, TOPIC)) {
            awaitMore(records, 2_000);

            KafkaNode leader = nodes.get(activeController() - 1);
            leader.kill();
            awaitMore(records, 2_000);
            assertThat(partitions()).as("partitions led by the killed broker").noneMatch(p -> leads(p, leader.id()));
            leader.start();
            awaitInSync(3);

            addFourthBroker();
            long started = System.nanoTime();
            reassignTo("1,2,3,4");
            System.out.printf("  Reassigned to four brokers in %d s%n", (System.nanoTime() - started) / 1_000_000_000);
            awaitMore(records, 2_000);
            assertThat(partitions()).as("partitions with a replica on broker 4").anyMatch(p -> holds(p, 4));

            List<Long> acknowledged = records.stop();
            assertThat(records.failures()).isEmpty();
            List<ConsumerRecord<Long, Long>> stored = records.readAll();
            Set<Long> numbers = stored.stream().map(ConsumerRecord::value).collect(Collectors.toSet());
            assertThat(acknowledged.stream().filter(number -> !numbers.contains(number)))
                    .as("acknowledged records that are lost")
                    .isEmpty();
            assertThat(stored).as("each record once").hasSize(acknowledged.size());
            assertEachKeyInOrder(stored);
            System.out.printf(
                    "  %,d records while broker %d was killed and broker 4 was added; longest pause %d ms%n",
                    stored.size(), leader.id(), records.longestPause().toMillis());
        }
    }

    private void addFourthBroker() throws Exception {
        nodes.add(KafkaNode.broker(4, fourthPort, voters, folder.resolve("kafka4"))
                .start());
        awaitBrokers(4);
        assertThat(partitions())
                .as("replicas on the new broker before the reassignment")
                .noneMatch(p -> holds(p, 4));
    }

    /** The three steps of kafka-reassign-partitions.sh, then kafka-leader-election.sh. */
    private void reassignTo(String brokers) throws Exception {
        Path topics = Files.writeString(
                folder.resolve("topics.json"), "{\"version\": 1, \"topics\": [{\"topic\": \"" + TOPIC + "\"}]}");
        String generated =
                reassign("--topics-to-move-json-file", topics.toString(), "--broker-list", brokers, "--generate");
        String plan = generated.substring(generated.lastIndexOf("{\"version\""));
        Path file = Files.writeString(folder.resolve("plan.json"), plan);
        reassign("--reassignment-json-file", file.toString(), "--execute");
        await().atMost(LIMIT).until(() -> !reassign("--reassignment-json-file", file.toString(), "--verify")
                .contains("still in progress"));
        KafkaTools.run(
                folder,
                "org.apache.kafka.tools.LeaderElectionCommand",
                "--bootstrap-server",
                bootstrapServers,
                "--election-type",
                "preferred",
                "--all-topic-partitions");
        await().atMost(LIMIT).untilAsserted(() -> assertThat(partitions())
                .allMatch(p -> p.isr().size() == 3)
                .allMatch(p -> p.leader().equals(p.replicas().get(0))));
        assertThat(partitions()).as("partitions led by broker 4").anyMatch(p -> leads(p, 4));
    }

    private String reassign(String... arguments) {
        List<String> all = new ArrayList<>(List.of("--bootstrap-server", bootstrapServers));
        all.addAll(List.of(arguments));
        return KafkaTools.run(
                folder, "org.apache.kafka.tools.reassign.ReassignPartitionsCommand", all.toArray(String[]::new));
    }

    private void awaitBrokers(int count) {
        await().atMost(LIMIT).ignoreExceptions().untilAsserted(() -> assertThat(
                        admin.describeCluster().nodes().get())
                .as(() -> logs())
                .hasSize(count));
    }

    private void awaitInSync(int replicas) {
        await().atMost(LIMIT).untilAsserted(() -> assertThat(partitions())
                .as(() -> logs())
                .allMatch(p -> p.isr().size() == replicas));
    }

    private static void awaitMore(NumberedRecords records, int count) {
        int from = records.acknowledged();
        await().atMost(LIMIT).until(() -> records.acknowledged() >= from + count);
    }

    private int activeController() throws InterruptedException, ExecutionException {
        return admin.describeMetadataQuorum().quorumInfo().get().leaderId();
    }

    private List<TopicPartitionInfo> partitions() throws InterruptedException, ExecutionException {
        return admin.describeTopics(List.of(TOPIC))
                .allTopicNames()
                .get()
                .get(TOPIC)
                .partitions();
    }

    private static boolean leads(TopicPartitionInfo partition, int broker) {
        Node leader = partition.leader();
        return leader != null && leader.id() == broker;
    }

    private static boolean holds(TopicPartitionInfo partition, int broker) {
        return partition.replicas().stream().anyMatch(replica -> replica.id() == broker);
    }

    private static void assertEachKeyInOrder(List<ConsumerRecord<Long, Long>> stored) {
        Map<Long, Long> last = new HashMap<>();
        for (ConsumerRecord<Long, Long> record : stored) {
            Long before = last.put(record.key(), record.value());
            assertThat(before == null || before < record.value())
                    .as("%s after %s in partition %s", record.value(), before, record.partition())
                    .isTrue();
        }
    }

    private String logs() {
        return nodes.stream().map(KafkaNode::tail).collect(Collectors.joining("\n"));
    }
}
