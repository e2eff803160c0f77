package io.pulsefeed.emotibit;

import io.pulsefeed.commons.delivery.ReceiveTime;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.source.SourceRecord;

/** Adds the receive time to the records of one poll: a metric has that of the packet that completes its window. */
final class ReceiveTimeHeader {

    private final boolean enabled;
    private int done;

    ReceiveTimeHeader(boolean enabled) {
        this.enabled = enabled;
    }

    /** @param recvEpochUs of the records that {@code out} has more than at the last call */
    void addToNew(List<SourceRecord> out, long recvEpochUs) {
        if (enabled) {
            long recvEpochNs = TimeUnit.MICROSECONDS.toNanos(recvEpochUs);
            for (int i = done; i < out.size(); i++) {
                ReceiveTime.addTo(out.get(i).headers(), recvEpochNs);
            }
            done = out.size();
        }
    }
}
