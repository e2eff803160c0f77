package io.pulsefeed.emotibit.wire;

import java.nio.charset.StandardCharsets;

/** Builds what a host says. One packet per datagram: firmware ignores a second one, and anything beyond 255 bytes. */
public final class HostPackets {

    private int number;

    /** Hello EmotiBit: "who is there?". */
    public byte[] hello() {
        return packet("HE", 0, "");
    }

    /** EmotiBit connect: the device opens TCP to {@code controlPort} and sends its data to {@code dataPort}. */
    public byte[] connect(int controlPort, int dataPort) {
        return packet("EC", 4, ",CP," + controlPort + ",DP," + dataPort);
    }

    /** Ping: keeps the session alive; another data port than the session's is ignored by the device. */
    public byte[] ping(int dataPort) {
        return packet("PN", 2, ",DP," + dataPort);
    }

    /** Local time for a request for time data, as {@code YYYY-MM-DD_HH-MM-SS-ffffff}. */
    public byte[] localTime(String text) {
        return packet("TL", 1, "," + text);
    }

    /** Acknowledges the request for time data that had {@code requestNumber}. */
    public byte[] acknowledge(int requestNumber) {
        return packet("AK", 2, "," + requestNumber + ",RD");
    }

    /** Normal power: data is streamed. */
    public byte[] normalPower() {
        return packet("MN", 0, "");
    }

    /** Ends the session. */
    public byte[] disconnect() {
        return packet("ED", 0, "");
    }

    /** The device ignores a host's timestamp: 0 is fine. */
    private byte[] packet(String tag, int count, String payload) {
        String text = "0," + number + ',' + count + ',' + tag + ",1,100" + payload + '\n';
        number = (number + 1) & 0xFFFF;
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
