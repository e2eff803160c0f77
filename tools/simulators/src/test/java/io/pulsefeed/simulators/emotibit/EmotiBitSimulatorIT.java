package io.pulsefeed.simulators.emotibit;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.simulators.emotibit.EmotiBitSimulator.Options;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The device side of the protocol, tested with a minimal host. */
class EmotiBitSimulatorIT {

    private static final String HELLO = "0,0,0,HE,1,100\n";
    private static final int HOST = 751;

    private final int port = freePort();

    private static int freePort() {
        try (DatagramSocket socket = new DatagramSocket(0)) {
            return socket.getLocalPort();
        } catch (SocketException e) {
            throw new IllegalStateException(e);
        }
    }

    private EmotiBitSimulator device(Fault... faults) throws IOException {
        return new EmotiBitSimulator(
                        Options.devices(1).startingAt(HOST).onPort(port).with(Set.of(faults)))
                .start();
    }

    private TestHost host(EmotiBitSimulator simulator) throws IOException {
        assertThat(simulator.addresses()).isEqualTo("127.0.3.2");
        return new TestHost(simulator.addresses(), port);
    }

    @Test
    void reportsIdAndAvailability() throws Exception {
        try (EmotiBitSimulator simulator = device();
                TestHost host = host(simulator)) {
            assertThat(host.ask(HELLO)).matches("\\d+,\\d+,0,HH,1,100,DP,-1,DI,MD-V5-0000410\n");
        }
    }

    @Test
    void toleratesRequestsBeforeBoot() throws Exception {
        try (EmotiBitSimulator simulator = new EmotiBitSimulator(
                        Options.devices(1).startingAt(HOST).onPort(port));
                TestHost host = host(simulator)) {
            assertThat(host.ask(HELLO, 200)).isNull();

            simulator.start();

            assertThat(host.ask(HELLO)).contains(",HH,");
        }
    }

    @Test
    void connectsAndReportsPortOfHost() throws Exception {
        try (EmotiBitSimulator simulator = device();
                TestHost host = host(simulator)) {
            assertThat(host.connect()).endsWith("PO,1,100,DP," + host.dataPort() + "\n");
            assertThat(host.ask(HELLO)).contains("DP," + host.dataPort() + ",");
            assertThat(host.ask("0,1,2,PN,1,100,DP," + host.dataPort() + "\n")).contains(",PO,");
            assertThat(host.ask("0,1,2,PN,1,100,DP,1\n", 300)).isNull();
        }
    }

    @Test
    void answersSecondHostWithPortOfCurrentSession() throws Exception {
        try (EmotiBitSimulator simulator = device();
                TestHost first = host(simulator);
                TestHost second = host(simulator)) {
            first.connect();

            assertThat(second.askToConnect()).contains("PO,1,100,DP," + first.dataPort());
            assertThat(simulator.truths().get(0).connections()).isEqualTo(1);
        }
    }

    @Test
    void isAvailableAfterHostDisconnects() throws Exception {
        try (EmotiBitSimulator simulator = device();
                TestHost host = host(simulator)) {
            host.connect();
            host.command("0,7,0,ED,1,100\n");

            String hello = host.ask(HELLO);
            for (int i = 0; i < 50 && !hello.contains("DP,-1"); i++) {
                hello = host.ask(HELLO);
            }
            assertThat(hello).contains("DP,-1");
        }
    }

    @Test
    void sendsBatchesInFirmwareOrderSplitIntoDatagrams() throws Exception {
        try (EmotiBitSimulator simulator = device();
                TestHost host = host(simulator)) {
            host.connect();
            List<String> datagrams = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                datagrams.add(host.datagram());
            }

            assertThat(datagrams)
                    .allSatisfy(datagram ->
                            assertThat(datagram).hasSizeLessThanOrEqualTo(512).endsWith("\n"));
            String order = "PI PR PG EA EL T1 TH AX AY AZ GX GY GZ MX MY MZ";
            StringBuilder seen = new StringBuilder();
            for (String packet : String.join("", datagrams).split("\n")) {
                String tag = packet.split(",")[3];
                if (order.contains(tag)) {
                    seen.append(tag).append(' ');
                }
            }
            assertThat(seen).contains(order + " PI");
        }
    }

    @Test
    void sendsOnlyModesAndTimeRequestsTwice() throws Exception {
        try (EmotiBitSimulator simulator = device();
                TestHost host = host(simulator)) {
            host.connect();
            List<String> packets = host.packets(200);
            Set<String> seen = new HashSet<>();
            List<String> copies =
                    packets.stream().filter(packet -> !seen.add(packet)).toList();

            assertThat(copies).isNotEmpty().allMatch(packet -> packet.contains(",EM,") || packet.contains(",RD,"));
            assertThat(packets.stream().filter(packet -> packet.contains(",RD,")))
                    .isNotEmpty();
        }
    }

    @Test
    void waitsForTimeAnswerAndLogsIt() throws Exception {
        try (EmotiBitSimulator simulator = device();
                TestHost host = host(simulator)) {
            host.connect();
            String datagram = host.datagram();
            while (!datagram.contains(",RD,")) {
                datagram = host.datagram();
            }
            String number = datagram.split(",")[1];
            host.reply("0,1,1,TL,1,100,2022-12-12_16-07-50-668151\n");
            host.reply("0,2,2,AK,1,100," + number + ",RD\n");

            String next = String.join("\n", host.packets(6));
            assertThat(next).contains(",TL,1,100,2022-12-12_16-07-50-668151").contains(",AK,1,100," + number + ",RD");
        }
    }

    @Test
    void echoesCommandsAndSendsNoDataInLowPowerMode() throws Exception {
        try (EmotiBitSimulator simulator = device();
                TestHost host = host(simulator)) {
            host.connect();
            host.command("0,1,1,RB,1,100,2024-01-01_00-00-00-000000\n");
            assertThat(String.join("\n", host.packets(30)))
                    .contains(",RB,1,100,2024-01-01_00-00-00-000000")
                    .contains("RS,RB,2024-01-01_00-00-00-000000.csv,PS,MN");
            host.command("0,2,0,ML,1,100\n");
            String datagram = host.datagram();
            while (!datagram.contains("PS,ML")) {
                datagram = host.datagram();
            }
            assertThat(host.packets(2)).allMatch(packet -> packet.contains(",EM,") || packet.contains(",RD,"));
        }
    }
}
