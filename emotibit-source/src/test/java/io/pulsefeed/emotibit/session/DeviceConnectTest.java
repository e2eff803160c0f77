package io.pulsefeed.emotibit.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The transitions of {@link Device} from DISCOVERED and CONNECTING, in virtual time. */
class DeviceConnectTest extends DeviceFixture {

    @Test
    void discoveredAvailableConnectsWithRequestsEvery100Ms() {
        hello(AVAILABLE);
        device.tick(clock.nowNs());
        advance(990);

        assertThat(isConnecting()).isTrue();
        assertThat(requests()).isEqualTo(10);
    }

    @Test
    void discoveredAvailableWithinRetryDelayStaysDiscovered() {
        hello(AVAILABLE);
        advance(5_020);
        assertThat(device.isIdle()).isTrue();

        advance(2_900);
        hello(AVAILABLE);
        assertThat(device.isIdle()).isTrue();

        advance(200);
        hello(AVAILABLE);
        assertThat(isConnecting()).isTrue();
    }

    @Test
    void discoveredConnectedToOtherHostSendsNoRequest() {
        hello(OTHER_HOST);
        advance(1_000);

        assertThat(device.isIdle()).isTrue();
        assertThat(advertised).isEmpty();
    }

    @Test
    void discoveredConnectsWhenOtherHostDisconnects() {
        hello(OTHER_HOST);
        advance(1_000);
        hello(AVAILABLE);

        assertThat(isConnecting()).isTrue();
    }

    @Test
    void discoveredRefusesControlConnectionAndData() {
        assertThat(open(connection)).isFalse();
        assertThat(data(1_000)).isFalse();
        pong(DATA_PORT);

        assertThat(device.isIdle()).isTrue();
        assertThat(listener.events).isEmpty();
    }

    @Test
    void connectingConnectionThenPongStartsSession() {
        connect();

        assertThat(listener.lastEvent().type()).isEqualTo(DeviceEvent.Type.CONNECTED);
        assertThat(listener.lastEvent().sessionId()).isEqualTo("20231114T221320.000Z");
        assertThat(device.metrics().isConnected()).isTrue();
    }

    @Test
    void connectingPongThenConnectionStartsSession() {
        hello(AVAILABLE);
        pong(DATA_PORT);
        assertThat(isConnecting()).isTrue();
        advance(290);
        assertThat(open(connection)).isTrue();

        assertThat(device.isConnected()).isTrue();
    }

    @Test
    void connectingKeepsDataThatArrivesBeforeTheSession() {
        hello(AVAILABLE);
        assertThat(data(1_000)).isTrue();
        assertThat(data(1_010)).isTrue();
        assertThat(listener.packets).isEmpty();
        open(connection);
        pong(DATA_PORT);
        advanceAlive(500);

        assertThat(listener.packets).hasSize(2);
    }

    @Test
    void connectingKeepsAtMost32EarlyDatagrams() {
        hello(AVAILABLE);
        for (int i = 0; i < 40; i++) {
            assertThat(data(1_000 + i)).isTrue();
        }
        open(connection);
        pong(DATA_PORT);
        advanceAlive(500);

        assertThat(listener.packets).hasSize(32);
    }

    @Test
    void connectingFailedAttemptDiscardsEarlyData() {
        hello(AVAILABLE);
        data(1_000);
        advance(5_020);
        assertThat(device.isIdle()).isTrue();
        advance(3_000);
        connect();
        advanceAlive(500);

        assertThat(listener.packets).isEmpty();
    }

    @Test
    void connectingSecondConnectionReplacesFirst() {
        hello(AVAILABLE);
        RecordingConnection first = new RecordingConnection(address);
        assertThat(open(first)).isTrue();
        assertThat(open(connection)).isTrue();

        assertThat(first.isClosed()).isTrue();
        assertThat(connection.isClosed()).isFalse();
        assertThat(isConnecting()).isTrue();
    }

    @Test
    void connectingConnectionClosedStaysConnecting() {
        hello(AVAILABLE);
        open(connection);
        device.onControlClosed(connection, clock.nowNs());
        assertThat(isConnecting()).isTrue();

        pong(DATA_PORT);
        assertThat(isConnecting()).isTrue();
        assertThat(listener.events).isEmpty();
    }

    @Test
    void connectingPongWithoutConnectionStopsRequestsAndYields() {
        hello(AVAILABLE);
        device.tick(clock.nowNs());
        pong(DATA_PORT);
        advance(300);
        assertThat(isConnecting()).isTrue();
        assertThat(requests()).isEqualTo(1);

        advance(10);
        assertThat(device.isIdle()).isTrue();
    }

    @Test
    void connectingPongOfOtherHostYieldsAndRetriesAfter3S() {
        hello(AVAILABLE);
        open(connection);
        pong(OTHER_HOST);
        assertThat(device.isIdle()).isTrue();
        assertThat(connection.isClosed()).isTrue();

        advance(2_990);
        hello(AVAILABLE);
        assertThat(device.isIdle()).isTrue();
        advance(10);
        hello(AVAILABLE);
        assertThat(isConnecting()).isTrue();
    }

    @Test
    void connectingHelloOfOtherHostYieldsUnlessConnectionIsOpen() {
        hello(AVAILABLE);
        hello(OTHER_HOST);
        assertThat(device.isIdle()).isTrue();

        advance(3_000);
        hello(AVAILABLE);
        open(connection);
        hello(DATA_PORT);
        assertThat(isConnecting()).isTrue();
    }

    @Test
    void connectingTimeoutBecomesDiscoveredAndClosesConnection() {
        hello(AVAILABLE);
        open(connection);
        advance(5_000);
        assertThat(isConnecting()).isTrue();
        advance(10);

        assertThat(device.isIdle()).isTrue();
        assertThat(connection.isClosed()).isTrue();
        assertThat(listener.events).isEmpty();
    }

    @Test
    void moveToPublishesEventAndChangesAddress() {
        device.moveTo(address(2));

        assertThat(device.address()).isEqualTo(address(2));
        assertThat(listener.lastEvent().type()).isEqualTo(DeviceEvent.Type.MOVED);
        assertThat(listener.lastEvent().detail())
                .containsEntry("from", "10.0.0.1")
                .containsEntry("to", "10.0.0.2");
    }
}
