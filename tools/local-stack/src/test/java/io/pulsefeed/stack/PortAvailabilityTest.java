package io.pulsefeed.stack;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortAvailabilityTest {

    private final int[] free = freePorts();

    @Test
    void acceptsDifferentFreePorts() {
        assertThatCode(() -> check(new Ports(free[0], free[1], free[2], free[3]), ""))
                .doesNotThrowAnyException();
    }

    @Test
    void reportsAPortThatIsGivenTwice() {
        assertThatThrownBy(() -> check(new Ports(free[0], free[1], free[2], free[1]), ""))
                .isInstanceOf(StackException.class)
                .hasMessage("Kafka's controller and PostgreSQL have the same port " + free[1]
                        + ". Choose another one with --controller-port or --db-port.");
    }

    @Test
    void ignoresThePortOfAnEmbeddedDatabaseThatIsNotStarted() {
        assertThatCode(() -> check(new Ports(free[0], free[1], free[2], free[1]), "jdbc:postgresql://elsewhere/db"))
                .doesNotThrowAnyException();
    }

    @Test
    void reportsAPortThatIsInUse() throws IOException {
        try (ServerSocket used = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThatThrownBy(() -> check(new Ports(free[0], free[1], used.getLocalPort(), free[3]), ""))
                    .isInstanceOf(StackException.class)
                    .hasMessageStartingWith("Kafka Connect cannot listen on port " + used.getLocalPort())
                    .hasMessageEndingWith("choose another port with --connect-port.");
        }
    }

    @Test
    void reportsANumberThatIsNotAPort() {
        assertThatThrownBy(() -> check(new Ports(99_999, free[1], free[2], free[3]), ""))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("--kafka-port");
    }

    private static int[] freePorts() {
        try (ServerSocket a = new ServerSocket(0);
                ServerSocket b = new ServerSocket(0);
                ServerSocket c = new ServerSocket(0);
                ServerSocket d = new ServerSocket(0)) {
            return new int[] {a.getLocalPort(), b.getLocalPort(), c.getLocalPort(), d.getLocalPort()};
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void check(Ports ports, String jdbcUrl) {
        Path any = Path.of("any");
        PortAvailability.check(new StackSettings(any, any, any, any, ports, List.of(), jdbcUrl));
    }
}
