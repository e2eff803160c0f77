package io.pulsefeed.cli.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pulsefeed.admin.BrokerException;
import io.pulsefeed.cli.UserError;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.SecurityDisabledException;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

class OptionsTest {

    @Command(name = "test")
    private static final class TestCommand {

        @Mixin
        private TimeoutOption timeout = new TimeoutOption("2m");

        @Mixin
        private JsonOption json = new JsonOption();

        @Mixin
        private BrokerOptions brokers = new BrokerOptions();
    }

    private static TestCommand parse(String... arguments) {
        TestCommand command = new TestCommand();
        new CommandLine(command).parseArgs(arguments);
        return command;
    }

    @Test
    void timeoutHasTheDefaultOfItsCommand() {
        assertThat(parse().timeout.value()).isEqualTo(Duration.ofMinutes(2));
        assertThat(parse("--timeout", "90s").timeout.value()).isEqualTo(Duration.ofSeconds(90));
        assertThat(new CommandLine(new TestCommand()).getUsageMessage()).contains("(default: 2m)");
    }

    @Test
    void timeoutRejectsInvalidDurations() {
        assertThatThrownBy(() -> parse("--timeout", "soon"))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("'soon' is not a valid duration");
    }

    @Test
    void jsonIsOffByDefault() {
        assertThat(parse().json.isRequested()).isFalse();
        assertThat(parse("--json").json.isRequested()).isTrue();
    }

    @Test
    void brokerFailuresBecomeMessagesWithTheAddress() {
        BrokerOptions brokers = parse("--bootstrap-server", "kafka.invalid:9092").brokers;

        assertThat(brokers.clientConfig()).isEqualTo(Map.of("bootstrap.servers", "kafka.invalid:9092"));
        assertThatThrownBy(() -> brokers.explaining(() -> {
                    throw new KafkaException("outer", new SecurityDisabledException("no authorizer"));
                }))
                .isInstanceOf(UserError.class)
                .hasMessage("Kafka at kafka.invalid:9092: no authorizer");
        assertThatThrownBy(() -> brokers.explaining(() -> {
                    throw BrokerException.of(new SecurityDisabledException("no authorizer"));
                }))
                .isInstanceOf(UserError.class)
                .hasMessage("Kafka at kafka.invalid:9092: no authorizer");
    }

    @Test
    void unreachableBrokersAreExplained() {
        BrokerOptions brokers = parse("--bootstrap-server", "kafka.invalid:9092").brokers;

        assertThatThrownBy(() -> brokers.withAdmin(Duration.ofSeconds(1), admin -> admin.topicNames()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("the host name of kafka.invalid:9092 cannot be resolved");
    }

    @Test
    void aDeadBrokerIsReportedWithTheTimeThatIsWaitedFor() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        BrokerOptions brokers = parse("--bootstrap-server", "127.0.0.1:" + port).brokers;

        assertThatThrownBy(() ->
                        brokers.withAdmin(Duration.ofMillis(100), Duration.ofMinutes(5), admin -> admin.topicNames()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("cannot connect to Kafka at 127.0.0.1:" + port);
    }
}
