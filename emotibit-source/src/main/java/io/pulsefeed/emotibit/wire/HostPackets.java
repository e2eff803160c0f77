package io.pulsefeed.emotibit.wire;

import java.nio.charset.StandardCharsets;

/** Encodes the packets of a host. A datagram holds one packet of at most 255 bytes; firmware ignores the rest. */
public final class HostPackets {

    private int number;

    /** HE: discovery request. */
    public byte[] hello() {
        return packet("HE", 0, "");
    }

    /** EC: connect request. The device opens a TCP connection to {@code controlPort} and sends data to {@code dataPort}. */
    public byte[] connect(int controlPort, int dataPort) {
        return packet("EC", 4, ",CP," + controlPort + ",DP," + dataPort);
    }

    /** PN: keepalive. The device ignores it unless {@code dataPort} is that of the session. */
    public byte[] ping(int dataPort) {
        return packet("PN", 2, ",DP," + dataPort);
    }

    /** TL: answer to a time request, in the form {@code YYYY-MM-DD_HH-MM-SS-ffffff}. */
    public byte[] localTime(String text) {
        return packet("TL", 1, "," + text);
    }

    /** AK: acknowledges the time request with packet number {@code requestNumber}. */
    public byte[] acknowledge(int requestNumber) {
        return packet("AK", 2, "," + requestNumber + ",RD");
    }

    /** MN: sets normal power, in which the device streams data. */
    public byte[] normalPower() {
        return packet("MN", 0, "");
    }

    /** RB: starts a recording on the SD card. The device names the file after the local time. */
    public byte[] recordBegin(String localTime) {
        return packet("RB", 1, "," + localTime);
    }

    /** RE: stops the recording on the SD card. */
    public byte[] recordEnd(String localTime) {
        return packet("RE", 1, "," + localTime);
    }

    /** ED: ends the session. */
    public byte[] disconnect() {
        return packet("ED", 0, "");
    }

    /** The timestamp is 0, because devices ignore it. */
    private byte[] packet(String tag, int count, String payload) {
        String text = "0," + number + ',' + count + ',' + tag + ",1,100" + payload + '\n';
        number = (number + 1) & 0xFFFF;
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
