package io.pulsefeed.admin;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.config.ConfigResource;

/**
 * Kafka's admin API as blocking calls that share one deadline. Calls retry until the deadline; every failure is a
 * {@link BrokerException}.
 */
public final class KafkaAdmin implements AutoCloseable {

    private static final Duration RETRY_PAUSE = Duration.ofMillis(100);
    private static final Duration LAST_ATTEMPT = Duration.ofSeconds(1);

    private final Admin admin;
    private final Duration limit;
    private final long deadlineMonoNs;

    /** @param limit time for all calls of this instance together */
    KafkaAdmin(Admin admin, Duration limit) {
        this.admin = admin;
        this.limit = limit;
        this.deadlineMonoNs = System.nanoTime() + limit.toNanos();
    }

    /**
     * Creates a client. It connects with the first call.
     *
     * @param clientConfig at least {@code bootstrap.servers}
     * @param limit time for all calls together
     * @throws BrokerException if the configuration is not valid, or no bootstrap address can be resolved
     */
    public static KafkaAdmin create(Map<String, Object> clientConfig, Duration limit) {
        try {
            return new KafkaAdmin(Admin.create(clientConfig), limit);
        } catch (KafkaException e) {
            throw BrokerException.of(e);
        }
    }

    /** The same connection with a new deadline. Closing either instance closes the connection. */
    public KafkaAdmin withLimit(Duration newLimit) {
        return new KafkaAdmin(admin, newLimit);
    }

    /** The brokers, at the addresses that they advertise on this listener. */
    public Collection<Node> brokers() {
        return await(admin.describeCluster().nodes());
    }

    public Set<String> topicNames() {
        return await(admin.listTopics().names());
    }

    /** Whether a broker creates a topic when a producer first writes to it. */
    public boolean createsTopics() {
        List<ConfigResource> configs = brokers().stream()
                .map(broker -> new ConfigResource(ConfigResource.Type.BROKER, broker.idString()))
                .limit(1)
                .toList();
        return await(admin.describeConfigs(configs).all()).values().stream()
                .map(config -> config.get("auto.create.topics.enable"))
                .anyMatch(entry -> entry != null && Boolean.parseBoolean(entry.value()));
    }

    /** @throws BrokerException if a topic does not exist */
    public List<TopicPartition> partitions(Collection<String> topics) {
        return await(admin.describeTopics(topics).allTopicNames()).values().stream()
                .flatMap(topic ->
                        topic.partitions().stream().map(info -> new TopicPartition(topic.name(), info.partition())))
                .toList();
    }

    /** The first offset that each partition still holds. */
    public Map<TopicPartition, Long> earliestOffsets(Collection<TopicPartition> partitions) {
        return offsets(partitions, OffsetSpec.earliest(), IsolationLevel.READ_COMMITTED);
    }

