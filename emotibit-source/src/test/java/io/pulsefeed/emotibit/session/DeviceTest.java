package io.pulsefeed.emotibit.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefeed.emotibit.wire.DeviceAnswer;
import org.junit.jupiter.api.Test;

/** The transitions of {@link Device} from CONNECTED, in virtual time. */
class DeviceTest extends DeviceFixture {

    private void advanceAnswering(long ms) {
        for (long passed = 0; passed < ms; passed += 50) {
            advance(50);
            pong(DATA_PORT);
        }
    }

    @Test
    void connectedSendsPingEvery250MsAndLaterEvery500Ms() {
        connect();
        advertised.clear();
        advanceAnswering(2_000);
        assertThat(advertised).hasSize(8).containsOnly("PN");

        advanceAnswering(9_000);
        advertised.clear();
        advanceAnswering(2_000);
        assertThat(advertised).hasSize(4).containsOnly("PN");
    }

    @Test
    void connectedSendsPingEverySecondWithoutAnswer() {
        connect();
        advertised.clear();
        advance(4_950);

        assertThat(advertised).hasSize(5).containsOnly("PN");
    }

    @Test
    void pingsMeasureTheClock() {
        connect();
        for (int i = 0; i < 20; i++) {
            data(100_000 + i * 100);
            advance(20);
            device.onPong(
                    new DeviceAnswer(DeviceAnswer.Type.PONG, DATA_PORT, null, 100_000 + i * 100 + 15), clock.nowNs());
            advance(80);
        }

        TimedPacket last = listener.packets.get(listener.packets.size() - 1);
        assertThat(last.source()).isEqualTo("sync");
        assertThat(last.uncertaintyMs()).isLessThan(30);
    }

    @Test
    void connectedRestartedTimestampStartsNewSession() {
        connect();
        data(100_000);
        advanceAlive(500);
        packetNumber = 0;
        data(900);
        data(930);
        assertThat(listener.eventLabels()).containsExactly("connected");
        advance(100);
        data(1_000);
        advanceAlive(500);

        assertThat(device.isConnected()).isTrue();
        assertThat(listener.eventLabels()).containsExactly("connected", "disconnected", "connected", "reboot");
        assertThat(listener.events.get(1).detail()).containsEntry("reason", "device started anew");
        assertThat(listener.packets).hasSize(4);
        assertThat(listener.packets.get(1).sessionId())
                .isNotEqualTo(listener.packets.get(0).sessionId());
    }

    @Test
    void connectedAvailableHelloEndsSessionAndConnects() {
        connect();
        data(100_000);
        advanceAlive(2_500);
        hello(AVAILABLE, 101_000);

        assertThat(isConnecting()).isTrue();
        assertThat(listener.lastEvent().detail()).containsEntry("reason", "device is free");
        assertThat(connection.tags()).containsExactly("ED");
        assertThat(connection.isClosed()).isTrue();
    }

    @Test
    void connectedAvailableHelloAfterRebootEndsSessionAndConnects() {
        connect();
        data(100_000);
        advanceAlive(2_500);
        hello(AVAILABLE, 800);

        assertThat(isConnecting()).isTrue();
        assertThat(listener.lastEvent().detail()).containsEntry("reason", "device started anew");
    }

    @Test
    void connectedStaleAvailableHelloKeepsSession() {
        connect();
        advanceAlive(2_000);
        hello(AVAILABLE);

        assertThat(device.isConnected()).isTrue();
    }

    @Test
    void connectedHelloWithOurPortKeepsSession() {
        connect();
        advanceAlive(3_000);
        hello(DATA_PORT);

        assertThat(device.isConnected()).isTrue();
    }

    @Test
    void connectedConnectionClosedEndsSession() {
        connect();
        device.onControlClosed(connection, clock.nowNs());

        assertThat(device.isIdle()).isTrue();
        assertThat(listener.lastEvent().type()).isEqualTo(DeviceEvent.Type.DISCONNECTED);
        assertThat(listener.lastEvent().detail()).containsEntry("reason", "device closed the connection");
        assertThat(device.metrics().isConnected()).isFalse();
    }

    @Test
    void connectedReconnectsWithoutDelayAfterSessionEnd() {
        connect();
        device.onControlClosed(connection, clock.nowNs());
        hello(AVAILABLE);

        assertThat(isConnecting()).isTrue();
    }

    @Test
    void connectedSecondConnectionIsRefused() {
        connect();

        assertThat(open(new RecordingConnection(address))).isFalse();
        assertThat(device.isConnected()).isTrue();
        assertThat(connection.isClosed()).isFalse();
    }

    @Test
    void connectedCloseOfOtherConnectionKeepsSession() {
        connect();
        device.onControlClosed(new RecordingConnection(address), clock.nowNs());

        assertThat(device.isConnected()).isTrue();
    }

    @Test
    void connectedSilenceEndsSessionAfterTimeout() {
        connect();
        advance(10_000);
        assertThat(device.isConnected()).isTrue();
        advance(10);

        assertThat(device.isIdle()).isTrue();
        assertThat(listener.lastEvent().detail()).containsEntry("reason", "no answer for 10000 ms");
    }

    @Test
    void connectedPongOfOtherHostDoesNotKeepSessionAlive() {
        connect();
        for (int i = 0; i < 21; i++) {
            advance(500);
            pong(OTHER_HOST);
        }

        assertThat(device.isIdle()).isTrue();
    }

    @Test
    void reportsPacketsMissedBetweenSessions() {
        connect();
        data(100_000);
        advanceAlive(500);
        device.onControlClosed(connection, clock.nowNs());
        advance(1_000);
        connect();
        packetNumber += 200;
        data(101_500);
        advance(400);

        assertThat(listener.lastEvent().type()).isEqualTo(DeviceEvent.Type.GAP);
        assertThat(listener.lastEvent().detail()).containsEntry("lost", 200L).containsEntry("reason", "not connected");
    }

    @Test
    void stopSendsDisconnectAndClosesConnection() {
        connect();
        device.stop(clock.nowNs());

        assertThat(device.isIdle()).isTrue();
        assertThat(connection.tags()).containsExactly("ED");
        assertThat(connection.isClosed()).isTrue();
        assertThat(listener.lastEvent().detail()).containsEntry("reason", "host stopped");
    }

    @Test
    void stopWhileConnectingClosesConnectionWithoutEvent() {
        hello(AVAILABLE);
        open(connection);
        device.stop(clock.nowNs());

        assertThat(connection.isClosed()).isTrue();
        assertThat(connection.tags()).isEmpty();
        assertThat(listener.events).isEmpty();
    }

    @Test
    void requestsNormalPowerThreeTimesEvery5S() {
        connect();
        send("1000," + packetNumber++ + ",4,EM,1,100,RS,RE,PS,ML\n");
        advanceAlive(20_000);

        assertThat(connection.tags()).containsExactly("MN", "MN", "MN");
    }

    @Test
    void respectsLowPowerSelectedLater() {
        connect();
        send("1000," + packetNumber++ + ",4,EM,1,100,RS,RE,PS,MN\n");
        advanceAlive(1_000);
        send("2000," + packetNumber++ + ",4,EM,1,100,RS,RE,PS,ML\n");
        advanceAlive(10_000);

        assertThat(connection.tags()).isEmpty();
    }
}
