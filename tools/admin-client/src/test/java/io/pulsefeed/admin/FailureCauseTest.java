package io.pulsefeed.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.SQLException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.KafkaStorageException;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;

class FailureCauseTest {

    private static final String EXITING = "Exiting WorkerSinkTask due to unrecoverable exception.";

    @Test
    void readsTheMessageOfASingleException() {
        assertThat(FailureCause.of(trace(new IllegalStateException("no table"))))
                .isEqualTo("IllegalStateException: no table");
    }

    @Test
    void skipsTheWrapperOfTheWorker() {
        Exception cause =
                new IllegalStateException("Record rawtrade-0@0 cannot be written: topic mytrade has no mapping");
        assertThat(FailureCause.of(trace(new KafkaException(EXITING, cause))))
                .isEqualTo(
                        "IllegalStateException: Record rawtrade-0@0 cannot be written: topic mytrade has no mapping");
    }

    @Test
    void addsTheInnermostMessageToAMessageThatDoesNotContainIt() {
        Exception cause =
                new SerializationException(new EOFException("Unexpected end-of-input\n at [Source: REDACTED]"));
        Exception conversion =
                new IllegalStateException("Converting byte[] failed due to serialization error: ", cause);
        assertThat(FailureCause.of(trace(new KafkaException("Tolerance exceeded in error handler", conversion))))
                .isEqualTo("IllegalStateException: Converting byte[] failed due to serialization error:"
                        + " Unexpected end-of-input");
    }

    @Test
    void skipsExceptionsWithoutAMessageOfTheirOwn() {
        Exception cause = new IllegalArgumentException("Topic rawtrade not present in metadata after 60000 ms.");
        assertThat(FailureCause.of(trace(new RuntimeException(new ExecutionException(cause)))))
                .isEqualTo("IllegalArgumentException: Topic rawtrade not present in metadata after 60000 ms.");
    }

    @Test
    void joinsTheLinesOfAMessage() {
        Exception cause = new IllegalStateException("ERROR: duplicate key\n  Detail: Key (id)=(1) already exists.");
        assertThat(FailureCause.of(trace(new KafkaException(EXITING, cause))))
                .isEqualTo("IllegalStateException: ERROR: duplicate key Detail: Key (id)=(1) already exists.");
    }

    @Test
    void ignoresSuppressedExceptions() {
        Exception failure = new IllegalStateException("first");
        failure.addSuppressed(new IllegalStateException("while closing", new EOFException("end")));
        assertThat(FailureCause.of(trace(failure))).isEqualTo("IllegalStateException: first");
    }

    @Test
    void namesTheClassOfAnExceptionWithoutAMessage() {
        assertThat(FailureCause.of(trace(new KafkaException(EXITING, new NullPointerException()))))
                .isEqualTo("NullPointerException");
        assertThat(FailureCause.of(trace(new KafkaException(EXITING)))).isEqualTo("KafkaException: " + EXITING);
    }

    @Test
    void isEmptyWithoutATrace() {
        assertThat(FailureCause.of("")).isEmpty();
        assertThat(FailureCause.of("\n")).isEmpty();
    }

    /** Brokers do not send the error of their disk to clients. */
    @Test
    void namesAFullDiskOfTheBroker() {
        Exception cause = new KafkaStorageException("Disk error when trying to access log file on the disk.");
        assertThat(FailureCause.of(
                        trace(new KafkaException("Unrecoverable exception from producer send callback", cause))))
                .isEqualTo("KafkaStorageException: Disk error when trying to access log file on the disk: the broker"
                        + " cannot write to its disk, which is full (No space left on device) or has failed");
    }

    /** The error of a full tablespace, as the driver of PostgreSQL reports it. */
    @Test
    void namesAFullDiskOfTheDatabase() {
        Exception cause =
                new SQLException("ERROR: could not extend file \"base/16384/16403\": No space left on device\n"
                        + "  Hint: Check free disk space.");
        assertThat(FailureCause.of(trace(new KafkaException(EXITING, cause))))
                .isEqualTo("SQLException: ERROR: could not extend file \"base/16384/16403\": No space left on device"
                        + " Hint: Check free disk space.");
        Exception middle = new IllegalStateException("Batch failed.", cause);
        cause.initCause(new EOFException("end"));
        assertThat(FailureCause.of(trace(new KafkaException(EXITING, middle))))
                .startsWith("IllegalStateException: Batch failed: end: ERROR: could not extend file")
                .contains("No space left on device");
    }

    private static String trace(Throwable failure) {
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }
}
