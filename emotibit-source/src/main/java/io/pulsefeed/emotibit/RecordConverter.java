package io.pulsefeed.emotibit;

import io.pulsefeed.commons.metrics.LogThrottle;
import io.pulsefeed.emotibit.record.RecordFactory;
import io.pulsefeed.emotibit.session.DeviceEvent;
import io.pulsefeed.emotibit.session.SessionListener;
import io.pulsefeed.emotibit.session.TimedPacket;
import java.util.List;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Converts the output of sessions to records. An unexpected error concerns one packet or event: the task continues for all others.
 */
final class RecordConverter implements SessionListener {

    private final RecordFactory records;
    private final ReceiveTimeHeader receiveTime;
    private final LogThrottle warnings;
    private final PacketAccounts accounts;
    private final List<SourceRecord> out;

    /** @param out receives the records */
    RecordConverter(
            RecordFactory records,
            ReceiveTimeHeader receiveTime,
            LogThrottle warnings,
            PacketAccounts accounts,
            List<SourceRecord> out) {
        this.accounts = accounts;
        this.receiveTime = receiveTime;
        this.records = records;
        this.warnings = warnings;
        this.out = out;
    }

    @Override
    public void onPacket(TimedPacket packet) {
        try {
            DeviceEvent missed = records.missedBefore(packet);
            if (missed != null) {
                out.add(records.event(missed));
                accounts.onEvent(missed);
            }
            out.add(records.packet(packet));
            accounts.onPacket(packet);
        } catch (RuntimeException e) {
            warn(packet.deviceId(), "a packet", e);
        }
        receiveTime.addToNew(out, packet.recvEpochUs());
    }

    @Override
    public void onEvent(DeviceEvent event) {
        try {
            out.add(records.event(event));
            accounts.onEvent(event);
        } catch (RuntimeException e) {
            warn(event.deviceId(), "an event", e);
        }
        receiveTime.addToNew(out, event.epochUs());
    }

    private void warn(String deviceId, String what, RuntimeException error) {
        // Without the message of the exception, which could contain measured values.
        StackTraceElement[] trace = error.getStackTrace();
        warnings.warn(
                deviceId + ' ' + what,
                deviceId + ": converting " + what + " failed with "
                        + error.getClass().getName() + (trace.length == 0 ? "" : " at " + trace[0])
                        + "; skipped. Please report this error");
    }
}
