package io.pulsefeed.timescale.ledger;

import org.apache.kafka.common.TopicPartition;

/** The records of one partition and hour in one transaction. */
final class HourAccount {

    final TopicPartition partition;
    final int hour;
    long firstOffset;
    long nextOffset;
    long written;
    long ignored;
    long deadLettered;
    long withoutRecord;
    long replayed;
    long skipped;
    /** Sum of the offsets of the counted records, modulo 2^64. */
    long offsetSum;
    /** Sum of the squares of these offsets, modulo 2^64. */
    long offsetSquareSum;

    HourAccount(TopicPartition partition, int hour, long offset) {
        this.partition = partition;
        this.hour = hour;
        this.firstOffset = offset;
        this.nextOffset = offset;
    }

    void add(RecordOutcome outcome, long offset) {
        offsetSum += offset;
        offsetSquareSum += offset * offset;
        nextOffset = offset + 1;
        if (outcome == RecordOutcome.WRITTEN) {
            written++;
        } else if (outcome == RecordOutcome.IGNORED) {
            ignored++;
        } else {
            deadLettered++;
        }
    }

    long consumed() {
        return written + ignored + deadLettered;
    }
}
