package io.pulsefeed.emotibit;

import io.pulsefeed.commons.accounts.SourceAccounts;
import io.pulsefeed.emotibit.session.DeviceEvent;
import io.pulsefeed.emotibit.session.SessionListener;
import io.pulsefeed.emotibit.session.TimedPacket;

/**
 * Accounts for the packets of each session. A device does not send all its numbers (button presses, low power), so only the numbers that
 * the session reports as lost are missing.
 */
final class PacketAccounts implements SessionListener {

    private static final int US_PER_MS = 1000;
    private static final String LOST = "lost on the wire: the packet did not arrive";
    private static final String OVERFLOW = "dropped by the connector, because its queue was full (queue.max.bytes)";

    private final SourceAccounts accounts;

    PacketAccounts(SourceAccounts accounts) {
        this.accounts = accounts;
    }

    @Override
    public void onPacket(TimedPacket packet) {
        if (accounts.isEnabled() && packet.isPlaced()) {
            accounts.addUnchecked(
                    stream(packet.deviceId(), packet.sessionId()),
                    packet.number(),
                    packet.epochUs() / US_PER_MS,
                    packet.source());
        }
    }

    @Override
    public void onEvent(DeviceEvent event) {
        boolean isLoss = event.type() == DeviceEvent.Type.GAP || event.type() == DeviceEvent.Type.OVERFLOW;
        if (!accounts.isEnabled() || !isLoss) {
            return;
        }
        String stream = stream(event.deviceId(), event.sessionId());
        long timeEpochMs = event.epochUs() / US_PER_MS;
        if (event.detail().get("first_packet") instanceof Number first
                && event.detail().get("last_packet") instanceof Number last) {
            String reason = event.type() == DeviceEvent.Type.GAP ? LOST : OVERFLOW;
            accounts.miss(stream, first.longValue(), last.longValue(), timeEpochMs, reason);
        } else if (event.detail().get("lost") instanceof Number lost) {
            accounts.missUnknown(stream, lost.longValue(), timeEpochMs);
        }
    }

    private static String stream(String deviceId, String sessionId) {
        return deviceId + "/" + sessionId;
    }
}
