package io.pulsefeed.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.KafkaStorageException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.junit.jupiter.api.Test;

class BrokerExceptionTest {

    @Test
    void hasTheMessageOfTheInnermostCause() {
        KafkaException failure = new KafkaException("outer", new KafkaException("inner", new RuntimeException()));

        assertThat(BrokerException.of(failure)).hasMessage("inner").hasCause(failure);
        assertThat(BrokerException.of(new TopicExistsException(null))).hasMessage("topic exists");
    }

    @Test
    void findsTheTypeOfAnyCause() {
        BrokerException failure = BrokerException.of(new KafkaException(new TopicExistsException("t")));

        assertThat(failure.isCausedBy(TopicExistsException.class)).isTrue();
        assertThat(failure.isCausedBy(InvalidTopicException.class)).isFalse();
        assertThat(failure.isUnreachable()).isFalse();
        assertThat(BrokerException.of(new TimeoutException("t")).isUnreachable())
                .isTrue();
    }

    @Test
    void isUnreachableIfNoBootstrapAddressResolves() {
        BrokerException failure = catchThrowableOfType(
                BrokerException.class,
                () -> KafkaAdmin.create(Map.of("bootstrap.servers", "kafka.invalid:9092"), Duration.ofSeconds(1)));

        assertThat(failure.isUnreachable()).isTrue();
    }

    @Test
    void isNotUnreachableIfTheConfigurationIsInvalid() {
        BrokerException failure = catchThrowableOfType(
                BrokerException.class,
                () -> KafkaAdmin.create(
                        Map.of("bootstrap.servers", "127.0.0.1:9092", "security.protocol", "TELEPATHY"),
                        Duration.ofSeconds(1)));

        assertThat(failure).hasMessageContaining("TELEPATHY");
        assertThat(failure.isUnreachable()).isFalse();
    }

    @Test
    void callsEndAtTheirLimit() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                KafkaAdmin admin = KafkaAdmin.create(
                        Map.of("bootstrap.servers", "127.0.0.1:" + silent.getLocalPort()), Duration.ofMillis(300))) {
            BrokerException failure = catchThrowableOfType(BrokerException.class, admin::topicNames);

            assertThat(failure).hasMessageContaining("No response from the brokers");
            assertThat(failure.isUnreachable()).isTrue();
        }
    }

    @Test
    void namesAFullDisk() {
        KafkaStorageException failure =
                new KafkaStorageException("Disk error when trying to access log file on the disk.");
        assertThat(BrokerException.of(failure)).hasMessageContaining("No space left on device");
    }
}