    /** The offset after the last record of each partition, open transactions included. */
    public Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> partitions) {
        return offsets(partitions, OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED);
    }

    /** The last stable offset of each partition: the end for consumers that read committed records only. */
    public Map<TopicPartition, Long> lastStableOffsets(Collection<TopicPartition> partitions) {
        return offsets(partitions, OffsetSpec.latest(), IsolationLevel.READ_COMMITTED);
    }

    /**
     * The offset of the first record with a timestamp at or after {@code epochMs}, for each partition that has one.
     *
     * @param epochMs record timestamp in milliseconds since 1970
     */
    public Map<TopicPartition, Long> offsetsForTime(Collection<TopicPartition> partitions, long epochMs) {
        Map<TopicPartition, Long> offsets =
                offsets(partitions, OffsetSpec.forTimestamp(epochMs), IsolationLevel.READ_COMMITTED);
        offsets.values().removeIf(offset -> offset < 0);
        return offsets;
    }

    private Map<TopicPartition, Long> offsets(
            Collection<TopicPartition> partitions, OffsetSpec spec, IsolationLevel isolation) {
        Map<TopicPartition, OffsetSpec> request = new HashMap<>();
        partitions.forEach(partition -> request.put(partition, spec));
        Map<TopicPartition, ListOffsetsResultInfo> response = await(
                admin.listOffsets(request, new ListOffsetsOptions(isolation)).all());
        Map<TopicPartition, Long> offsets = new HashMap<>();
        response.forEach((partition, info) -> offsets.put(partition, info.offset()));
        return offsets;
    }

    /** The committed offsets of a consumer group, for each partition that has one. */
    public Map<TopicPartition, Long> committedOffsets(String group) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
                .forEach((partition, committed) -> {
                    if (committed != null) {
                        offsets.put(partition, committed.offset());
                    }
                });
        return offsets;
    }

    /** The dead letters that the command {@code redrive} has sent again, for each partition that it has read. */
    public Map<TopicPartition, SentLetters> sentLetters(String deadLetterTopic) {
        Map<TopicPartition, SentLetters> sent = new HashMap<>();
        await(admin.listConsumerGroupOffsets(SinkSettings.redriveGroup(deadLetterTopic))
                        .partitionsToOffsetAndMetadata())
                .forEach((partition, committed) -> {
                    if (committed != null) {
                        sent.put(partition, SentLetters.parse(committed));
                    }
                });
        return sent;
    }

    /** Bytes on disk by topic, over all replicas. */
    public Map<String, Long> topicSizes() {
        return topicSizes(logDirectories());
    }

    /** Bytes by topic in these directories. */
    public static Map<String, Long> topicSizes(Collection<LogDirectory> directories) {
        Map<String, Long> sizes = new TreeMap<>();
        directories.forEach(
                directory -> directory.topicBytes().forEach((topic, bytes) -> sizes.merge(topic, bytes, Long::sum)));
        return sizes;
    }

    /**
     * A log directory of a broker, and its file system.
     *
     * @param totalBytes empty if the broker does not report it (before Kafka 3.3)
     * @param usableBytes free bytes; empty if the broker does not report them
     * @param topicBytes bytes of each topic in this directory
     * @param isOffline whether the broker stopped using it after an error of its disk
     */
    public record LogDirectory(
            int broker,
            String path,
            OptionalLong totalBytes,
            OptionalLong usableBytes,
            Map<String, Long> topicBytes,
            boolean isOffline) {

        /** The database and the brokers reserve files of about this size. */
        private static final long MIN_BYTES = 16L << 20;

        /** Whether the broker cannot store more records. */
        public boolean isFull() {
            return usableBytes.isPresent() && usableBytes.getAsLong() < MIN_BYTES;
        }

        private static LogDirectory of(int broker, String path, LogDirDescription description) {
            Map<String, Long> topicBytes = new TreeMap<>();
            description
                    .replicaInfos()
                    .forEach((partition, replica) -> topicBytes.merge(partition.topic(), replica.size(), Long::sum));
            return new LogDirectory(
                    broker,
                    path,
                    description.totalBytes(),
                    description.usableBytes(),
                    topicBytes,
                    description.error() != null);
        }
    }

    /** The log directories of all brokers. */
    public List<LogDirectory> logDirectories() {
        List<Integer> brokerIds = brokers().stream().map(Node::id).sorted().toList();
        Map<Integer, Map<String, LogDirDescription>> descriptions =
                await(admin.describeLogDirs(brokerIds).allDescriptions());
        return brokerIds.stream()
                .flatMap(broker -> descriptions.get(broker).entrySet().stream()
                        .map(directory -> LogDirectory.of(broker, directory.getKey(), directory.getValue())))
                .toList();
    }

    /** The names of all consumer groups. */
    public List<String> consumerGroups() {
        return await(admin.listGroups(ListGroupsOptions.forConsumerGroups()).all()).stream()
                .map(GroupListing::groupId)
                .sorted()
                .toList();
    }

    /** Deletes the records before an offset of each partition. They cannot be restored. */
    public void deleteRecords(Map<TopicPartition, Long> before) {
        Map<TopicPartition, RecordsToDelete> request = new HashMap<>();
        before.forEach((partition, offset) -> request.put(partition, RecordsToDelete.beforeOffset(offset)));
        await(admin.deleteRecords(request).all());
    }

    /** All ACLs of the cluster. A cluster without an authorizer fails with {@code SecurityDisabledException}. */
    public Collection<AclBinding> acls() {
        return await(admin.describeAcls(AclBindingFilter.ANY).values());
    }

    public void createAcls(Collection<AclBinding> acls) {
        if (!acls.isEmpty()) {
            await(admin.createAcls(acls).all());
        }
    }

    public void deleteAcls(Collection<AclBinding> acls) {
        if (!acls.isEmpty()) {
            await(admin.deleteAcls(acls.stream().map(AclBinding::toFilter).toList())
                    .all());
        }
    }

    Admin client() {
        return admin;
    }

    /** The result of {@code call}. */
    <T> T await(KafkaFuture<T> call) {
        try {
            return call.get(Math.max(1, deadlineMonoNs - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            throw BrokerException.of(cause instanceof KafkaException known ? known : new KafkaException(cause));
        } catch (TimeoutException e) {
            throw timedOut("No response from the brokers within " + limit.toSeconds() + " s.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BrokerException("The call to the brokers was interrupted.", e);
        }
    }

    static BrokerException timedOut(String message) {
        return BrokerException.of(new org.apache.kafka.common.errors.TimeoutException(message));
    }

    /** Whether so little time remains that a further attempt would only time out. */
    boolean isEnding() {
        return deadlineMonoNs - System.nanoTime() < LAST_ATTEMPT.toNanos();
    }

    void pauseBeforeRetry() {
        LockSupport.parkNanos(RETRY_PAUSE.toNanos());
    }

    /** Does not wait for calls that are still open. */
    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
